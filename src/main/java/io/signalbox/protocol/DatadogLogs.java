package io.signalbox.protocol;

import java.io.IOException;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;

/**
 * What does Datadog receive? Logs under its own names, so that {@code source:continuum} and {@code status:warn} find them, with
 * everything else as attributes.
 *
 * <p>
 * Variables: {@code source}, {@code hostname} and {@code tags}, which are the same for all events and may be empty; {@code url}, or else
 * {@code site}, tells where to.
 *
 * @see <a href="https://docs.datadoghq.com/api/latest/logs/send-logs/">Send logs</a>
 */
@Named("datadogLogs")
@Singleton
@Unremovable // only routes name it
public final class DatadogLogs implements Processor {
    private static final Instalment LIMITS = new Instalment("[", ",", "]", 5_000_000, 1000, 1_000_000);

    @Override
    public void process(Exchange exchange) throws IOException {
        String source = exchange.getVariable("source", "", String.class);
        String hostname = exchange.getVariable("hostname", "", String.class);
        String tags = DatadogTags.list(exchange.getVariable("tags", "", String.class));
        LIMITS.next(exchange, (event, json) -> {
            json.writeStartObject();
            json.writeStringField("ddsource", source.isBlank() ? event.source() : source);
            json.writeStringField("ddtags", DatadogTags.of(event, tags));
            optional(json, "hostname", hostname.isBlank() ? event.text("host") : hostname);
            json.writeStringField("service", event.source());
            json.writeStringField("status", event.severity() == Severity.WARNING ? "warn" : event.severity().text());
            json.writeStringField("message", Facts.message(event) == null ? event.headline() : event.message());
            json.writeStringField("timestamp", event.timeText());
            attributes(event, json);
            json.writeEndObject();
        });
        String url = exchange.getVariable("url", "", String.class);
        exchange.getMessage().setHeader(Exchange.HTTP_URI, url.isBlank()
                ? "https://http-intake.logs." + exchange.getVariable("site", String.class)
                : url);
    }

    private static void attributes(Event event, JsonGenerator json) throws IOException {
        json.writeStringField("event_id", event.id());
        json.writeStringField("event_type", event.type());
        json.writeStringField("title", event.headline());
        json.writeStringField("severity", event.severity().text());
        json.writeStringField("state", event.state().text());
        json.writeStringField("dedupkey", event.dedupkey());
        optional(json, "subject", event.subject());
        if (event.traceparent() != null) {
            json.writeStringField("traceparent", event.traceparent());
            String[] parts = event.traceparent().split("-");
            if (parts.length >= 4) {
                // What ties the log to its trace in APM.
                json.writeStringField("trace_id", parts[1]);
                json.writeStringField("span_id", parts[2]);
            }
        }
        json.writeFieldName("data");
        EventJson.value(json, event.data());
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null && !value.isBlank()) {
            json.writeStringField(name, value);
        }
    }
}
