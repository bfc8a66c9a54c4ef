package io.signalbox.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What does a Discord channel see? One embed per event: a bar in the severity's colour (green where a problem ends), the headline, the
 * message, and what is known besides. Nobody is called by what an event says.
 *
 * <p>
 * Variables: {@code url}, the webhook, and {@code username} and {@code avatarUrl}, each sent only where it is set.
 *
 * @see <a href="https://docs.discord.com/developers/resources/webhook#execute-webhook">Execute webhook</a>
 * @see <a href="https://docs.discord.com/developers/resources/message#embed-object-embed-limits">Limits of embeds</a>
 */
@Named("discordMessage")
@Singleton
@Unremovable // only routes name it
public final class DiscordMessage implements Processor {
    /** Discord takes no more; what a batch has beyond becomes a list of headlines. */
    private static final int EMBEDS = 10;
    private static final int LONGEST_TOGETHER = 6000;
    private static final int FIELDS = 25;

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        List<Event> events = EventBody.of(exchange);
        message.setHeader(Exchange.HTTP_URI, waiting(exchange.getVariable("url", "", String.class).strip()));
        try (ByteArrayBuilder out = new ByteArrayBuilder(1024);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            optional(json, "username", exchange.getVariable("username", String.class), 80);
            optional(json, "avatar_url", exchange.getVariable("avatarUrl", String.class), 2048);
            json.writeArrayFieldStart("embeds");
            int shown = Math.min(events.size(), events.size() > EMBEDS ? EMBEDS - 1 : EMBEDS);
            int room = LONGEST_TOGETHER / Math.min(events.size(), EMBEDS);
            for (Event event : events.subList(0, shown)) {
                embed(json, event, room);
            }
            if (shown < events.size()) {
                rest(json, events.subList(shown, events.size()), room);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("allowed_mentions");
            json.writeArrayFieldStart("parse");
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
            json.flush();
            message.setBody(out.toByteArray());
        }
    }

    /** Without {@code wait} Discord says 204 also where it then keeps no message. */
    private static String waiting(String webhook) {
        return webhook.isEmpty() ? webhook : webhook + (webhook.contains("?") ? "&" : "?") + "wait=true";
    }

    private static void embed(JsonGenerator json, Event event, int room) throws IOException {
        String title = cut(event.headline(), Math.min(256, room / 4));
        String source = cut(event.source(), Math.min(256, room / 8));
        int left = room - title.length() - source.length();
        json.writeStartObject();
        json.writeStringField("title", title);
        if (Facts.message(event) != null) {
            String description = cut(event.message(), Math.min(4096, left / 2));
            json.writeStringField("description", description);
            left -= description.length();
        }
        if (Facts.link(event) != null) {
            json.writeStringField("url", Facts.link(event));
        }
        json.writeStringField("timestamp", event.timeText());
        json.writeNumberField("color", colour(event));
        json.writeObjectFieldStart("footer");
        json.writeStringField("text", source);
        json.writeEndObject();
        fields(json, event, left);
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, Event event, int room) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Severity", event.severity().text());
        facts.put("Type", event.type());
        facts.put("Subject", event.subject());
        facts.put("Tags", String.join(", ", event.tags()));
        event.data().forEach((name, value) -> facts.putIfAbsent(name, event.text(name)));
        json.writeArrayFieldStart("fields");
        int fields = 0;
        int left = room;
        for (var fact : facts.entrySet()) {
            String name = cut(fact.getKey(), 100);
            String value = fact.getValue() == null ? "" : cut(fact.getValue(), Math.min(1024, left - name.length()));
            // Discord refuses blank ones.
            if (!name.isBlank() && !value.isBlank() && fields < FIELDS && left - name.length() >= 20) {
                json.writeStartObject();
                json.writeStringField("name", name);
                json.writeStringField("value", value);
                json.writeBooleanField("inline", value.length() < 40);
                json.writeEndObject();
                left -= name.length() + value.length();
                fields++;
            }
        }
        json.writeEndArray();
    }

    private static void rest(JsonGenerator json, List<Event> events, int room) throws IOException {
        StringBuilder headlines = new StringBuilder();
        events.forEach(event -> headlines.append(event.headline()).append('\n'));
        json.writeStartObject();
        json.writeStringField("title", "and " + events.size() + " more");
        json.writeStringField("description", cut(headlines.toString().stripTrailing(), room - 40));
        json.writeEndObject();
    }

    private static String cut(String text, int longest) {
        return Ellipsis.cut(text, Math.max(1, longest));
    }

    private static int colour(Event event) {
        if (event.resolved()) {
            return 0x2ECC71;
        }
        return switch (event.severity()) {
            case DEBUG -> 0x95A5A6;
            case INFO -> 0x3498DB;
            case WARNING -> 0xF1C40F;
            case ERROR -> 0xE67E22;
            case CRITICAL -> 0xE74C3C;
        };
    }

    private static void optional(JsonGenerator json, String name, String value, int longest) throws IOException {
        if (value != null && !value.isBlank()) {
            json.writeStringField(name, Ellipsis.cut(value, longest));
        }
    }
}
