package io.signalbox.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What do all files say together? */
final class RouteSet {
    private static final Set<String> NOT_STEPS = Set.of("parameters", "properties", "definition", "metadata");

    final List<Part> files = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();
    final List<Endpoint> endpoints = new ArrayList<>();
    final Map<String, Kamelet> kamelets = new LinkedHashMap<>();
    final Settings settings;

    /**
     * @param routeFiles
     *            the roots of *.camel.yaml
     * @param kameletFiles
     *            the roots of *.kamelet.yaml
     */
    RouteSet(List<Part> routeFiles, List<Part> kameletFiles, Settings settings) {
        this.settings = settings;
        files.addAll(routeFiles);
        for (Part file : kameletFiles) {
            Kamelet kamelet = Kamelet.of(file);
            // Of two of a name, Camel takes the one in the file of that name.
            if (kamelet != null && (!kamelets.containsKey(kamelet.name())
                    || file.file().endsWith("/" + kamelet.name() + ".kamelet.yaml"))) {
                kamelets.put(kamelet.name(), kamelet);
            }
            Part template = file.at("spec", "template");
            if (template != null) {
                walk("template", template, null, false);
            }
        }
        routeFiles.forEach(file -> walk("file", file, null, true));
    }

    /**
     * @param resolved
     *            whether placeholders stand for settings; in a Kamelet they stand for its properties
     */
    private void walk(String name, Part part, Route within, boolean resolved) {
        Route route = within;
        if (name.equals("route") && part.isMap()) {
            route = Route.of(part, settings);
            routes.add(route);
        }
        if (Endpoint.VERBS.contains(name)) {
            Endpoint endpoint = Endpoint.of(name, part, resolved ? settings : null, route);
            if (endpoint != null) {
                endpoints.add(endpoint);
            }
        }
        for (Part.Member member : part.members()) {
            if (!NOT_STEPS.contains(member.name())) {
                walk(member.name(), member.value(), route, resolved);
            }
        }
        for (Part item : part.items()) {
            walk("-", item, route, resolved);
        }
    }

    /** The endpoints of one component, whose address is known before an event comes. */
    List<Endpoint> endpoints(String scheme) {
        return endpoints.stream().filter(endpoint -> endpoint.scheme().equals(scheme) && !endpoint.isDynamic()
                && !endpoint.text().contains("{{")).toList();
    }
}
