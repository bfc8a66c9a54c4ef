package io.signalbox.bus;

import java.util.List;

import org.apache.camel.Exchange;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Which events does an exchange carry? One, or a list of them where a backend takes batches. */
@RegisterForReflection(targets = {Event.class, Event.Problem.class, Severity.class, State.class}) // routes read them: ${body.severity.text}
public final class EventBody {
    private EventBody() {
    }

    /** The events that are the body. */
    public static List<Event> of(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Event event) {
            return List.of(event);
        }
        if (body instanceof List<?> list && list.stream().allMatch(Event.class::isInstance)) {
            return list.stream().map(Event.class::cast).toList();
        }
        throw new IllegalArgumentException("expected an event or a list of events, got "
                + (body == null ? "nothing" : "a " + body.getClass().getSimpleName())
                + ". What a source reads goes to direct:intake, which makes events of it");
    }
}
