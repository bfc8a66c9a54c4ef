package io.signalbox.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What does Splunk's HTTP Event Collector receive? The events one after another, each with what Splunk keeps about it and with everything
 * that people search for: {@code index=continuum event_type="printer.offline"}.
 *
 * <p>
 * Variables: {@code index}, {@code sourcetype}, {@code host} and {@code fields}, which are the same for all events and may be empty. The
 * event's own source is Splunk's; under that name it can't stand in the event besides.
 *
 * @see <a href="https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/format-events-for-http-event-collector">Format events</a>
 */
@Named("splunkEvents")
@Singleton
@Unremovable // only routes name it
public final class SplunkEvents implements Processor {
    /** Splunk Cloud takes 1 MB at most; Splunk Enterprise, as it is installed, more. */
    private static final Instalment LIMITS = new Instalment("", "\n", "", 1_000_000, Integer.MAX_VALUE, 900_000);

    @Override
    public void process(Exchange exchange) throws IOException {
        String index = exchange.getVariable("index", "", String.class);
        String sourcetype = exchange.getVariable("sourcetype", "", String.class);
        String host = exchange.getVariable("host", "", String.class);
        Map<String, String> fields = fields(exchange.getVariable("fields", "", String.class));
        LIMITS.next(exchange, (event, json) -> {
            json.writeStartObject();
            json.writeNumberField("time", BigDecimal.valueOf(event.time().toEpochMilli(), 3));
            optional(json, "host", host.isBlank() ? event.text("host") : host);
            json.writeStringField("source", event.source());
            optional(json, "sourcetype", sourcetype);
            optional(json, "index", index);
            if (!fields.isEmpty()) {
                json.writeFieldName("fields");
                EventJson.value(json, fields);
            }
            json.writeFieldName("event");
            event(event, json);
            json.writeEndObject();
        });
    }

    private static void event(Event event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("event_id", event.id());
        json.writeStringField("event_type", event.type());
        optional(json, "subject", event.subject());
        json.writeStringField("timestamp", event.timeText());
        json.writeStringField("severity", event.severity().text());
        json.writeNumberField("severity_number", event.severity().number());
        json.writeStringField("state", event.state().text());
        json.writeStringField("dedupkey", event.dedupkey());
        json.writeStringField("title", event.headline());
        optional(json, "message", event.message());
        if (!event.tags().isEmpty()) {
            json.writeFieldName("tags");
            EventJson.value(json, event.tags());
        }
        optional(json, "traceparent", event.traceparent());
        json.writeFieldName("data");
        EventJson.value(json, event.data());
        json.writeEndObject();
    }

    /** {@code site=fab1, team=ops}: what Splunk indexes with every event. */
    private static Map<String, String> fields(String pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : pairs.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        return fields;
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null && !value.isBlank()) {
            json.writeStringField(name, value);
        }
    }
}
