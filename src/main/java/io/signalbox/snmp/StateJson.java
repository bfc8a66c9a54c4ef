package io.signalbox.snmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How are a device's state and its events written down? As JSON, from trees and maps only, so that nothing needs reflection. */
final class StateJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {
    };

    private StateJson() {
    }

    static String write(DeviceState state) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("failures", state.failures());
        json.put("failingSince", text(state.failingSince()));
        json.put("count", state.count());
        ObjectNode open = json.putObject("open");
        state.open().forEach((key, it) -> open.putObject(key).put("rule", it.rule()).put("type", it.type())
                .put("dedupkey", it.dedupkey()).put("subject", it.subject()).put("since", text(it.since()))
                .put("silent", it.silent()));
        ObjectNode jobs = json.putObject("jobs");
        state.jobs().forEach((key, it) -> jobs.putObject(key).put("base", it.base()).put("last", it.last())
                .put("underway", it.underway()).put("failed", it.failed()).put("since", text(it.since())));
        ObjectNode known = json.putObject("known");
        state.known().forEach(known::put);
        var seen = json.putArray("seen");
        state.seen().forEach(seen::add);
        return json.toString();
    }

    static DeviceState read(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            Map<String, DeviceState.Open> open = new LinkedHashMap<>();
            json.path("open").properties().forEach(it -> open.put(it.getKey(), open(it.getValue())));
            Map<String, DeviceState.Job> jobs = new LinkedHashMap<>();
            json.path("jobs").properties().forEach(it -> jobs.put(it.getKey(), job(it.getValue())));
            Map<String, String> known = new LinkedHashMap<>();
            json.path("known").properties().forEach(it -> known.put(it.getKey(), it.getValue().asText()));
            Set<String> seen = new LinkedHashSet<>();
            json.path("seen").forEach(it -> seen.add(it.asText()));
            return new DeviceState(json.path("failures").asInt(), instant(json.path("failingSince")),
                    json.path("count").asLong(), open, jobs, known, seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(Map<String, Object> event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> event(String text) {
        try {
            return MAPPER.readValue(text, MAP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeviceState.Open open(JsonNode it) {
        return new DeviceState.Open(it.path("rule").asText(), it.path("type").asText(), it.path("dedupkey").asText(),
                it.path("subject").asText(), instant(it.path("since")), it.path("silent").asBoolean());
    }

    private static DeviceState.Job job(JsonNode it) {
        return new DeviceState.Job(it.path("base").asLong(), it.path("last").asLong(), it.path("underway").asBoolean(),
                it.path("failed").asBoolean(), instant(it.path("since")));
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Instant instant(JsonNode json) {
        return json.isTextual() ? Instant.parse(json.asText()) : null;
    }
}
