package io.signalbox.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.EventJson;
import io.signalbox.reload.Generation;
import io.signalbox.reload.Refusal;
import io.signalbox.reload.RouteReload;
import io.signalbox.validate.Finding;

/** How is a generation told? */
final class GenerationJson {
    private final RouteReload reload;

    GenerationJson(RouteReload reload) {
        this.reload = reload;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("generation");
        members(reload.current(), json);
        json.writeEndObject();
        if (reload.current().origin().startsWith("rollback")) {
            json.writeStringField("note",
                    "the files were not rewritten; as soon as one of them changes, they take over again");
        }
        if (reload.refusal() != null) {
            refusal(reload.refusal(), json);
        }
        names("missing", reload.lost(), json);
        json.writeArrayFieldStart("previous");
        for (Generation generation : reload.previous()) {
            json.writeStartObject();
            members(generation, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        Map<String, Instant> removed = new TreeMap<>(reload.removed());
        if (!removed.isEmpty()) {
            json.writeObjectFieldStart("removedBackends");
            for (var each : removed.entrySet()) {
                json.writeStringField(each.getKey(), "its cursor is kept until " + each.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void members(Generation generation, JsonGenerator json) throws IOException {
        json.writeNumberField("number", generation.number());
        json.writeStringField("hash", generation.hash());
        json.writeStringField("at", generation.at().toString());
        json.writeStringField("origin", generation.origin());
        files(generation.added(), generation.changed(), generation.removed(), json);
        names("routes", generation.routes(), json);
    }

    private static void refusal(Refusal refusal, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("refused");
        json.writeStringField("hash", refusal.hash());
        json.writeStringField("at", refusal.at().toString());
        files(refusal.added(), refusal.changed(), refusal.removed(), json);
        json.writeArrayFieldStart("findings");
        for (Finding finding : refusal.findings()) {
            json.writeStartObject();
            json.writeStringField("file", finding.file());
            json.writeNumberField("line", finding.line());
            json.writeNumberField("column", finding.column());
            json.writeStringField("rule", finding.rule());
            json.writeStringField("message", finding.message());
            json.writeStringField("help", finding.help());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void files(List<Path> added, List<Path> changed, List<Path> removed, JsonGenerator json)
            throws IOException {
        names("added", added, json);
        names("changed", changed, json);
        names("removed", removed, json);
    }

    private static void names(String field, Collection<?> names, JsonGenerator json) throws IOException {
        if (!names.isEmpty()) {
            json.writeFieldName(field);
            EventJson.value(json, names.stream().map(Object::toString).toList());
        }
    }
}
