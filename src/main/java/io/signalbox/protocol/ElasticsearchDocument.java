package io.signalbox.protocol;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What is an event as a document? Under the names of the Elastic Common Schema where it has one, so that Kibana's own views work, and
 * under ours where people search: {@code event_type:"printer.offline" AND severity:warning AND data.site_id:fab1}.
 *
 * <p>
 * {@code source} is not among them: in that schema it is an object about a network address. Who says so is {@code event.provider}.
 *
 * @see <a href="https://www.elastic.co/docs/reference/ecs/ecs-field-reference">Elastic Common Schema</a>
 */
final class ElasticsearchDocument {
    private ElasticsearchDocument() {
    }

    static void write(Event event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("@timestamp", event.timeText());
        json.writeStringField("message", Facts.message(event) == null ? event.headline() : event.message());
        json.writeFieldName("tags");
        EventJson.value(json, event.tags());

        json.writeObjectFieldStart("ecs");
        json.writeStringField("version", "8.17.0");
        json.writeEndObject();

        json.writeObjectFieldStart("event");
        json.writeStringField("id", event.id());
        json.writeStringField("kind", "event");
        json.writeStringField("action", event.type());
        json.writeStringField("provider", event.source());
        json.writeNumberField("severity", event.severity().number());
        json.writeEndObject();

        json.writeObjectFieldStart("log");
        json.writeStringField("level", event.severity().text());
        json.writeEndObject();

        json.writeObjectFieldStart("labels");
        json.writeStringField("state", event.state().text());
        json.writeStringField("dedupkey", event.dedupkey());
        if (event.subject() != null) {
            json.writeStringField("subject", event.subject());
        }
        json.writeEndObject();

        String host = event.text("host");
        if (host != null) {
            json.writeObjectFieldStart("host");
            json.writeStringField("name", host);
            json.writeEndObject();
        }
        trace(event.traceparent(), json);
        json.writeStringField("event_type", event.type());
        json.writeStringField("severity", event.severity().text());
        json.writeStringField("title", event.headline());
        json.writeFieldName("data");
        ElasticsearchData.write(event.data(), json);
        json.writeEndObject();
    }

    /** {@code 00-<trace>-<span>-01}: what ties the event to its request in Elastic's APM. */
    private static void trace(String traceparent, JsonGenerator json) throws IOException {
        String[] parts = traceparent == null ? new String[0] : traceparent.split("-");
        if (parts.length >= 4) {
            json.writeObjectFieldStart("trace");
            json.writeStringField("id", parts[1]);
            json.writeEndObject();
            json.writeObjectFieldStart("span");
            json.writeStringField("id", parts[2]);
            json.writeEndObject();
        }
    }
}
