package io.signalbox.event;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

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
            // Several events in one array stand one after another, with nothing between them.
            .rootValueSeparator((String) null)
            .streamReadConstraints(limits(DEEPEST))
            // Field names are senders' data: cached for ever, they would be a leak.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    /** What was once taken in is read whatever it is: a sender's field lies deeper in an event's data than it lay in the request. */
    private static final JsonFactory STORED = JsonFactory.builder().streamReadConstraints(limits(2 * DEEPEST))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

    private EventJson() {
    }

    private static StreamReadConstraints limits(int depth) {
        return StreamReadConstraints.builder().maxNestingDepth(depth).maxStringLength(8 << 20).maxNumberLength(400)
                .build();
    }

    /** The event as UTF-8 JSON, on one line. */
    public static byte[] bytes(Event event) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(512); JsonGenerator json = FACTORY.createGenerator(out)) {
            write(event, json);
            json.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event as JSON, on one line. */
    public static String text(Event event) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(event, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /**
     * The event as a CloudEvent that strict readers take: their attributes can't be lists, so the tags are one text with commas.
     */
    public static byte[] cloudEvent(Event event) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(512); JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            attributes(event, json);
            if (!event.tags().isEmpty()) {
                json.writeStringField("tags", String.join(",", event.tags()));
            }
            data(event, json);
            json.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the event as an object, tags as a list; whatever surrounds it is the caller's. */
    public static void write(Event event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        attributes(event, json);
        if (!event.tags().isEmpty()) {
            json.writeFieldName("tags");
            value(json, event.tags());
        }
        if (event.problem() != null) {
            json.writeObjectFieldStart("problem");
            json.writeStringField("type", event.problem().type());
            json.writeStringField("severity", event.problem().severity().text());
            json.writeEndObject();
        }
        data(event, json);
    }

    private static void data(Event event, JsonGenerator json) throws IOException {
        json.writeFieldName("data");
        value(json, event.data());
        json.writeEndObject();
    }

    private static void attributes(Event event, JsonGenerator json) throws IOException {
        json.writeStringField("specversion", "1.0");
        json.writeStringField("id", event.id());
        json.writeStringField("source", event.source());
        json.writeStringField("type", event.type());
        optional(json, "subject", event.subject());
        json.writeStringField("time", Times.text(event.time()));
        json.writeStringField("severitytext", event.severity().text());
        json.writeNumberField("severitynumber", event.severity().number());
        json.writeStringField("state", event.state().text());
        json.writeStringField("dedupkey", event.dedupkey());
        optional(json, "title", event.title());
        optional(json, "message", event.message());
        optional(json, "traceparent", event.traceparent());
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** Writes a value of an event's data: text, number, truth, list, map or null. */
    public static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
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

    /** Several events one after another in one array, which costs less than an array each. */
    public static Encoded bytes(List<Event> events) {
        int[] ends = new int[events.size()];
        try (ByteArrayBuilder out = new ByteArrayBuilder(512 * events.size());
                JsonGenerator json = FACTORY.createGenerator(out)) {
            for (int at = 0; at < ends.length; at++) {
                write(events.get(at), json);
                json.flush();
                ends[at] = out.size();
            }
            return new Encoded(out.toByteArray(), ends);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Events as JSON, one after another.
     *
     * @param ends
     *            where in the bytes each of them ends
     */
    public record Encoded(byte[] bytes, int[] ends) {
        /** Where an event begins. */
        public int start(int at) {
            return at == 0 ? 0 : ends[at - 1];
        }
    }

    /** Reads what {@link #bytes} wrote. Nothing is filled in, for nothing was left out. */
    public static Event read(byte[] bytes, int offset, int length) {
        try (JsonParser json = STORED.createParser(bytes, offset, length)) {
            json.nextToken();
            Draft draft = new Draft();
            draft.stored = true;
            EventParser.read(json, draft);
            return new Event(draft.id, draft.source, draft.type, draft.subject, draft.time, draft.severity, draft.state,
                    draft.dedupkey,
                    draft.title, draft.message, draft.tags, draft.traceparent, draft.data, draft.problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidEvent e) {
            throw new IllegalStateException("a stored event can't be read: " + e.field() + " " + e.getMessage(), e);
        }
    }
}
