package io.signalbox.bus;

import java.util.List;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/**
 * Events of one batch that are alike in all that the router may look at, so that they cross it as one exchange.
 *
 * @param batch
 *            the batch that they came in
 * @param places
 *            where they stand in it
 */
public record Group(Batch batch, List<Integer> places, String type, Severity severity, String source, State state) {

    /** The group's events, in the order in which they came. */
    public List<Event> events() {
        return places.stream().map(batch.events()::get).toList();
    }

    boolean isLike(Event event) {
        return severity == event.severity() && state == event.state() && type.equals(event.type())
                && source.equals(event.source());
    }
}
