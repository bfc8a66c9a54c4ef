package io.signalbox.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;

/**
 * How does a changed file take effect? It is parsed first; then its old routes are stopped, and its new ones started. What can't be parsed
 * or started leaves the old routes as they were.
 */
final class RouteReload {
    private static final Logger LOG = Logger.getLogger(RouteReload.class);

    private final CamelContext camel;
    /** What each file said when it was last looked at; not what runs, where that was no good. */
    private Map<Path, String> loaded;
    private final Map<Path, String> running;

    /**
     * @param loaded
     *            the texts that the running routes were made of
     */
    RouteReload(CamelContext camel, Map<Path, String> loaded) {
        this.camel = camel;
        this.loaded = loaded;
        this.running = new HashMap<>(loaded);
    }

    /** Makes the running routes those of the given texts, as far as these are good. */
    void apply(Map<Path, String> texts) {
        Set<Path> changed = affected(texts);
        // Error handling is woven into the routes that are added after it.
        changed.stream().filter(file -> file.toString().endsWith(RouteFiles.ROUTES))
                .sorted(Comparator.comparing(file -> !isErrorHandling(texts.getOrDefault(file, ""))))
                .forEach(file -> reload(file, texts.get(file)));
        loaded = texts;
        if (!changed.isEmpty()) {
            removeUnusedKamelets();
        }
    }

    /** The files that differ, and those that stand on them: the users of a Kamelet; everything, when error handling changes. */
    private Set<Path> affected(Map<Path, String> texts) {
        Set<Path> files = new TreeSet<>(loaded.keySet());
        files.addAll(texts.keySet());
        Set<Path> changed = new TreeSet<>(files);
        changed.removeIf(
                file -> texts.getOrDefault(file, "").equals(loaded.getOrDefault(file, "")) && texts.containsKey(file)
                        && loaded.containsKey(file));
        boolean all = false;
        for (Path file : Set.copyOf(changed)) {
            String name = file.getFileName().toString();
            if (name.endsWith(RouteFiles.KAMELET)) {
                String kamelet = name.substring(0, name.length() - RouteFiles.KAMELET.length());
                forget(kamelet);
                texts.forEach((user, text) -> {
                    if (text.contains("kamelet:" + kamelet)) {
                        changed.add(user);
                    }
                });
            }
            all |= isErrorHandling(loaded.getOrDefault(file, "") + texts.getOrDefault(file, ""));
        }
        if (all) {
            changed.addAll(files);
        }
        return changed;
    }

    private static boolean isErrorHandling(String text) {
        return text.contains("routeConfiguration:");
    }

    private void forget(String kamelet) {
        try {
            ((ModelCamelContext) camel).removeRouteTemplateDefinitions(kamelet);
        } catch (Exception e) {
            LOG.warnf("The Kamelet %s can't be replaced: %s", kamelet, e.getMessage());
        }
    }

    private void reload(Path file, String after) {
        long began = System.nanoTime();
        try {
            if (after != null) {
                parse(file, after).configure();
            }
        } catch (Exception e) {
            LOG.errorf("%s is not taken over, what it was before goes on: %s", file, reason(e));
            return;
        }
        try {
            remove(file);
            add(file, after);
            running.put(file, after);
            LOG.infof("%s %s in %d ms", file, after == null ? "removed" : "loaded",
                    Duration.ofNanos(System.nanoTime() - began).toMillis());
        } catch (Exception e) {
            LOG.errorf("%s is not taken over, what it was before goes on: %s", file, reason(e));
            restore(file, running.get(file));
        }
    }

    private void restore(Path file, String before) {
        try {
            remove(file);
            add(file, before);
        } catch (Exception e) {
            LOG.errorf("%s could not be put back either: %s", file, reason(e));
        }
    }

    private void add(Path file, String text) throws Exception {
        if (text != null) {
            camel.addRoutes(parse(file, text));
        }
    }

    private RouteBuilder parse(Path file, String text) throws Exception {
        Resource resource = ResourceHelper.fromString(location(file), text);
        List<RoutesBuilder> builders = new ArrayList<>(
                PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource));
        RouteBuilder builder = (RouteBuilder) builders.get(0);
        builder.setCamelContext(camel);
        return builder;
    }

    private static String location(Path file) {
        return "file:" + file;
    }

    private void remove(Path file) throws Exception {
        ModelCamelContext model = (ModelCamelContext) camel;
        for (RouteConfigurationDefinition definition : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (definition.getResource() != null && location(file).equals(definition.getResource().getLocation())) {
                model.removeRouteConfiguration(definition);
            }
        }
        for (Route route : List.copyOf(camel.getRoutes())) {
            if (route.getSourceResource() != null && location(file).equals(route.getSourceResource().getLocation())) {
                camel.getRouteController().stopRoute(route.getId());
                camel.removeRoute(route.getId());
            }
        }
    }

    /** A Kamelet's own routes stay behind when the route that used it is gone. */
    private void removeUnusedKamelets() {
        Map<String, Route> made = new HashMap<>();
        Set<String> used = new HashSet<>();
        for (Route route : camel.getRoutes()) {
            if (route.isCreatedByKamelet()) {
                made.put(route.getId(), route);
            }
            for (Processor processor : route.filter("*")) {
                Endpoint endpoint = processor instanceof EndpointAware aware ? aware.getEndpoint() : null;
                if (endpoint instanceof KameletEndpoint kamelet) {
                    used.add(kamelet.getRouteId());
                }
            }
        }
        made.keySet().removeAll(used);
        for (String id : made.keySet()) {
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            } catch (Exception e) {
                LOG.debugf("the route %s of a Kamelet that nobody uses stays: %s", id, e.getMessage());
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause == failure
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + ": " + cause.getMessage();
    }
}
