package io.signalbox.protocol;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.signalbox.event.Event;

/** Which part of an event does a placeholder stand for? {@code title}, {@code severity}, {@code data.printer.ip}: names only, there is no logic. */
final class EventParts {
    private static final String DATA = "data.";
    private static final Map<String, Function<Event, Object>> PARTS = Map.ofEntries(
            Map.entry("id", Event::id), Map.entry("source", Event::source), Map.entry("type", Event::type),
            Map.entry("subject", Event::subject), Map.entry("time", event -> event.timeText()),
            Map.entry("severity", event -> event.severity().text()),
            Map.entry("level", event -> event.severity().text()), Map.entry("state", event -> event.state().text()),
            Map.entry("dedupkey", Event::dedupkey), Map.entry("title", Event::headline),
            Map.entry("message", Event::message), Map.entry("tags", Event::tags),
            Map.entry("problem", new ProblemType()::of), Map.entry("traceparent", Event::traceparent),
            Map.entry("data", Event::data));

    private EventParts() {
    }

    /** The part of this name; its value may be a text, a number, a truth, a list, a map or null. */
    static Function<Event, Object> of(String name) {
        if (name.startsWith(DATA)) {
            String path = name.substring(DATA.length());
            return event -> at(event.data(), path);
        }
        Function<Event, Object> part = PARTS.get(name);
        if (part == null) {
            throw new IllegalArgumentException("there is no {" + name + "}; expected one of "
                    + PARTS.keySet().stream().sorted().toList() + " or data.<field>");
        }
        return part;
    }

    /** A value for people: nothing where there is none, commas between several. */
    static String text(Object value) {
        if (value == null) {
            return "";
        }
        boolean words = value instanceof List<?> list
                && list.stream().noneMatch(item -> item instanceof Map || item instanceof List);
        return words
                ? ((List<?>) value).stream().map(EventParts::text).collect(Collectors.joining(","))
                : Facts.text(value);
    }

    /** A field may have a dot in its name, or be a field of another. */
    private static Object at(Map<?, ?> data, String path) {
        if (data.containsKey(path)) {
            return data.get(path);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (data.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                return at(inner, path.substring(dot + 1));
            }
        }
        return null;
    }
}
