package io.signalbox.protocol;

import java.util.List;

import org.apache.camel.Exchange;

import io.signalbox.event.Event;

/** Which events did the bus hand over? One, or a list of them where the backend takes batches. */
final class Delivery {
    private Delivery() {
    }

    @SuppressWarnings("unchecked") // The bus hands over nothing else.
    static List<Event> events(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof Event event ? List.of(event) : (List<Event>) body;
    }
}
