package io.signalbox.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * The one JSON form of an event: a structured CloudEvent, written and read here by hand, since this is done for every event.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvents JSON format</a>
 */
public final class EventJson {
    /** Deeper nesting than this is nobody's event. */
    static final int DEEPEST = 100;

    /** Shared by everything that reads or writes JSON by hand; its limits keep hostile input from costing more than it is worth. */
    public static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(limits(DEEPEST))
            // Field names are senders' data: cached for ever, they would be a leak.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    /** What was once taken in is read whatever it is: a sender's field lies deeper in an event's data than it lay in the request. */
    static final JsonFactory STORED = JsonFactory.builder().streamReadConstraints(limits(2 * DEEPEST))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    private static final int USUAL_LENGTH = 512;
    private static final int SPARE = 16;

    private EventJson() {
    }

    private static StreamReadConstraints limits(int depth) {
        return StreamReadConstraints.builder().maxNestingDepth(depth).maxStringLength(8 << 20).maxNumberLength(400)
                .build();
    }

    /** The event as UTF-8 JSON, on one line. */
    public static byte[] bytes(Event event) {
        JsonBuffer json = new JsonBuffer(USUAL_LENGTH);
        write(event, json);
        return json.toBytes();
    }

    /** The event as JSON, on one line. */
    public static String text(Event event) {
        return new String(bytes(event), StandardCharsets.UTF_8);
    }

    /** What an event's data is, alone, as JSON on one line. */
    public static String data(Event event) {
        return new String(new JsonBuffer(USUAL_LENGTH).value(event.data()).toBytes(), StandardCharsets.UTF_8);
    }

    /** Writes the event as an object; whatever surrounds it is the caller's. */
    public static void write(Event event, JsonGenerator json) throws IOException {
        json.writeRawValue(text(event));
    }

    /**
     * Several events one after another in one array, which costs less than an array each. From now on it is their data's, too.
     *
     * @param scratch
     *            to write them in first: what it held is gone
     */
    public static Encoded bytes(List<Event> events, JsonBuffer scratch) {
        int[] ends = new int[events.size()];
        JsonBuffer json = scratch.clear();
        for (int at = 0; at < ends.length; at++) {
            write(events.get(at), json.skip(Encoded.ROOM));
            ends[at] = json.length();
            // The others are much like the first.
            json.expect(at == 0 ? ends[0] / SPARE * (SPARE + 1) * (ends.length - 1) : 0);
        }
        byte[] bytes = json.toBytes();
        for (int at = 0; at < ends.length; at++) {
            if (events.get(at).data() instanceof RawData data) {
                data.endsAt(bytes, ends[at] - 1);
            }
        }
        return new Encoded(bytes, ends);
    }

    /** Several events one after another in one array. */
    public static Encoded bytes(List<Event> events) {
        return bytes(events, new JsonBuffer(USUAL_LENGTH));
    }

    /**
     * The event as a CloudEvent that strict readers take: their attributes can't be lists, so the tags are one text with commas.
     */
    public static byte[] cloudEvent(Event event) {
        JsonBuffer json = new JsonBuffer(USUAL_LENGTH);
        attributes(event, json);
        if (!event.tags().isEmpty()) {
            json.raw(",\"tags\":").text(String.join(",", event.tags()));
        }
        json.raw(",\"data\":").value(event.data()).raw("}");
        return json.toBytes();
    }

    private static void write(Event event, JsonBuffer json) {
        attributes(event, json);
        if (!event.tags().isEmpty()) {
            json.raw(",\"tags\":").value(event.tags());
        }
        if (event.problem() != null) {
            json.raw(",\"problem\":{\"type\":").text(event.problem().type()).raw(",\"severity\":\"")
                    .raw(event.problem().severity().text()).raw("\"}");
        }
        json.raw(",\"data\":").value(event.data()).raw("}");
    }

    private static void attributes(Event event, JsonBuffer json) {
        json.raw("{\"specversion\":\"1.0\",\"id\":").text(event.id());
        json.raw(",\"source\":").text(event.source());
        json.raw(",\"type\":").text(event.type());
        optional(json, ",\"subject\":", event.subject());
        json.raw(",\"time\":\"");
        Times.write(event.time(), json);
        json.raw("\",\"severitytext\":\"").raw(event.severity().text());
        json.raw("\",\"severitynumber\":").raw(event.severity().numberText());
        json.raw(",\"state\":\"").raw(event.state().text());
        json.raw("\",\"dedupkey\":").text(event.dedupkey());
        optional(json, ",\"title\":", event.title());
        optional(json, ",\"message\":", event.message());
        optional(json, ",\"traceparent\":", event.traceparent());
    }

    private static void optional(JsonBuffer json, String name, String value) {
        if (value != null) {
            json.raw(name).text(value);
        }
    }

    /** Writes a value of an event's data: text, number, truth, list, map or null. */
    public static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof RawData data && json.getPrettyPrinter() == null) {
            data.write(json);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, member) -> member(json, String.valueOf(name), member));
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
    }

    private static void member(JsonGenerator json, String name, Object value) {
        try {
            json.writeFieldName(name);
            value(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Events as JSON, one after another, and before each of them {@link #ROOM} bytes for whoever keeps them.
     *
     * @param bytes
     *            all of that, and no more
     * @param ends
     *            where in the bytes each of them ends
     */
    public record Encoded(byte[] bytes, int[] ends) {
        /** Before each event so many bytes are anybody's. */
        public static final int ROOM = Long.BYTES + Integer.BYTES;

        /** Where an event begins. */
        public int start(int at) {
            return (at == 0 ? 0 : ends[at - 1]) + ROOM;
        }
    }

    /** Reads what {@link #bytes} wrote. Nothing is filled in, for nothing was left out. */
    public static Event read(byte[] bytes, int offset, int length) {
        Draft draft = PlainEvent.stored().read(bytes, offset, offset + length);
        if (draft == null) {
            draft = parsed(bytes, offset, length);
        }
        return new Event(draft.id, draft.source, draft.type, draft.subject, draft.time, draft.severity, draft.state,
                draft.dedupkey, draft.title, draft.message, draft.tags, draft.traceparent, draft.data, draft.problem);
    }

    private static Draft parsed(byte[] bytes, int offset, int length) {
        try (JsonParser json = STORED.createParser(bytes, offset, length)) {
            json.nextToken();
            Draft draft = new Draft();
            draft.stored = true;
            return EventParser.read(json, draft);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidEvent e) {
            throw new IllegalStateException("a stored event can't be read: " + e.field() + " " + e.getMessage(), e);
        }
    }
}
