package io.signalbox.bus;

import java.time.Instant;

/**
 * What one backend is sent again, or is sent that came before it was there: dead letters, or a span of the bus.
 *
 * @param number
 *            its number among the replays
 * @param began
 *            when it was asked for
 * @param ended
 *            when it was over, or null
 * @param span
 *            which places of the bus; null where it is of dead letters
 * @param events
 *            how many dead letters, or how many places there are to look at
 * @param delivered
 *            how many events the backend took
 * @param refused
 *            how many it refused for good, again or now; they are among its dead letters
 * @param missing
 *            places of the span that are not kept any more; where it begins at a time of which nothing is kept, all that came before what is
 *            kept are counted
 * @param reason
 *            why it failed, or null
 */
public record Replay(long number, String backend, State state, Instant began, Instant ended, Span span, long events,
        long delivered, long refused, long missing, String reason) {
    /** How does it stand? Replays of one backend are delivered one after another. */
    public enum State {
        RUNNING, FINISHED, STOPPED, FAILED
    }

    /**
     * Places of the bus.
     *
     * @param since
     *            accepted then or later; null for from the beginning
     * @param until
     *            accepted before; null for up to where the backend stood
     * @param first
     *            the first place
     * @param position
     *            how far it has got
     * @param end
     *            the place after the last
     * @param keptSince
     *            where it begins at what is not kept any more: when the first event that is kept was accepted; else null
     */
    public record Span(Instant since, Instant until, long first, long position, long end, Instant keptSince) {
        /** Whether an event was accepted in this time: the clock may have been set back between two places. */
        boolean holds(Instant received) {
            return (since == null || !received.isBefore(since)) && (until == null || received.isBefore(until));
        }
    }

    /** How many of {@link #events} are done with. */
    public long done() {
        return span == null ? delivered + refused : span.position - span.first;
    }

    /** Whether it may not go on any more. */
    public boolean over() {
        return state != State.RUNNING;
    }
}
