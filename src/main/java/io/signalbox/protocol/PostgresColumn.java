package io.signalbox.protocol;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What of an event stands in which column, and in which kinds of column can it? All goes to the server as text, which it casts to what the
 * column is.
 *
 * <p>
 * NUL, which no text and no JSON of PostgreSQL can hold, becomes U+FFFD.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html#CATALOG-TYPCATEGORY-TABLE">categories of types</a>
 */
enum PostgresColumn {
    ID("text NOT NULL", "SU", Event::id), TIME("timestamptz NOT NULL", "DS", event -> event.timeText()), TYPE(
            "text NOT NULL", "SEU", Event::type), SOURCE("text NOT NULL", "SEU", Event::source), SUBJECT("text", "SEU",
                    Event::subject), SEVERITY("text NOT NULL", "SEUN",
                            event -> event.severity().text()), SEVERITY_NUMBER("smallint NOT NULL", "NS",
                                    event -> String.valueOf(event.severity().number())), STATE("text NOT NULL", "SEU",
                                            event -> event.state().text()), DEDUPKEY("text NOT NULL", "SEU",
                                                    Event::dedupkey), TITLE("text NOT NULL", "SU",
                                                            Event::headline), MESSAGE("text", "SU",
                                                                    Event::message), TAGS("text[] NOT NULL", "ASU",
                                                                            event -> array(event.tags())), TRACEPARENT(
                                                                                    "text", "SU",
                                                                                    Event::traceparent), DATA(
                                                                                            "jsonb NOT NULL", "SU",
                                                                                            EventJson::data);

    private static final String NUL_IN_JSON = "\\u0000";

    private final String definition;
    private final String categories;
    private final Function<Event, String> value;

    PostgresColumn(String definition, String categories, Function<Event, String> value) {
        this.definition = definition;
        this.categories = categories;
        this.value = value;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The column as our own table has it. */
    String definition() {
        return '"' + column() + "\" " + definition;
    }

    boolean fits(String category) {
        return categories.contains(category);
    }

    /**
     * The values of all events.
     *
     * @param category
     *            of the column's type
     * @param json
     *            whether that type is json or jsonb
     */
    String[] of(List<Event> events, String category, boolean json) {
        Function<Event, String> way = switch (this) {
            case TAGS -> category.equals("A") ? value : event -> tags(event, json);
            case SEVERITY -> category.equals("N") ? SEVERITY_NUMBER.value : value;
            default -> value;
        };
        boolean isJson = json || this == DATA;
        return events.stream().map(way).map(text -> withoutNul(text, isJson)).toArray(String[]::new);
    }

    /** An event as a row of our own table, by column; what is NULL there is left out. */
    static Map<String, String> row(Event event) {
        Map<String, String> row = new LinkedHashMap<>();
        for (PostgresColumn each : values()) {
            String value = withoutNul(each.value.apply(event), each == DATA);
            if (value != null) {
                row.put(each.column(), value);
            }
        }
        return row;
    }

    /** {@code {"a","b"}}: what the server reads as an array. */
    private static String array(List<String> words) {
        StringBuilder text = new StringBuilder("{");
        for (String word : words) {
            text.append(text.length() > 1 ? ",\"" : "\"").append(word.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append('}').toString();
    }

    private static String tags(Event event, boolean json) {
        if (!json) {
            return String.join(",", event.tags());
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = EventJson.FACTORY.createGenerator(text)) {
            EventJson.value(out, event.tags());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static String withoutNul(String text, boolean json) {
        if (text == null) {
            return null;
        }
        String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
        return json && clean.contains(NUL_IN_JSON) ? withoutEscapedNul(clean) : clean;
    }

    /** An escape it is only after an even number of backslashes: {@code \\u0000} is a backslash and five letters. */
    private static String withoutEscapedNul(String json) {
        StringBuilder clean = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                clean.append(c);
            } else if (json.startsWith(NUL_IN_JSON, i)) {
                clean.append('\ufffd');
                i += NUL_IN_JSON.length() - 1;
            } else {
                clean.append(c).append(json.charAt(++i));
            }
        }
        return clean.toString();
    }
}
