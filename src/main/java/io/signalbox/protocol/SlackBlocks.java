package io.signalbox.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;

/**
 * What does a person see of an event in Slack's blocks? The headline, the message, what is known besides in two columns, and below it, small,
 * where the event comes from and by what it can be found again.
 *
 * <p>
 * All of it is plain text, escaped: nobody is called, and no name becomes a link or a picture. Together it stays well below the length at
 * which Slack refuses blocks, which it doesn't tell: 11,341 characters have been too many.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Blocks, and how long each may be</a>
 * @see <a href="https://github.com/slackapi/bolt-js/issues/2867">How long they may be together</a>
 */
final class SlackBlocks {
    private static final int LONGEST_HEADER = 150;
    private static final int LONGEST_SECTION = 3000;
    /** Slack takes 2,000, but not twenty times. */
    private static final int LONGEST_FIELD = 200;
    private static final int FIELDS_OF_A_SECTION = 10;
    private static final int MOST_FIELDS = 20;
    private static final int LONGEST_NOTE = 200;

    private SlackBlocks() {
    }

    /** Writes an array of blocks. */
    static void write(JsonGenerator json, Event event) throws IOException {
        json.writeStartArray();
        block(json, "header");
        json.writeFieldName("text");
        text(json, headline(event), LONGEST_HEADER);
        json.writeEndObject();
        if (Facts.message(event) != null) {
            block(json, "section");
            json.writeFieldName("text");
            text(json, event.message(), LONGEST_SECTION);
            json.writeEndObject();
        }
        List<String> fields = fields(event);
        for (int from = 0; from < fields.size(); from += FIELDS_OF_A_SECTION) {
            block(json, "section");
            texts(json, "fields", fields.subList(from, Math.min(fields.size(), from + FIELDS_OF_A_SECTION)),
                    LONGEST_FIELD);
            json.writeEndObject();
        }
        block(json, "context");
        texts(json, "elements", notes(event), LONGEST_NOTE);
        json.writeEndObject();
        json.writeEndArray();
    }

    /** One line; a title of nothing but blanks is none. */
    static String headline(Event event) {
        String line = SubjectTemplate.oneLine(event.headline()).strip();
        return line.isEmpty() ? event.type() : line;
    }

    private static List<String> fields(Event event) {
        List<String> fields = new ArrayList<>();
        field(fields, "Severity", event.severity().text());
        field(fields, "State", event.state().text());
        field(fields, "Type", event.type());
        field(fields, "Subject", event.subject());
        field(fields, "Tags", String.join(", ", event.tags()));
        event.data().forEach((name, value) -> field(fields, name, value == null ? null : Facts.text(value)));
        if (fields.size() > MOST_FIELDS) {
            int more = fields.size() - MOST_FIELDS + 1;
            fields.subList(MOST_FIELDS - 1, fields.size()).clear();
            fields.add("and " + more + " more");
        }
        return fields;
    }

    private static void field(List<String> fields, String name, String value) {
        if (value != null && !value.isBlank()) {
            fields.add(Ellipsis.cut(name, 40) + "\n" + value);
        }
    }

    private static List<String> notes(Event event) {
        List<String> notes = new ArrayList<>(
                List.of(event.source(), event.timeText(), "id " + event.id(), "dedup key " + event.dedupkey()));
        if (event.traceparent() != null) {
            notes.add("trace " + event.traceparent());
        }
        notes.removeIf(String::isBlank);
        return notes;
    }

    private static void block(JsonGenerator json, String type) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
    }

    private static void texts(JsonGenerator json, String name, List<String> texts, int longest) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            text(json, text, longest);
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String text, int longest) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "plain_text");
        json.writeStringField("text", SlackText.of(text, longest));
        json.writeBooleanField("emoji", false);
        json.writeEndObject();
    }
}
