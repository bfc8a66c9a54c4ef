package io.signalbox.protocol;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;

/** What does a person read about these events, as plain text and as HTML? */
final class MailText {
    private static final Map<Severity, String> COLOURS = Map.of(Severity.DEBUG, "#888888", Severity.INFO, "#2f6fb5",
            Severity.WARNING, "#d98c00", Severity.ERROR, "#cc3300", Severity.CRITICAL, "#990000");
    private static final String RESOLVED = "#2e8540";

    private MailText() {
    }

    static String plain(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            text.append(event.headline()).append('\n');
            if (Facts.message(event) != null) {
                text.append('\n').append(event.message()).append('\n');
            }
            text.append('\n');
            rows(event).forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
            text.append('\n');
        }
        return text.toString().replace("\r\n", "\n").replace("\n", "\r\n");
    }

    static String html(List<Event> events) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif\">\n");
        for (Event event : events) {
            html.append("<div style=\"border-left:6px solid ")
                    .append(event.resolved() ? RESOLVED : COLOURS.get(event.severity()))
                    .append(";padding-left:12px;margin-bottom:24px\">\n<h2>").append(escaped(event.headline()))
                    .append("</h2>\n");
            if (Facts.message(event) != null) {
                html.append("<p style=\"white-space:pre-wrap\">").append(escaped(event.message())).append("</p>\n");
            }
            html.append("<table>\n");
            rows(event).forEach((name, value) -> html.append("<tr><th style=\"text-align:left;padding-right:12px\">")
                    .append(escaped(name)).append("</th><td>").append(escaped(value)).append("</td></tr>\n"));
            html.append("</table>\n</div>\n");
        }
        return html.append("</body></html>\n").toString();
    }

    private static Map<String, String> rows(Event event) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Severity", event.severity().text());
        rows.put("State", event.state().text());
        rows.put("Type", event.type());
        rows.put("Source", event.source());
        if (event.subject() != null) {
            rows.put("Subject", event.subject());
        }
        rows.put("Time", event.timeText());
        if (!event.tags().isEmpty()) {
            rows.put("Tags", String.join(", ", event.tags()));
        }
        event.data().forEach((name, value) -> rows.putIfAbsent(SubjectTemplate.oneLine(name), text(value)));
        rows.put("Id", event.id());
        return rows;
    }

    private static String text(Object value) {
        if (!(value instanceof Map || value instanceof List)) {
            return String.valueOf(value);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(text)) {
            EventJson.value(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return out.toString();
    }
}
