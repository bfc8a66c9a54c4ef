package io.signalbox.validate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.signalbox.snmp.Nearest;

/** Is every Kamelet that is used there, and is it given the properties that it has? */
final class KameletProperties implements Rule {
    private static final String RULE = "kamelet-property";
    /** What a kamelet: endpoint keeps for itself. */
    private static final Set<String> OF_THE_ENDPOINT = Set.of("bridgeErrorHandler", "exceptionHandler",
            "exchangePattern", "block", "failIfNoConsumers", "lazyStartProducer", "location", "noErrorHandler",
            "timeout");

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Set<String> names = new TreeSet<>(routes.kamelets.keySet());
        names.addAll(Set.of("source", "sink"));
        for (Endpoint endpoint : routes.endpoints("kamelet")) {
            String name = name(endpoint);
            Kamelet kamelet = routes.kamelets.get(name);
            if (kamelet != null) {
                properties(endpoint, kamelet, routes.settings, found);
            } else if (!Set.of("source", "sink").contains(name)) {
                found.accept(endpoint.uri().error("unknown-kamelet", "docs/backends.md", "there is no Kamelet \"" + name
                        + "\"; expected a file kamelets/" + name + ".kamelet.yaml"
                        + Nearest.question(name, names)));
            }
        }
    }

    /** The Kamelet's name; a route may name its use of it as well: {@code kamelet:slack-sink/first}. */
    static String name(Endpoint endpoint) {
        return endpoint.rest().split("/", 2)[0];
    }

    private static void properties(Endpoint endpoint, Kamelet kamelet, Settings settings, Consumer<Finding> found) {
        for (Endpoint.Option option : endpoint.options()) {
            Part property = kamelet.properties().get(option.name());
            if (option.value() == null) {
                found.accept(option.noText(RULE, kamelet.help()));
            } else if (property != null) {
                value(option, property, kamelet, settings, found);
            } else if (!OF_THE_ENDPOINT.contains(option.name())) {
                found.accept(option.where().error(RULE, kamelet.help(),
                        kamelet.name() + " has no property \"" + option.name() + "\""
                                + question(option.name(), kamelet)));
            }
        }
        for (String required : kamelet.required()) {
            if (endpoint.option(required) == null) {
                found.accept(
                        endpoint.uri().error(RULE, kamelet.help(), kamelet.name() + " needs the property \"" + required
                                + "\"; expected it under \"parameters\""));
            }
        }
    }

    private static String question(String wrong, Kamelet kamelet) {
        String question = Nearest.question(wrong, kamelet.properties().keySet());
        return question.isEmpty() ? "; expected one of " + String.join(", ", kamelet.properties().keySet()) : question;
    }

    private static void value(Endpoint.Option option, Part property, Kamelet kamelet, Settings settings,
            Consumer<Finding> found) {
        String value = option.value() == null ? null : settings.resolve(option.value());
        if (value == null || value.isBlank() || value.startsWith("RAW(") || value.contains("#")
                || kamelet.isSecret(option.name())) {
            return;
        }
        Part words = property.at("enum");
        List<String> expected = words == null ? List.of() : words.items().stream().map(Part::text).toList();
        String usual = property.textAt("default");
        // JSON Schema's types know no durations; where what is usual is one, another is expected.
        String type = usual != null && usual.matches("\\d+(ms|s|m|h|d)") ? "duration" : property.textAt("type");
        if (!expected.isEmpty() && !expected.contains(value)) {
            found.accept(option.where().error(RULE, kamelet.help(), option.name() + " is \"" + value
                    + "\"; expected one of " + String.join(", ", expected) + Nearest.question(value, expected)));
        } else if (type != null && !Values.fits(type, value)) {
            found.accept(option.where().error(RULE, kamelet.help(),
                    option.name() + " is \"" + value + "\"; expected " + Values.expected(type)));
        }
    }
}
