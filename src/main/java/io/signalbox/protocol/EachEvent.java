package io.signalbox.protocol;

import java.util.List;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;

/** Which events does a sink send one by one? The body becomes the list of them, and the variable {@code events} their number. */
@Named("eachEvent")
@Singleton
@Unremovable // only routes name it
public final class EachEvent implements Processor {
    @Override
    public void process(Exchange exchange) {
        List<Event> events = EventBody.of(exchange);
        exchange.getMessage().setBody(events);
        exchange.setVariable("events", events.size());
    }
}
