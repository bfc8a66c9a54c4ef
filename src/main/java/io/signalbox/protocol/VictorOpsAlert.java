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

/**
 * What does Splunk On-Call (VictorOps) hear of an event? An alert of the type that opens, acknowledges or ends an incident, or of one that
 * only tells, joined by the event's dedup key.
 *
 * <p>
 * Variables: {@code url}, {@code secret}, which is the API key, and {@code routingKey}.
 *
 * @see <a href=
 *      "https://help.splunk.com/en/splunk-observability-cloud/splunk-on-call/integrations-with-splunk-on-call/rest-endpoint-integration-for-splunk-on-call">REST
 *      endpoint</a>
 */
@Named("victorOpsAlert")
@Singleton
@Unremovable // only routes name it
public final class VictorOpsAlert implements Processor {
    private static final String URL = "https://alert.victorops.com/integrations/generic/20131114/alert";
    /** Splunk names no limit; more is no name. */
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_MESSAGE = 20_480;

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Event event = message.getBody(Event.class);
        // Keys stand in the path.
        message.setHeader(Exchange.HTTP_URI, Region.url(exchange, URL, URL) + "/"
                + PathSegment.of(exchange.getVariable("secret", "", String.class).strip()) + "/"
                + PathSegment.of(exchange.getVariable("routingKey", "", String.class).strip()));
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            alert(json, event);
            json.writeEndObject();
            json.flush();
            message.setBody(out.toByteArray());
        }
    }

    private static void alert(JsonGenerator json, Event event) throws IOException {
        String said = Facts.message(event) == null ? event.headline() : event.message();
        json.writeStringField("message_type", type(event));
        json.writeStringField("entity_id", DedupKey.of(event, LONGEST_NAME));
        json.writeStringField("entity_display_name", Ellipsis.cut(event.headline(), LONGEST_NAME));
        json.writeStringField("state_message", Ellipsis.cut(said, LONGEST_MESSAGE));
        // A clock that was never set may say less than nothing.
        json.writeNumberField("state_start_time", Math.max(0, event.time().getEpochSecond()));
        json.writeStringField("monitoring_tool", "Signalbox");
        if (event.subject() != null) {
            json.writeStringField("host_name", event.subject());
        }
        if (Step.of(event) == Step.ACKNOWLEDGE) {
            String who = event.text("acknowledged_by");
            json.writeStringField("ack_author", who == null ? "Signalbox" : Ellipsis.cut(who, LONGEST_NAME));
            json.writeStringField("ack_msg", Ellipsis.cut(said, LONGEST_MESSAGE));
        }
        if (Facts.link(event) != null && Facts.link(event).length() <= 1124) {
            json.writeStringField("vo_annotate.u.Link", Facts.link(event));
        }
        // With a dot before each name of a sender's, none replaces a field that means something to Splunk.
        for (var fact : Facts.of(event, "data.").entrySet()) {
            json.writeStringField("event." + fact.getKey(), Ellipsis.cut(fact.getValue(), LONGEST_MESSAGE));
        }
    }

    private static String type(Event event) {
        return switch (Step.of(event)) {
            case RESOLVE -> "RECOVERY";
            case ACKNOWLEDGE -> "ACKNOWLEDGEMENT";
            case INFORM -> "INFO";
            case OPEN -> switch (event.severity()) {
                case ERROR, CRITICAL -> "CRITICAL";
                default -> "WARNING";
            };
        };
    }
}
