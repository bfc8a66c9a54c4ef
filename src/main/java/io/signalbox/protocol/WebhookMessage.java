package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What does a webhook receive? The event as JSON or as a CloudEvent, a batch as an array of them, and a key by which it can tell that it
 * has had them before.
 *
 * <p>
 * Variables: {@code format} ({@code json}, {@code cloudevents}), {@code rendered} with {@code contentType} where a template made the body, and {@code headers}, which are always the same: {@code X-Source: signalbox,
 * X-Team: ops}.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">CloudEvents over HTTP</a>
 */
@Named("webhookMessage")
@Singleton
@Unremovable // only routes name it
public final class WebhookMessage implements Processor {
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean single = message.getBody() instanceof Event;
        boolean cloudEvents = "cloudevents".equals(exchange.getVariable("format", String.class));
        List<Event> events = EventBody.of(exchange);
        Function<Event, byte[]> form = cloudEvents ? EventJson::cloudEvent : EventJson::bytes;

        byte[] rendered = exchange.getVariable("rendered", byte[].class);
        if (rendered == null) {
            message.setBody(single ? form.apply(events.get(0)) : array(events, form));
            message.setHeader(Exchange.CONTENT_TYPE, contentType(single, cloudEvents));
        } else {
            message.setBody(rendered);
            message.setHeader(Exchange.CONTENT_TYPE, exchange.getVariable("contentType"));
        }
        if (single) {
            message.setHeader("X-Event-Id", visible(events.get(0).id()));
        }
        message.setHeader("Idempotency-Key", single ? visible(events.get(0).id()) : digest(events));
        // A name must stand before the colon, so a comma within a value divides nothing.
        for (String header : exchange.getVariable("headers", "", String.class).split("[,\\n]\\s*(?=[\\w.-]+\\s*:)")) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                message.setHeader(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
            }
        }
    }

    private static String contentType(boolean single, boolean cloudEvents) {
        String cloudEvent = single ? "application/cloudevents+json" : "application/cloudevents-batch+json";
        return cloudEvents ? cloudEvent : "application/json";
    }

    private static byte[] array(List<Event> events, Function<Event, byte[]> form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 * events.size());
        char before = '[';
        for (Event event : events) {
            out.write(before);
            out.writeBytes(form.apply(event));
            before = ',';
        }
        out.write(']');
        return out.toByteArray();
    }

    /** An id is its sender's text: what a header can't carry is percent-encoded, as CloudEvents does it, so that no two become one. */
    private static String visible(String id) {
        StringBuilder out = new StringBuilder(id.length());
        for (byte b : id.getBytes(UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '"' && b != '%') {
                out.append((char) b);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** The same events sent again have the same key. */
    private static String digest(List<Event> events) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            events.forEach(event -> sha.update((event.id() + "\n").getBytes(UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
