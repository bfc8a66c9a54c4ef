package io.signalbox.bus;

import java.time.Instant;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/**
 * Events that were appended with one commit; they have consecutive places on the bus.
 *
 * @param first
 *            the place of the first
 * @param received
 *            when they were accepted
 */
public record Block(long first, Instant received, Event[] events, long[] channels) {

    /** The place after the last. */
    public long next() {
        return first + events.length;
    }

    /** The event at a place, which must lie in this block. */
    public Entry entry(long seq) {
        int at = (int) (seq - first);
        return new Entry(seq, channels[at], received, events[at]);
    }

    /** Whether one of the events is so severe. */
    public boolean holds(Severity least) {
        for (Event event : events) {
            if (event.severity().atLeast(least)) {
                return true;
            }
        }
        return false;
    }
}
