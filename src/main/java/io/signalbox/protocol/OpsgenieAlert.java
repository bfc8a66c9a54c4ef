package io.signalbox.protocol;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

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
 * What does Opsgenie, or Jira Service Management after it, hear of an event? An alert whose alias is the event's dedup key, or that this
 * alias is acknowledged or closed.
 *
 * <p>
 * Variables: {@code priorities} ({@code type=P1, …}), {@code team} and {@code teamId} where the alert goes to one, and those of
 * {@link Region}.
 *
 * @see <a href="https://docs.opsgenie.com/docs/alert-api">Opsgenie's Alert API</a>
 * @see <a href="https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v1/api-group-integration-events">Integration events</a>
 */
@Named("opsgenieAlert")
@Singleton
@Unremovable // only routes name it
public final class OpsgenieAlert implements Processor {
    private static final String US = "https://api.opsgenie.com";
    private static final String EU = "https://api.eu.opsgenie.com";
    private static final int LONGEST_DETAILS = 8000;
    private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Event event = message.getBody(Event.class);
        Step step = Step.of(event);
        String alias = DedupKey.of(event, 512);
        String alerts = Region.url(exchange, US, EU) + "/v2/alerts";
        boolean creates = step == Step.OPEN || step == Step.INFORM;
        message.setHeader(Exchange.HTTP_URI, creates ? alerts : alerts + "/" + PathSegment.of(alias) + action(step));
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            if (creates) {
                alert(json, event, alias, exchange);
            } else {
                json.writeStringField("user", "Signalbox");
                json.writeStringField("note", Ellipsis.cut(said(event), 25_000));
            }
            json.writeStringField("source", Ellipsis.cut(event.source(), 100));
            json.writeEndObject();
            json.flush();
            message.setBody(out.toByteArray());
        }
    }

    private static String action(Step step) {
        return (step == Step.RESOLVE ? "/close" : "/acknowledge") + "?identifierType=alias";
    }

    private static String said(Event event) {
        return Facts.message(event) == null ? event.headline() : event.headline() + ": " + event.message();
    }

    private static void alert(JsonGenerator json, Event event, String alias, Exchange exchange) throws IOException {
        json.writeStringField("message", Ellipsis.cut(event.headline(), 130));
        json.writeStringField("alias", alias);
        if (Facts.message(event) != null) {
            json.writeStringField("description", Ellipsis.cut(event.message(), 15_000));
        }
        json.writeStringField("entity", Ellipsis.cut(Facts.thing(event), 512));
        json.writeStringField("priority", priority(event, exchange.getVariable("priorities", "", String.class)));
        responder(json, exchange);
        if (!event.tags().isEmpty()) {
            json.writeArrayFieldStart("tags");
            for (String tag : event.tags().stream().filter(tag -> !tag.isBlank()).limit(20).toList()) {
                json.writeString(Ellipsis.cut(tag, 50));
            }
            json.writeEndArray();
        }
        details(json, Facts.of(event, "data."));
    }

    private static void responder(JsonGenerator json, Exchange exchange) throws IOException {
        String id = exchange.getVariable("teamId", "", String.class);
        String name = exchange.getVariable("team", "", String.class);
        if (!id.isBlank() || !name.isBlank()) {
            json.writeArrayFieldStart("responders");
            json.writeStartObject();
            json.writeStringField(id.isBlank() ? "name" : "id", id.isBlank() ? name : id);
            json.writeStringField("type", "team");
            json.writeEndObject();
            json.writeEndArray();
        }
    }

    private static void details(JsonGenerator json, Map<String, String> facts) throws IOException {
        json.writeObjectFieldStart("details");
        int room = LONGEST_DETAILS;
        for (var fact : facts.entrySet()) {
            // A name is never cut: two could become one.
            int left = room - fact.getKey().length();
            if (left >= Math.min(20, fact.getValue().length())) {
                String value = Ellipsis.cut(fact.getValue(), left);
                json.writeStringField(fact.getKey(), value);
                room = left - value.length();
            }
        }
        json.writeEndObject();
    }

    private static String priority(Event event, String priorities) {
        for (String pair : BETWEEN.split(priorities)) {
            int equals = pair.lastIndexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(event.type())) {
                return pair.substring(equals + 1);
            }
        }
        return switch (event.severity()) {
            case CRITICAL -> "P1";
            case ERROR -> "P2";
            case WARNING -> "P3";
            case INFO, DEBUG -> "P5";
        };
    }
}
