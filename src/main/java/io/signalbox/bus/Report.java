package io.signalbox.bus;

import java.time.Instant;
import java.util.List;

/**
 * How far a backend has got, and what became of the events that it was given last.
 *
 * @param backend
 *            the backend
 * @param cursor
 *            everything before this place is done with
 * @param done
 *            what became of the events that it is done with now, but for the dead
 * @param dead
 *            what it refused for good
 * @param at
 *            when
 * @param told
 *            dedup keys of the problems that it was told of now; kept where a throttle may leave out events
 * @param ended
 *            dedup keys of the problems of whose end it was told now
 */
public record Report(String backend, long cursor, List<Done> done, List<DeadLetter> dead, Instant at,
        List<String> told, List<String> ended) {
    /**
     * Events that fared alike.
     *
     * @param outcome
     *            as in {@link Outcome}
     * @param places
     *            their places, ascending
     * @param attempts
     *            how often each was tried
     * @param answer
     *            what the backend said, or null
     */
    public record Done(String outcome, long[] places, int attempts, String answer) {
        /** Events that the backend accepted. */
        public static Done delivered(long[] places, int attempts, String answer) {
            return new Done(Outcome.DELIVERED, places, attempts, answer);
        }
    }

    public Report(String backend, long cursor, List<Done> done, List<DeadLetter> dead, Instant at) {
        this(backend, cursor, done, dead, at, List.of(), List.of());
    }

    /** The same, with a cursor. */
    Report upTo(long place) {
        return new Report(backend, place, done, dead, at, told, ended);
    }

    /** How far a backend has got, and nothing else. */
    public static Report moved(String backend, long cursor, Instant at) {
        return new Report(backend, cursor, List.of(), List.of(), at);
    }
}
