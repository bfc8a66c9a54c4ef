package io.signalbox.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What does a route begin with, or send to?
 *
 * @param verb
 *            the name that it stands under: from, to, toD …
 * @param uri
 *            where its address is written
 * @param text
 *            the address without its parameters, its placeholders filled in as far as they are known
 * @param options
 *            its parameters, written below it or after a question mark
 * @param route
 *            the route that it belongs to, or null: in a Kamelet, or error handling
 */
record Endpoint(String verb, Part step, Part uri, String text, List<Option> options, Route route) {
    static final Set<String> VERBS = Set.of("from", "to", "toD", "wireTap", "poll", "interceptFrom",
            "interceptSendToEndpoint");

    /** A parameter: where its name stands, and its value; null where that is no text. */
    record Option(Part where, String name, String value) {

        /** Says that its value is a list or a map, which Camel would make a text of in Java's way. */
        Finding noText(String rule, String help) {
            return where.error(rule, help,
                    name + " is a list or a map; expected a text, such as \"" + name + ": one,two\" for several");
        }
    }

    boolean isConsumer() {
        return verb.equals("from");
    }

    String scheme() {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    /** What follows the scheme. */
    String rest() {
        int colon = text.indexOf(':');
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    Option option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst().orElse(null);
    }

    /** Whether nobody can say before an event comes where it leads. */
    boolean isDynamic() {
        return text.contains("${");
    }

    /**
     * @param settings
     *            what placeholders stand for, or null where that is not known yet
     * @return the endpoint, or null where there is no address
     */
    static Endpoint of(String verb, Part step, Settings settings, Route route) {
        Part uri = step.isMap() ? step.at("uri") : step;
        if (uri == null || uri.text() == null || uri.isEmpty()) {
            return null;
        }
        int question = question(uri.text());
        String address = question < 0 ? uri.text() : uri.text().substring(0, question);
        List<Option> options = new ArrayList<>();
        if (question >= 0) {
            for (String pair : uri.text().substring(question + 1).split("&(?![^(]*\\))")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    options.add(new Option(uri, pair.substring(0, equals), pair.substring(equals + 1)));
                }
            }
        }
        Part parameters = step.at("parameters");
        if (parameters != null) {
            for (Part.Member member : parameters.members()) {
                options.add(new Option(member.key(), member.name(), member.value().text()));
            }
        }
        String resolved = settings == null ? null : settings.resolve(address);
        return new Endpoint(verb, step, uri, resolved == null ? address : resolved, options, route);
    }

    /** The question mark that parameters follow; one in a placeholder is another. */
    private static int question(String uri) {
        int depth = 0;
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '?' && depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
