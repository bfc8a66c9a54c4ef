package io.signalbox.bus;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.Reading;

/**
 * What batch does a source send? A batch, an event or a list of them, a map of names and values that its route put together, or JSON.
 */
@ApplicationScoped
@Unremovable
@Named("normalise")
public class Normalise implements Processor {
    private final EventReader reader;

    @Inject
    public Normalise(EventReader reader) {
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getBody();
        exchange.getMessage().setBody(body instanceof Batch batch ? batch : new Batch(events(body)));
    }

    private List<Event> events(Object body) throws Exception {
        if (body instanceof List<?> list) {
            List<Event> events = new ArrayList<>(list.size());
            for (Object item : list) {
                events.addAll(item instanceof Event event ? List.of(event) : events(item));
            }
            return events;
        }
        if (body instanceof Event event) {
            return List.of(event);
        }
        if (body instanceof Map<?, ?> map) {
            return List.of(reader.event(named(map)));
        }
        if (body instanceof String text) {
            return read(text.getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof byte[] bytes) {
            return read(bytes);
        }
        if (body instanceof InputStream stream) {
            return read(stream.readAllBytes());
        }
        throw new InvalidEvent(null, "is " + (body == null ? "nothing" : "a " + body.getClass().getSimpleName())
                + "; expected JSON, a map, or an event as the body that a source sends to direct:intake");
    }

    private List<Event> read(byte[] json) throws InvalidEvent {
        Reading reading = reader.json(json);
        if (!reading.refusals().isEmpty()) {
            Reading.Refusal first = reading.refusals().get(0);
            throw new InvalidEvent(first.field(), "item " + first.index() + ": " + first.detail());
        }
        return reading.events();
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new java.util.LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}
