package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * What did a sender mean by a JSON object? It may be a CloudEvent or plain JSON with the names that people use.
 *
 * <p>
 * Fields that are no attribute of an event go into its data, and so do the members of {@code data}, {@code metadata} and {@code payload}.
 */
final class EventParser {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private EventParser() {
    }

    /**
     * Reads one object; the parser stands at its start and is left at its end.
     *
     * @throws InvalidEvent
     *             where a field has a value that it can't have; the parser then stands somewhere inside
     */
    static Draft read(JsonParser json) throws IOException, InvalidEvent {
        return read(json, new Draft());
    }

    static Draft read(JsonParser json, Draft draft) throws IOException, InvalidEvent {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidEvent(null, "is " + kind(json.currentToken()) + "; expected a JSON object");
        }
        draft.data = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                field(draft, name, json);
            }
        }
        Wafer.name(draft);
        return draft;
    }

    private static void field(Draft draft, String name, JsonParser json) throws IOException, InvalidEvent {
        switch (name) {
            case "id", "event_id" -> draft.id = word(name, json);
            case "source" -> draft.source = word(name, json);
            case "type", "event_type" -> draft.type = word(name, json);
            case "subject" -> draft.subject = word(name, json);
            case "time", "timestamp" -> draft.time = time(name, json);
            case "severity", "level", "severitytext" -> draft.severity = severity(name, json);
            case "severitynumber" -> draft.severity = draft.severity == null ? severity(name, json) : draft.severity;
            case "state" -> draft.state = state(name, json);
            case "dedupkey", "dedup_key" -> draft.dedupkey = word(name, json);
            case "title" -> draft.title = word(name, json);
            case "message" -> draft.message = word(name, json);
            case "tags" -> draft.tags = tags(name, json);
            case "traceparent", "trace_id" -> draft.traceparent = word(name, json);
            case "specversion" -> specversion(word(name, json));
            case "datacontenttype" -> word(name, json);
            case "data", "metadata", "payload" -> data(draft, json);
            default -> other(draft, name, json);
        }
    }

    private static void other(Draft draft, String name, JsonParser json) throws IOException {
        if (draft.stored && name.equals("problem")) {
            draft.problem = problem(json);
        } else {
            draft.data.putIfAbsent(whole(name), value(json));
        }
    }

    private static void specversion(String version) throws InvalidEvent {
        if (!version.equals("1.0")) {
            throw new InvalidEvent("specversion",
                    "is \"" + version + "\"; expected \"1.0\", the version of CloudEvents that is spoken here");
        }
    }

    private static void data(Draft draft, JsonParser json) throws IOException, InvalidEvent {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            members(json, draft.data);
        } else {
            draft.data.put("value", value(json));
        }
    }

    /** What the bus itself once wrote of the problem that an event ends; a sender's field of that name is data. */
    private static Event.Problem problem(JsonParser json) throws IOException {
        return value(json) instanceof Map<?, ?> map && map.get("type") instanceof String type
                && map.get("severity") instanceof String word
                        ? Severity.of(word).map(severity -> new Event.Problem(type, severity)).orElse(null)
                        : null;
    }

    private static String word(String name, JsonParser json) throws IOException, InvalidEvent {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return whole(json.getText());
        }
        if (token.isNumeric() || token.isBoolean()) {
            return json.getText();
        }
        throw new InvalidEvent(name, "is " + kind(token) + "; expected text");
    }

    private static Instant time(String name, JsonParser json) throws IOException, InvalidEvent {
        String text = word(name, json);
        Optional<Instant> time = json.currentToken().isNumeric()
                ? Times.parse(json.getDoubleValue())
                : Times.parse(text);
        return time.orElseThrow(() -> new InvalidEvent(name,
                "is \"" + brief(text)
                        + "\"; expected a time such as \"2026-11-21T08:00:00Z\", or seconds or milliseconds since 1970"));
    }

    private static Severity severity(String name, JsonParser json) throws IOException, InvalidEvent {
        String text = word(name, json);
        // A CloudEvent in binary mode has its severitynumber as text.
        Optional<Severity> severity = NUMBER.matcher(text).matches()
                ? Severity.of(Integer.parseInt(text))
                : Severity.of(text);
        return severity.orElseThrow(() -> new InvalidEvent(name,
                "is \"" + brief(text) + "\"; expected debug, info, warning, error or critical"));
    }

    private static State state(String name, JsonParser json) throws IOException, InvalidEvent {
        String text = word(name, json);
        return State.of(text)
                .orElseThrow(() -> new InvalidEvent(name, "is \"" + brief(text) + "\"; expected firing or resolved"));
    }

    /** A list of words, or one text with commas (CloudEvents attributes can't be lists). */
    private static List<String> tags(String name, JsonParser json) throws IOException, InvalidEvent {
        List<String> tags = new ArrayList<>();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                tags.add(word(name, json));
            }
        } else {
            for (String tag : word(name, json).split(",")) {
                if (!tag.isBlank()) {
                    tags.add(tag.strip());
                }
            }
        }
        return tags;
    }

    static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                yield list;
            }
            case VALUE_STRING -> whole(json.getText());
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT ->
                Double.isFinite(json.getDoubleValue()) ? (Object) json.getDoubleValue() : json.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        members(json, map);
        return map;
    }

    private static void members(JsonParser json, Map<String, Object> map) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            map.put(whole(name), value(json));
        }
    }

    /** Half a surrogate pair can't be written as UTF-8 again: it becomes the replacement character, and the event is kept. */
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(UTF_16BE), UTF_16BE);
            }
        }
        return text;
    }

    private static String brief(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static String kind(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
