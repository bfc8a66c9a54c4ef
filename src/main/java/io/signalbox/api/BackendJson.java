package io.signalbox.api;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Bus;
import io.signalbox.bus.EventRule;
import io.signalbox.bus.Overlay;
import io.signalbox.bus.Replay;
import io.signalbox.event.EventJson;
import io.signalbox.explain.BackendText;

/** How is a backend shown? */
final class BackendJson {
    private final Bus bus;
    private final BackendList list;

    BackendJson(Bus bus, BackendList list) {
        this.bus = bus;
        this.list = list;
    }

    void write(BackendList.Listed backend, JsonGenerator json) throws IOException {
        json.writeStringField("name", backend.name());
        if (backend.text() != null) {
            optional(json, "description", backend.text().description());
            optional(json, "kind", backend.text().kind());
        }
        json.writeBooleanField("enabled", backend.enabled());
        json.writeStringField("status", backend.status());
        if (backend.running() != null) {
            running(backend.running(), json);
        }
        if (backend.text() != null) {
            written(backend, json);
        }
        overlay(backend.overlay(), json);
    }

    private void running(Backend backend, JsonGenerator json) throws IOException {
        json.writeStringField("breaker", backend.breakerState());
        json.writeNumberField("pending", Lag.events(bus, backend));
        json.writeNumberField("lag", Lag.seconds(bus, backend));
        json.writeNumberField("rate", Math.round(backend.rate() * 100) / 100.0);
        json.writeNumberField("delivered", backend.delivered());
        json.writeNumberField("failures", backend.failures());
        json.writeNumberField("deadLetters", backend.deadLetters());
        Replay replay = bus.replays().first(backend.name());
        if (replay != null) {
            json.writeNumberField("replay", replay.number());
        }
        if (backend.lastDeliveryAt() != null) {
            json.writeStringField("lastDelivery", backend.lastDeliveryAt().toString());
        }
        if (backend.lastError() != null) {
            json.writeStringField("lastError", backend.lastError());
            json.writeStringField("lastErrorAt", backend.lastErrorAt().toString());
        }
    }

    /** What it wants: of one that runs, what it was started with. */
    private void written(BackendList.Listed backend, JsonGenerator json) throws IOException {
        BackendText text = backend.text();
        json.writeStringField("file", text.file().toString());
        json.writeFieldName("channels");
        EventJson.value(json, words(text, "channels"));
        json.writeObjectFieldStart("filter");
        json.writeStringField("minSeverity", backend.running() == null
                ? list.resolved(text.subscription().getOrDefault("minSeverity", "debug"))
                : backend.running().filter().minSeverity().toString());
        json.writeFieldName("types");
        EventJson.value(json, backend.running() == null ? words(text, "types") : backend.running().filter().types());
        json.writeFieldName("requiredTags");
        EventJson.value(json, backend.running() == null
                ? words(text, "requiredTags")
                : backend.running().filter().requiredTags());
        json.writeEndObject();
        if (text.throttle() != null) {
            json.writeStringField("throttle", list.resolved(text.throttle()));
        }
    }

    private List<String> words(BackendText text, String parameter) {
        String written = list.resolved(text.subscription().getOrDefault(parameter, ""));
        return List.of(written.split(",")).stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /** What is laid over its route file; nothing where nothing is. */
    private static void overlay(Overlay overlay, JsonGenerator json) throws IOException {
        if (overlay.equals(Overlay.NONE)) {
            return;
        }
        json.writeObjectFieldStart("overlay");
        if (overlay.paused()) {
            json.writeStringField("pausedSince", overlay.pausedSince().toString());
        }
        rules(overlay, json);
        json.writeEndObject();
    }

    static void rules(Overlay overlay, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rules");
        for (EventRule rule : overlay.rules()) {
            json.writeStartObject();
            json.writeStringField("event_type", rule.eventType());
            json.writeBooleanField("enabled", rule.enabled());
            json.writeObjectFieldStart("filters");
            for (Map.Entry<String, List<String>> filter : rule.filters().entrySet()) {
                json.writeFieldName(filter.getKey());
                EventJson.value(json, filter.getValue());
            }
            json.writeEndObject();
            json.writeStringField("since", rule.since().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
