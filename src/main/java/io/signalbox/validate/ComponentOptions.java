package io.signalbox.validate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.snmp.Nearest;

/** Is every component that is used in this build, and has it the options that it is given? */
final class ComponentOptions implements Rule {
    private static final String RULE = "component-option";
    private static final Set<String> OURS = Set.of("bus", "snmp-poll");
    private static final String PAGES = "https://camel.apache.org/components/4.14.x/";

    private final Components components;

    ComponentOptions(Components components) {
        this.components = components;
    }

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Endpoint endpoint : routes.endpoints) {
            String scheme = endpoint.scheme();
            if (scheme.contains("{") || scheme.contains("$") || scheme.equals("kamelet")) {
                continue;
            }
            if (!components.exists(scheme)) {
                found.accept(endpoint.uri().error("unknown-component", PAGES, "there is no component \"" + scheme
                        + "\" in this build; expected one of " + String.join(", ", components.names())
                        + Nearest.question(scheme, components.names())));
            } else if (!components.of(scheme).isMissingNode()) {
                options(endpoint, components.of(scheme), routes.settings, found);
            }
        }
    }

    static String help(String scheme) {
        return OURS.contains(scheme) ? "docs/validate.md#" + scheme : PAGES + scheme + "-component.html";
    }

    private static void options(Endpoint endpoint, JsonNode description, Settings settings, Consumer<Finding> found) {
        String scheme = endpoint.scheme();
        boolean lenient = description.at("/component/lenientProperties").asBoolean();
        Map<String, JsonNode> known = new LinkedHashMap<>();
        description.path("properties").properties().forEach(option -> known.put(option.getKey(), option.getValue()));
        for (Endpoint.Option option : endpoint.options()) {
            JsonNode its = known.get(option.name());
            if (option.value() == null) {
                found.accept(option.noText(RULE, help(scheme)));
            } else if (its != null && !isOfThisEnd(endpoint, its)) {
                found.accept(option.where().error(RULE, help(scheme),
                        "\"" + option.name() + "\" does nothing in \"" + endpoint.verb() + "\"; expected it under \""
                                + (endpoint.isConsumer() ? "to: " : "from: ") + scheme + ":\""));
            } else if (its != null) {
                value(option, its, scheme, settings, found);
            } else if (!lenient && known.values().stream().noneMatch(other -> isOneOfMany(option.name(), other))) {
                found.accept(option.where().error(RULE, help(scheme),
                        scheme + ": has no option \"" + option.name() + "\""
                                + Nearest.question(option.name(), known.keySet())));
            }
        }
        known.forEach((name, its) -> {
            if (its.path("required").asBoolean() && its.path("kind").asText().equals("parameter")
                    && endpoint.option(name) == null) {
                found.accept(endpoint.uri().error(RULE, help(scheme),
                        scheme + ": needs the option \"" + name + "\"; expected it under \"parameters\""));
            }
        });
    }

    /** Some options are only for what begins a route, others only for what it sends to. Camel's own are not doubted: it takes them, and ignores them. */
    private static boolean isOfThisEnd(Endpoint endpoint, JsonNode option) {
        String label = option.path("label").asText();
        return !OURS.contains(endpoint.scheme()) || !label.equals(endpoint.isConsumer() ? "producer" : "consumer");
    }

    /** Some options are many, with a prefix such as {@code scheduler.}. */
    private static boolean isOneOfMany(String name, JsonNode option) {
        return option.path("multiValue").asBoolean() && option.has("prefix")
                && name.startsWith(option.path("prefix").asText());
    }

    private static void value(Endpoint.Option option, JsonNode its, String scheme, Settings settings,
            Consumer<Finding> found) {
        String value = option.value() == null ? null : settings.resolve(option.value());
        if (value == null || value.contains("{{") || value.startsWith("#") || value.startsWith("RAW(")) {
            return;
        }
        String type = its.path("type").asText();
        boolean word = !its.has("enum");
        for (JsonNode each : its.path("enum")) {
            word |= each.asText().replace("-", "").equalsIgnoreCase(value.replace("-", ""));
        }
        if (!word) {
            StringBuilder words = new StringBuilder();
            its.path("enum").forEach(each -> words.append(words.isEmpty() ? "" : ", ").append(each.asText()));
            found.accept(option.where().error(RULE, help(scheme),
                    option.name() + " is \"" + value + "\"; expected one of " + words));
        } else if (!Values.fits(type, value)) {
            found.accept(option.where().error(RULE, help(scheme),
                    option.name() + " is \"" + value + "\"; expected " + Values.expected(type)));
        }
    }
}
