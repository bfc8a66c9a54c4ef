package io.signalbox.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.signalbox.event.Event;

/** What is told of an event that is too long for a backend? Everything, with every long text cut; of endless lists and maps, the beginning. */
final class Shortened {
    private Shortened() {
    }

    /** The event with no text longer than that (but its id, by which it is known), and no list or map with more members. */
    static Event to(Event event, int longest) {
        return new Event(event.id(), Ellipsis.cut(event.source(), longest), event.type(),
                Ellipsis.cut(event.subject(), longest), event.time(), event.severity(), event.state(),
                Ellipsis.cut(event.dedupkey(), longest), Ellipsis.cut(event.title(), longest),
                Ellipsis.cut(event.message(), longest),
                event.tags().stream().limit(longest).map(tag -> Ellipsis.cut(tag, longest)).toList(),
                event.traceparent(), map(event.data(), longest), event.problem());
    }

    private static Map<String, Object> map(Map<?, ?> map, int longest) {
        Map<String, Object> shorter = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (shorter.size() == longest) {
                shorter.put("…", map.size() - longest);
                break;
            }
            shorter.put(Ellipsis.cut(String.valueOf(entry.getKey()), longest), value(entry.getValue(), longest));
        }
        return shorter;
    }

    private static Object value(Object value, int longest) {
        if (value instanceof String text) {
            return Ellipsis.cut(text, longest);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, longest);
        }
        if (value instanceof List<?> list) {
            List<Object> shorter = new java.util.ArrayList<>();
            list.stream().limit(longest).forEach(item -> shorter.add(value(item, longest)));
            if (list.size() > longest) {
                shorter.add("…");
            }
            return shorter;
        }
        return value;
    }
}
