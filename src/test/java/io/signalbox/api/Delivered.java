package io.signalbox.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;

/** What did the backend of a test get? */
@ApplicationScoped
@Unremovable
@Named("delivered")
public class Delivered implements Processor {
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void process(Exchange exchange) {
        for (Event event : EventBody.of(exchange)) {
            count.incrementAndGet();
            listeners.forEach(listener -> listener.accept(event));
        }
    }

    /** Collects from now on the events of a source, in the order in which they come. */
    public List<Event> from(String source) {
        List<Event> events = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        listeners.add(event -> {
            if (event.source().equals(source)) {
                events.add(event);
            }
        });
        return events;
    }
}
