package io.signalbox.bus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.signalbox.event.Event;

/**
 * Which events of a type does a backend get no longer? A rule is laid over the backend's route file while it runs; it narrows what the file
 * says, and never widens it.
 *
 * @param eventType
 *            the type, with {@code *} for any part
 * @param enabled
 *            whether the backend gets events of this type at all
 * @param filters
 *            by the name of a field, the values that it may have; an event passes that has one of them in each
 * @param since
 *            when it was laid
 */
public record EventRule(String eventType, boolean enabled, Map<String, List<String>> filters, Instant since) {
    private static final Set<String> ATTRIBUTES = Set.of("id", "source", "type", "subject", "time", "severity", "state",
            "dedupkey", "title", "message", "tags", "traceparent");

    public EventRule {
        Map<String, List<String>> sorted = new TreeMap<>();
        filters.forEach((field, values) -> sorted.put(field, List.copyOf(values)));
        filters = java.util.Collections.unmodifiableMap(sorted);
    }

    /** Why an event does not pass, in words that name the rule; null when it passes, or is not of this type. */
    String refusal(Event event) {
        if (!Pattern.matches(eventType, event.type())) {
            return null;
        }
        if (!enabled) {
            return name() + ": enabled=false";
        }
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            Object value = value(event, filter.getKey());
            // The end of something need not repeat what is known from its beginning.
            boolean unsaid = value == null && event.resolved();
            if (!unsaid && !holds(value, filter.getValue())) {
                return name() + ": " + filter.getKey() + "=" + String.join(",", filter.getValue());
            }
        }
        return null;
    }

    private String name() {
        return "event-routing " + eventType;
    }

    private static boolean holds(Object value, List<String> allowed) {
        if (value instanceof List<?> several) {
            return several.stream().anyMatch(each -> holds(each, allowed));
        }
        return value != null && allowed.contains(value.toString());
    }

    /** A field of the event's data (a dot leads into an object), or else the attribute of that name. */
    private static Object value(Event event, String field) {
        Object value = within(event.data(), field);
        return value == null && ATTRIBUTES.contains(field) ? attribute(event, field) : value;
    }

    private static Object within(Map<?, ?> data, String field) {
        Object value = data.get(field);
        int dot = field.indexOf('.');
        if (value == null && dot > 0 && data.get(field.substring(0, dot)) instanceof Map<?, ?> inner) {
            return within(inner, field.substring(dot + 1));
        }
        return value;
    }

    private static Object attribute(Event event, String name) {
        return switch (name) {
            case "id" -> event.id();
            case "source" -> event.source();
            case "type" -> event.type();
            case "subject" -> event.subject();
            case "time" -> event.time();
            case "severity" -> event.severity();
            case "state" -> event.state();
            case "dedupkey" -> event.dedupkey();
            case "title" -> event.title();
            case "message" -> event.message();
            case "tags" -> event.tags();
            default -> event.traceparent();
        };
    }
}
