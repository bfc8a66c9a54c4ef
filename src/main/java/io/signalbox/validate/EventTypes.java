package io.signalbox.validate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.signalbox.event.Catalogue;
import io.signalbox.event.EventType;
import io.signalbox.snmp.Nearest;
import io.signalbox.validate.Finding.Level;

/**
 * Is there an event for every type that a filter or the router waits for? Anybody may post types of their own, so only those are doubted
 * that look like known ones: of a family that the catalogue has, or one slip away from a name in it.
 */
final class EventTypes implements Rule {
    private static final Pattern TEST = Pattern
            .compile("\\$\\{header[.]type}\\s*(?:in|!in|==|=~|!=)\\s*(['\"])(.*?)\\1", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[^,\\s]+");
    private static final Pattern WRITTEN = Pattern.compile("\"type\"\\s*:\\s*\"([a-z0-9_.-]+)\"");
    private static final String HELP = "docs/validate.md#event-types";

    private final Set<String> known = new LinkedHashSet<>(List.of("syslog.message", "signalbox.test"));
    private final Set<String> families = new LinkedHashSet<>();

    /**
     * @param profiles
     *            the types that the profiles of polled devices can produce
     */
    EventTypes(Catalogue catalogue, Set<String> profiles) {
        known.addAll(catalogue.types().stream().map(EventType::name).toList());
        known.addAll(profiles);
        known.forEach(type -> families.add(family(type)));
    }

    private static String family(String type) {
        return type.split("[.]", 2)[0];
    }

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Set<String> types = new LinkedHashSet<>(known);
        routes.files.forEach(file -> written(file, types));
        for (Endpoint endpoint : routes.endpoints("bus")) {
            Endpoint.Option filter = endpoint.option("types");
            if (filter != null && filter.value() != null) {
                words(endpoint, filter, types, found);
            }
        }
        routes.files.forEach(file -> tests(file, types, found));
    }

    private void words(Endpoint endpoint, Endpoint.Option filter, Set<String> types, Consumer<Finding> found) {
        Part value = endpoint.step().at("parameters", "types");
        Matcher word = WORD.matcher(filter.value());
        while (word.find()) {
            doubt(value == null ? filter.where() : value, word.group(), value == null ? -1 : word.start(), types,
                    found);
        }
    }

    private void tests(Part part, Set<String> types, Consumer<Finding> found) {
        part.members().forEach(member -> tests(member.value(), types, found));
        part.items().forEach(item -> tests(item, types, found));
        Matcher test = TEST.matcher(part.text() == null ? "" : part.text());
        while (test.find()) {
            Matcher word = WORD.matcher(test.group(2));
            while (word.find()) {
                doubt(part, word.group(), test.start(2) + word.start(), types, found);
            }
        }
    }

    private void doubt(Part part, String type, int offset, Set<String> types, Consumer<Finding> found) {
        if (type.contains("{") || types.stream().anyMatch(known -> io.signalbox.bus.Pattern.matches(type, known))) {
            return;
        }
        String question = question(type, types);
        if (families.contains(family(type)) || !question.isEmpty()) {
            found.accept(part.finding(Level.WARNING, "impossible-type", HELP,
                    "no event has the type \"" + type + "\"" + question, offset));
        }
    }

    private static String question(String type, Set<String> types) {
        if (type.matches(".*[;|].*")) {
            return "; expected commas between several";
        }
        return types.stream().anyMatch(known -> known.startsWith(type + "."))
                ? "; did you mean \"" + type + ".*\"?"
                : Nearest.question(type, types);
    }

    /** The types of events that routes write themselves, as the timer's heartbeat. */
    private static void written(Part part, Set<String> types) {
        part.members().forEach(member -> written(member.value(), types));
        part.items().forEach(item -> written(item, types));
        Matcher written = WRITTEN.matcher(part.text() == null ? "" : part.text());
        while (written.find()) {
            types.add(written.group(1));
        }
    }
}
