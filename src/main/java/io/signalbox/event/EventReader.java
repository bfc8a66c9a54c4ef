package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

/** Which events does a body hold? One object, a list, lines of JSON, or a CloudEvent whose attributes came beside its data. */
public final class EventReader {
    private final Normaliser normaliser;

    public EventReader(Normaliser normaliser) {
        this.normaliser = normaliser;
    }

    /**
     * Reads a whole body: an object, a list of objects, or several of either one after another.
     *
     * @throws InvalidEvent
     *             where the body is not JSON; nothing of it counts then
     */
    public Reading json(byte[] body) throws InvalidEvent {
        Draft plain = PlainEvent.sent().read(body, 0, body.length);
        if (plain != null) {
            return one(plain);
        }
        Reading reading = new Reading(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        item(json, reading);
                    }
                } else {
                    item(json, reading);
                }
            }
        } catch (IOException e) {
            throw notJson(e);
        }
        return reading;
    }

    private Reading one(Draft draft) {
        try {
            return new Reading(List.of(normaliser.complete(draft)), List.of(0), List.of());
        } catch (InvalidEvent e) {
            return new Reading(List.of(), List.of(), List.of(new Reading.Refusal(0, e.field(), e.getMessage())));
        }
    }

    /** Reads lines of JSON as they come, never more than a chunk at a time. */
    public EventLines lines(InputStream body, int longestLine, int chunk) {
        return new EventLines(this, body, longestLine, chunk);
    }

    /**
     * Reads a CloudEvent in binary mode.
     *
     * @param attributes
     *            the attributes by name, without {@code ce-}
     * @param contentType
     *            what the data is; JSON is read, text is kept as {@code value}, all else as {@code data_base64}
     */
    public Event binary(Map<String, String> attributes, String contentType, byte[] data) throws InvalidEvent {
        Map<String, Object> object = new LinkedHashMap<>(attributes);
        Object value = null;
        if (contentType == null || contentType.contains("json")) {
            try (JsonParser json = EventJson.FACTORY.createParser(data)) {
                value = json.nextToken() == null ? null : EventParser.value(json);
            } catch (IOException e) {
                throw notJson(e);
            }
        } else if (contentType.startsWith("text/")) {
            value = new String(data, UTF_8);
        } else {
            object.put("data_base64", Base64.getEncoder().encodeToString(data));
        }
        if (value != null) {
            object.put("data", value);
        }
        return event(object);
    }

    /** An event of the names and values that a route put together. */
    public Event event(Map<String, ?> object) throws InvalidEvent {
        try (ByteArrayBuilder out = new ByteArrayBuilder()) {
            try (var json = EventJson.FACTORY.createGenerator(out)) {
                EventJson.value(json, object);
            }
            return single(out.toByteArray());
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** The one event that some JSON holds. */
    public Event single(byte[] bytes) throws InvalidEvent {
        return single(bytes, 0, bytes.length, PlainEvent.sent());
    }

    Event single(byte[] bytes, int offset, int length, PlainEvent plain) throws InvalidEvent {
        Draft draft = plain.read(bytes, offset, offset + length);
        if (draft != null) {
            return normaliser.complete(draft);
        }
        try (JsonParser json = EventJson.FACTORY.createParser(bytes, offset, length)) {
            json.nextToken();
            Event event = normaliser.complete(EventParser.read(json));
            if (json.nextToken() != null) {
                throw new InvalidEvent(null, "goes on after its end; expected one JSON object");
            }
            return event;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private void item(JsonParser json, Reading reading) throws IOException {
        int index = reading.events().size() + reading.refusals().size();
        JsonStreamContext outside = json.currentToken() == JsonToken.START_OBJECT
                ? json.getParsingContext().getParent()
                : null;
        try {
            reading.events().add(normaliser.complete(EventParser.read(json)));
            reading.places().add(index);
        } catch (InvalidEvent e) {
            reading.refusals().add(new Reading.Refusal(index, e.field(), e.getMessage()));
            if (outside == null) {
                json.skipChildren();
            }
            while (outside != null && json.getParsingContext() != outside) {
                json.nextToken();
            }
        }
    }

    static InvalidEvent notJson(IOException e) {
        if (e instanceof JsonProcessingException problem) {
            String where = problem.getLocation() == null
                    ? ""
                    : " at line " + problem.getLocation().getLineNr() + ", column "
                            + problem.getLocation().getColumnNr();
            return new InvalidEvent(null, "is not JSON" + where + ": "
                    + problem.getOriginalMessage().replaceFirst(" \\(start marker at .*", ""));
        }
        return new InvalidEvent(null, "can't be read: " + e.getMessage());
    }
}
