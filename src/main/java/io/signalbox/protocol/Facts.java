package io.signalbox.protocol;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** What is known of an event, as a list of names and texts, for vendors that show such lists? Nested data are JSON. */
final class Facts {
    private Facts() {
    }

    /** The attributes that a reader wants to see, then the data, whose names begin with the prefix; none replaces another. */
    static Map<String, String> of(Event event, String prefix) {
        Map<String, String> facts = attributes(event);
        event.data().forEach((name, value) -> {
            if (value != null) {
                facts.put(facts.containsKey(prefix + name) ? "data." + name : prefix + name, text(value));
            }
        });
        return facts;
    }

    /** The attributes alone. */
    static Map<String, String> attributes(Event event) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("type", event.type());
        facts.put("severity", event.severity().text());
        facts.put("source", event.source());
        facts.put("subject", event.subject());
        facts.put("time", event.timeText());
        facts.put("id", event.id());
        facts.put("traceparent", event.traceparent());
        facts.put("tags", event.tags().isEmpty() ? null : String.join(", ", event.tags()));
        facts.values().removeIf(Objects::isNull);
        return facts;
    }

    /** The text beside the headline; null where it says nothing. */
    static String message(Event event) {
        return event.message() == null || event.message().isBlank() ? null : event.message();
    }

    /** All that it says, in one text: the headline, and the message where that says something else. */
    static String said(Event event) {
        return message(event) == null || event.message().equals(event.title())
                ? event.headline()
                : event.headline() + ": " + event.message();
    }

    /** What the event is about: its subject, or else who says so; never blank, which vendors refuse. */
    static String thing(Event event) {
        return event.subject() == null || event.subject().isBlank() ? event.source() : event.subject();
    }

    /** The event's own link, where its data has a {@code url} that a browser opens; else null. */
    static String link(Event event) {
        String url = event.text("url");
        return url != null && url.length() <= 2000 && url.matches("https?://[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]+")
                ? url
                : null;
    }

    /** A value of the data as text: that of a list or a map is JSON. */
    static String text(Object value) {
        return value instanceof Map || value instanceof List ? json(value) : value.toString();
    }

    /** A value of the data as JSON, on one line. */
    static String json(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            EventJson.value(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
