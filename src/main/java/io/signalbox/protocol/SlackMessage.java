package io.signalbox.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What does a Slack channel see of what a webhook posts? One attachment per event: a bar in the severity's colour (green where a problem ends), the headline, the
 * message, and what is known besides.
 *
 * <p>
 * Variables, each sent only where it is set: {@code channel}, {@code username}, {@code iconEmoji}.
 *
 * @see <a href="https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments">Attachments</a>
 */
@Named("slackMessage")
@Singleton
@Unremovable // only routes name it
public final class SlackMessage implements Processor {
    /** Slack advises no more; what a batch has beyond becomes a list of headlines. */
    private static final int ATTACHMENTS = 20;
    /** Slack refuses messages that are longer altogether, at a length that it doesn't tell; this much was always taken. */
    private static final int LONGEST_TOGETHER = 12_000;
    private static final int LONGEST_TITLE = 250;
    private static final int FIELDS = 10;

    @Override
    public void process(Exchange exchange) throws IOException {
        List<Event> events = EventBody.of(exchange);
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            optional(json, "channel", exchange.getVariable("channel", String.class));
            optional(json, "username", exchange.getVariable("username", String.class));
            optional(json, "icon_emoji", exchange.getVariable("iconEmoji", String.class));
            json.writeArrayFieldStart("attachments");
            int shown = Math.min(events.size(), events.size() > ATTACHMENTS ? ATTACHMENTS - 1 : ATTACHMENTS);
            int room = LONGEST_TOGETHER / (shown + 1);
            for (Event event : events.subList(0, shown)) {
                attachment(json, event, room);
            }
            if (shown < events.size()) {
                rest(json, events.subList(shown, events.size()), room);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            exchange.getMessage().setBody(out.toByteArray());
        }
    }

    private static void attachment(JsonGenerator json, Event event, int room) throws IOException {
        String title = SlackText.of(event.headline(), LONGEST_TITLE);
        json.writeStartObject();
        json.writeStringField("fallback", title);
        json.writeStringField("color", SlackColour.of(event));
        json.writeStringField("title", title);
        if (Facts.message(event) != null) {
            json.writeStringField("text", SlackText.of(event.message(), Math.min(3000, room / 2)));
        }
        fields(json, event, room / 2 / FIELDS);
        json.writeStringField("footer", SlackText.of(event.source(), 100));
        json.writeNumberField("ts", event.time().getEpochSecond());
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, Event event, int room) throws IOException {
        json.writeArrayFieldStart("fields");
        field(json, "Severity", event.severity().text(), room);
        field(json, "Type", event.type(), room);
        int left = FIELDS - 2;
        if (event.subject() != null) {
            field(json, "Subject", event.subject(), room);
            left--;
        }
        if (!event.tags().isEmpty()) {
            field(json, "Tags", String.join(", ", event.tags()), room);
            left--;
        }
        for (Map.Entry<String, Object> entry : event.data().entrySet()) {
            String value = event.text(entry.getKey());
            if (value != null && left-- > 0) {
                field(json, entry.getKey(), value, room);
            }
        }
        json.writeEndArray();
    }

    private static void field(JsonGenerator json, String name, String value, int room) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", SlackText.of(name, 40));
        json.writeStringField("value", SlackText.of(value, Math.max(40, room - 40)));
        json.writeBooleanField("short", value.length() < 40);
        json.writeEndObject();
    }

    private static void rest(JsonGenerator json, List<Event> events, int room) throws IOException {
        StringBuilder headlines = new StringBuilder();
        events.forEach(event -> headlines.append(event.headline()).append('\n'));
        json.writeStartObject();
        json.writeStringField("title", "and " + events.size() + " more");
        json.writeStringField("text", SlackText.of(headlines.toString().stripTrailing(), room));
        json.writeEndObject();
    }

    static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (value != null && !value.isBlank()) {
            json.writeStringField(name, value);
        }
    }
}
