package io.signalbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.context.ManagedExecutor;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.MemorySize;
import io.signalbox.bus.CommitProducer;
import io.signalbox.bus.CommitProducer.GoesOn;
import io.signalbox.event.Event;
import io.signalbox.event.EventLines;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.JsonBuffer;
import io.signalbox.event.Reading;

/** Which events does a request hold? Its Content-Type says how they are written. */
@ApplicationScoped
@Unremovable
@Named("rest-read")
public class RestRead implements Processor {
    /** So many events make one commit, when they come in lines. */
    private static final int CHUNK = 2_000;

    private final EventReader reader;
    private final int maxBody;
    private final int maxEvent;
    private final Executor threads;

    @Inject
    public RestRead(EventReader reader, @ConfigProperty(name = "signalbox.rest.max-body-size") MemorySize maxBody,
            @ConfigProperty(name = "signalbox.rest.max-event-size") MemorySize maxEvent,
            ManagedExecutor threads) {
        this.reader = reader;
        this.maxBody = Math.toIntExact(maxBody.asLongValue());
        this.threads = threads;
        this.maxEvent = Math.toIntExact(maxEvent.asLongValue());
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        RequestBody body = RequestBody.of(exchange);
        Posted posted = posted(message, body);
        exchange.setProperty(Posted.PROPERTY, posted);
        exchange.setProperty(CommitProducer.GOES_ON,
                body.isHere() ? GoesOn.ON_ANY_THREAD : posted.isInChunks() ? GoesOn.AT_ONCE : null);
        message.removeHeaders("*");
        message.setBody(posted.next());
    }

    private Posted posted(Message message, InputStream body) throws Exception {
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, "", String.class).toLowerCase(Locale.ROOT);
        if (contentType.startsWith("application/x-www-form-urlencoded") || contentType.startsWith("multipart/")) {
            throw new UnknownForm(contentType);
        }
        if (contentType.startsWith("application/x-ndjson") || contentType.startsWith("application/jsonl")
                || contentType.startsWith("application/x-jsonlines")
                || contentType.startsWith("application/jsonlines")) {
            EventLines lines = reader.lines(body, maxEvent, CHUNK);
            JsonBuffer scratch = new JsonBuffer(0);
            return new Posted(new ReadAhead(() -> Chunk.of(lines.next(), scratch), threads), true);
        }
        byte[] whole = whole(body);
        if (whole.length > maxBody) {
            throw new TooLarge(maxBody);
        }
        Map<String, String> attributes = attributes(message);
        Reading reading = attributes.containsKey("type")
                ? single(reader.binary(attributes, contentType.isEmpty() ? null : contentType, whole))
                : reader.json(whole);
        if (reading.events().isEmpty() && reading.refusals().isEmpty()) {
            throw new InvalidEvent(null, "is empty; expected one event, a list of events, or lines of JSON");
        }
        Iterator<Chunk> once = List.of(Chunk.of(reading)).iterator();
        return new Posted(() -> once.hasNext() ? once.next() : null, false);
    }

    private byte[] whole(InputStream body) {
        try {
            return body.readNBytes(maxBody + 1);
        } catch (IOException e) {
            throw new Posted.BodyBroken(e);
        }
    }

    private static Reading single(Event event) {
        return new Reading(List.of(event), List.of(0), List.of());
    }

    private static Map<String, String> attributes(Message message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(CloudEventHeaders.PREFIX) && value instanceof String text) {
                attributes.put(lower.substring(CloudEventHeaders.PREFIX.length()), decoded(text));
            }
        });
        return attributes;
    }

    /** Attributes travel percent-encoded in headers. */
    private static String decoded(String text) {
        return text.indexOf('%') < 0
                ? text
                : java.net.URLDecoder.decode(text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }
}
