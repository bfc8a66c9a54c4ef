package io.signalbox.bus;

import java.time.Instant;

import io.signalbox.event.Event;

/**
 * An event that one backend refused for good.
 *
 * @param id
 *            its number among the dead letters; 0 before it is stored
 * @param backend
 *            who refused it
 * @param seq
 *            the event's place on the bus
 * @param at
 *            when it was refused
 * @param attempts
 *            how often it was tried
 * @param reason
 *            what the backend said
 * @param replay
 *            the replay that is about to send it again, or 0
 */
public record DeadLetter(long id, String backend, long seq, Instant at, int attempts, String reason, Event event,
        long replay) {
    public DeadLetter(long id, String backend, long seq, Instant at, int attempts, String reason, Event event) {
        this(id, backend, seq, at, attempts, reason, event, 0);
    }

    /** The same, after so many attempts. */
    DeadLetter tried(int times) {
        return new DeadLetter(id, backend, seq, at, times, reason, event, replay);
    }
}
