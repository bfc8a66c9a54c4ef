package io.signalbox.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.signalbox.snmp.Nearest;
import io.signalbox.validate.Finding.Level;

/** Has everything that an enabled route needs a value? Variables are named, never shown. */
final class UnsetSettings implements Rule {
    private static final String RULE = "unset-setting";
    private static final String HELP = "README.md#configuration";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        routes.files.forEach(file -> unknown(file, routes.settings, found));
        routes.kamelets.values().forEach(kamelet -> ofTheTemplate(kamelet, found));
        for (Endpoint endpoint : routes.endpoints("kamelet")) {
            Kamelet kamelet = routes.kamelets.get(KameletProperties.name(endpoint));
            if (kamelet != null && endpoint.route() != null && endpoint.route().enabled()) {
                empty(endpoint, kamelet, routes.settings, found);
            }
        }
    }

    /** A placeholder without a value, and without a word for want of one, keeps everything from starting. */
    private static void unknown(Part part, Settings settings, Consumer<Finding> found) {
        for (Part.Member member : part.members()) {
            // A route template has parameters of its own.
            if (!"routeTemplate".equals(member.name())) {
                unknown(member.value(), settings, found);
            }
        }
        part.items().forEach(item -> unknown(item, settings, found));
        if (part.text() == null) {
            return;
        }
        leftOpen(part, found);
        for (Placeholder placeholder : Settings.placeholders(part.text())) {
            if (!placeholder.name().isEmpty() && settings.value(placeholder) == null) {
                String unset = String.join(", ",
                        settings.unset("{{" + (placeholder.environment() ? "env:" : "") + placeholder.name() + "}}"));
                found.accept(part.finding(Level.ERROR, RULE, HELP,
                        placeholder.environment()
                                ? unset + " is not set in the environment; expected it, or {{env:" + unset
                                        + ":}} if it may be empty"
                                : settings.isKnown(placeholder.name())
                                        ? "{{" + placeholder.name() + "}} has no value, because " + unset
                                                + " is not set in the environment"
                                        : "there is no property \"" + placeholder.name() + "\"; expected it in "
                                                + settings.file()
                                                + ", or " + unset + " in the environment, or {{" + placeholder.name()
                                                + ":}} if it may be empty",
                        placeholder.start()));
            }
        }
    }

    private static void leftOpen(Part part, Consumer<Finding> found) {
        int last = part.text().lastIndexOf("{{");
        if (last >= 0 && part.text().indexOf("}}", last) < 0) {
            found.accept(part.finding(Level.ERROR, RULE, HELP,
                    "\"{{\" has no \"}}\"; expected the end of the placeholder", last));
        }
    }

    /** In a Kamelet, placeholders stand for its properties and its beans. */
    private static void ofTheTemplate(Kamelet kamelet, Consumer<Finding> found) {
        Part template = kamelet.part().at("spec", "template");
        if (template != null) {
            List<String> names = new ArrayList<>(kamelet.properties().keySet());
            names.addAll(List.of("routeId", "templateId", "uuid", "parentRouteId"));
            Part beans = template.at("beans");
            for (Part bean : beans == null ? List.<Part>of() : beans.items()) {
                names.add(bean.textAt("name"));
            }
            template(kamelet, template, names, found);
        }
        for (String required : kamelet.required()) {
            if (!kamelet.properties().containsKey(required)) {
                found.accept(kamelet.part().at("spec", "definition", "required").error("kamelet-schema", HELP,
                        "\"" + required + "\" is required, but is no property"
                                + Nearest.question(String.valueOf(required), kamelet.properties().keySet())));
            }
        }
    }

    private static void template(Kamelet kamelet, Part part, List<String> names, Consumer<Finding> found) {
        part.members().forEach(member -> template(kamelet, member.value(), names, found));
        part.items().forEach(item -> template(kamelet, item, names, found));
        if (part.text() != null) {
            leftOpen(part, found);
        }
        for (Placeholder placeholder : Settings.placeholders(part.text() == null ? "" : part.text())) {
            if (!placeholder.environment() && placeholder.otherwise() == null && !placeholder.name().contains(".")
                    && !names.contains(placeholder.name())) {
                found.accept(part.finding(Level.ERROR, "kamelet-property", kamelet.help(),
                        kamelet.name() + " has no property \""
                                + placeholder.name() + "\"" + Nearest.question(placeholder.name(), names),
                        placeholder.start()));
            }
        }
    }

    private static void empty(Endpoint endpoint, Kamelet kamelet, Settings settings, Consumer<Finding> found) {
        TreeSet<String> secrets = new TreeSet<>();
        boolean anySecret = false;
        for (Endpoint.Option option : endpoint.options()) {
            String value = option.value() == null ? "" : settings.resolve(option.value());
            boolean empty = value != null && (value.isBlank() || value.equals("RAW()"));
            if (empty && kamelet.required().contains(option.name())) {
                found.accept(option.where().error(RULE, HELP, endpoint.route().name() + " is enabled, but its "
                        + option.name() + " is empty; expected "
                        + or(settings.unset(option.value() == null ? "" : option.value()))));
            }
            if (kamelet.isSecret(option.name())) {
                anySecret |= !empty;
                secrets.addAll(settings.unset(option.value() == null ? "" : option.value()));
            }
        }
        if (kamelet.required().isEmpty() && !anySecret && !secrets.isEmpty()) {
            found.accept(endpoint.uri().error(RULE, HELP,
                    endpoint.route().name() + " is enabled, but has no secret at all; expected "
                            + or(List.copyOf(secrets))));
        }
    }

    private static String or(List<String> variables) {
        return variables.isEmpty() ? "a value" : String.join(" or ", variables) + " in the environment";
    }
}
