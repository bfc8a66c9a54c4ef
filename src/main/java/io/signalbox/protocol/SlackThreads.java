package io.signalbox.protocol;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * To which message does an event belong? A problem's first is one of its own, and what follows by the same dedup key replies to it; its end is
 * also shown in the channel.
 *
 * <p>
 * The first message is remembered in memory: after a restart, or beyond 10,000 problems, an event finds no thread and is a message of its own.
 *
 * <p>
 * Variables: {@code api}, {@code channel}, {@code username}, {@code iconEmoji}, {@code token}, which is never shown.
 */
@RegisterForReflection // the Kamelet slack-sink makes it by its class name, and calls its methods
public final class SlackThreads {
    /** A problem's first message. */
    private record First(String channel, String ts) {
    }

    private static final String EVENT = "event";
    private static final String FIRST = "first";

    private final Remembered<First> firsts = new Remembered<>(10_000);

    /** The request that posts the event. */
    public void post(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Event event = message.getBody(Event.class);
        First first = firsts.get(Step.problem(event));
        exchange.setVariable(EVENT, event);
        exchange.setVariable(FIRST, first);
        message.setHeader(Exchange.HTTP_URI, exchange.getVariable("api"));
        message.setBody(body(exchange, event, first));
    }

    private static byte[] body(Exchange exchange, Event event, First first) throws IOException {
        try (ByteArrayBuilder out = new ByteArrayBuilder(2048);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            // A reply goes where the first message is, whatever that channel is called by now.
            json.writeStringField("channel", first != null ? first.channel : text(exchange, "channel").strip());
            SlackMessage.optional(json, "username", text(exchange, "username"));
            SlackMessage.optional(json, "icon_emoji", text(exchange, "iconEmoji"));
            if (first != null) {
                json.writeStringField("thread_ts", first.ts);
                json.writeBooleanField("reply_broadcast", Step.of(event) == Step.RESOLVE);
            }
            json.writeBooleanField("unfurl_links", false);
            json.writeBooleanField("unfurl_media", false);
            json.writeArrayFieldStart("attachments");
            json.writeStartObject();
            json.writeStringField("color", SlackColour.of(event));
            json.writeStringField("fallback", SlackText.of(SlackBlocks.headline(event), 250));
            json.writeFieldName("blocks");
            SlackBlocks.write(json, event);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        }
    }

    /** Slack has answered: did it take the message, and where is it? */
    public void keep(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        SlackAnswer answer = SlackAnswer.read(message.getBody(String.class));
        Event event = exchange.getVariable(EVENT, Event.class);
        First first = exchange.getVariable(FIRST, First.class);
        if (answer == null) {
            throw new NotNow("200, but what follows is not Slack's answer", null);
        }
        if (answer.error() != null && first != null && SlackRefusal.ofThread(answer)) {
            firsts.forget(Step.problem(event));
            throw new NotNow(answer.error() + ": the problem's thread is gone; next time as a message of its own",
                    null);
        }
        if (answer.error() != null) {
            throw SlackRefusal.of(masked(answer, text(exchange, "token")),
                    RetryAfter.of(message.getHeader("Retry-After", String.class), Instant.now()));
        }
        remember(event, first, answer);
    }

    private void remember(Event event, First first, SlackAnswer answer) {
        String problem = Step.problem(event);
        Step step = Step.of(event);
        boolean begins = first == null ? step == Step.OPEN : !answer.threaded();
        if (step == Step.RESOLVE) {
            firsts.forget(problem);
        } else if (begins && answer.channel() != null && answer.ts() != null) {
            firsts.put(problem, new First(answer.channel(), answer.ts()));
        }
    }

    private static SlackAnswer masked(SlackAnswer answer, String token) {
        Secrets secrets = new Secrets(List.of(token));
        return new SlackAnswer(secrets.mask(answer.error()), secrets.mask(answer.details()), null, null, true);
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
