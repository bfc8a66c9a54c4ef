package io.signalbox.api;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.event.EventJson;
import io.signalbox.explain.Explanation;
import io.signalbox.explain.Sent;

/** How is an explanation told? */
public final class ExplanationJson {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Backends running;

    /** @param running what is known of the backends that run */
    public ExplanationJson(Backends running) {
        this.running = running;
    }

    public void write(Explanation explanation, JsonGenerator json) throws IOException {
        json.writeFieldName("event");
        EventJson.write(explanation.event(), json);
        json.writeArrayFieldStart("router");
        for (Explanation.Branch branch : explanation.branches()) {
            json.writeStartObject();
            json.writeStringField("file", branch.file());
            json.writeNumberField("line", branch.line());
            json.writeStringField("condition", branch.condition());
            json.writeStringField("to", branch.to());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("channels");
        EventJson.value(json, explanation.channels());
        if (explanation.event().resolved()) {
            json.writeStringField("note",
                    "it ends a problem: while that is open, it also goes to the channels that the problem went to");
        }
        json.writeArrayFieldStart("backends");
        for (Explanation.Hearing hearing : explanation.backends()) {
            write(hearing, json);
        }
        json.writeEndArray();
    }

    private void write(Explanation.Hearing hearing, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", hearing.name());
        json.writeStringField("kind", hearing.kind());
        json.writeBooleanField("enabled", hearing.enabled());
        json.writeBooleanField("passes", hearing.passes());
        optional(json, "refusal", hearing.refusal());
        optional(json, "throttle", hearing.throttle());
        Backend backend = running.named(hearing.name());
        if (backend != null) {
            json.writeStringField("status", backend.status());
            json.writeStringField("breaker", backend.breakerState());
        }
        if (!hearing.requests().isEmpty()) {
            json.writeArrayFieldStart("requests");
            for (Sent sent : hearing.requests()) {
                write(sent, json);
            }
            json.writeEndArray();
        }
        optional(json, "note", hearing.note());
        json.writeEndObject();
    }

    private static void write(Sent sent, JsonGenerator json) throws IOException {
        json.writeStartObject();
        optional(json, "method", sent.method());
        json.writeStringField("to", sent.to());
        json.writeFieldName("headers");
        EventJson.value(json, sent.headers());
        json.writeFieldName("body");
        EventJson.value(json, body(sent.body()));
        json.writeEndObject();
    }

    /** JSON as such, all else as text, so also several values of JSON one after another. */
    private static Object body(String text) {
        try {
            JsonNode node = text.startsWith("{") || text.startsWith("[") ? JSON.readTree(text) : null;
            return node == null ? text : JSON.convertValue(node, Object.class);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
