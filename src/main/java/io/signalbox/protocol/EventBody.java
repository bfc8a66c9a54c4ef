package io.signalbox.protocol;

import java.util.List;

import org.apache.camel.Exchange;

import io.signalbox.event.Event;

/** Which events does a Kamelet see? The bus gives it one event, or a list where the route asks for batches. */
final class EventBody {
    private EventBody() {
    }

    static List<Event> of(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Event event) {
            return List.of(event);
        }
        if (body instanceof List<?> list && list.stream().allMatch(Event.class::isInstance)) {
            return list.stream().map(Event.class::cast).toList();
        }
        throw new IllegalArgumentException("a sink takes an event or a list of events, not "
                + (body == null ? "an empty body" : body.getClass().getName()));
    }
}
