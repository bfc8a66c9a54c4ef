package io.signalbox.protocol;

import java.io.IOException;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;

/**
 * What does PagerDuty hear of an event? A trigger, an acknowledge or a resolve for its dedup key, or, of what is no problem, a change.
 *
 * <p>
 * Variables: {@code secret}, which is the routing key, and those of {@link Region}.
 *
 * @see <a href="https://developer.pagerduty.com/docs/send-alert-event">Alert events</a>
 * @see <a href="https://developer.pagerduty.com/docs/send-change-event">Change events</a>
 */
@Named("pagerDutyEvent")
@Singleton
@Unremovable // only routes name it
public final class PagerDutyEvent implements Processor {
    private static final String US = "https://events.pagerduty.com";
    private static final String EU = "https://events.eu.pagerduty.com";
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_SUMMARY = 1024;
    private static final int LARGEST = 512 * 1024;
    /** What is left of a text in an event that is too large altogether. */
    private static final int EXCERPT = 20_000;

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Event event = message.getBody(Event.class);
        Step step = Step.of(event);
        String key = exchange.getVariable("secret", "", String.class);
        byte[] body = body(event, step, key, true);
        message.setBody(body.length <= LARGEST ? body : body(event, step, key, false));
        message.setHeader(Exchange.HTTP_URI,
                Region.url(exchange, US, EU) + (step == Step.INFORM ? "/v2/change/enqueue" : "/v2/enqueue"));
    }

    private static byte[] body(Event event, Step step, String routingKey, boolean whole) throws IOException {
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("routing_key", routingKey);
            if (step != Step.INFORM) {
                json.writeStringField("event_action", action(step));
                json.writeStringField("dedup_key", DedupKey.of(event, LONGEST_KEY));
            }
            if (step == Step.OPEN || step == Step.INFORM) {
                details(json, event, step == Step.OPEN, whole);
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        }
    }

    private static void details(JsonGenerator json, Event event, boolean problem, boolean whole) throws IOException {
        json.writeObjectFieldStart("payload");
        json.writeStringField("summary", Ellipsis.cut(event.headline(), LONGEST_SUMMARY));
        json.writeStringField("source", Facts.thing(event));
        json.writeStringField("timestamp", event.timeText());
        if (problem) {
            json.writeStringField("severity", severity(event.severity()));
            if (event.text("component") != null) {
                json.writeStringField("component", Ellipsis.cut(event.text("component"), LONGEST_SUMMARY));
            }
            json.writeStringField("group", event.source());
            json.writeStringField("class", event.type());
        }
        custom(json, event, whole);
        json.writeEndObject();
        if (problem) {
            json.writeStringField("client", "Signalbox");
        }
        if (Facts.link(event) != null) {
            json.writeArrayFieldStart("links");
            json.writeStartObject();
            json.writeStringField("href", Facts.link(event));
            json.writeEndObject();
            json.writeEndArray();
        }
    }

    private static void custom(JsonGenerator json, Event event, boolean whole) throws IOException {
        json.writeObjectFieldStart("custom_details");
        if (Facts.message(event) != null) {
            json.writeStringField("message", whole ? event.message() : Ellipsis.cut(event.message(), EXCERPT));
        }
        for (var fact : Facts.attributes(event).entrySet()) {
            json.writeStringField(fact.getKey(), Ellipsis.cut(fact.getValue(), EXCERPT));
        }
        json.writeFieldName("data");
        if (whole) {
            EventJson.value(json, event.data());
        } else {
            json.writeString(Ellipsis.cut(EventJson.text(event), EXCERPT));
        }
        json.writeEndObject();
    }

    private static String action(Step step) {
        return switch (step) {
            case ACKNOWLEDGE -> "acknowledge";
            case RESOLVE -> "resolve";
            default -> "trigger";
        };
    }

    private static String severity(Severity severity) {
        return severity == Severity.DEBUG ? "info" : severity.text();
    }
}
