package io.signalbox.bus;

import java.time.Instant;

/**
 * What became of one event at one backend.
 *
 * @param outcome
 *            {@code delivered}, {@code filtered}, {@code dead-lettered}, {@code suppressed}, {@code dropped} or {@code pending}
 * @param attempts
 *            how often it was tried; 0 where that is not known or it never was
 * @param at
 *            when, or null while it is pending
 * @param answer
 *            what the backend said last, or null
 * @param replay
 *            the replay that sent it last, or 0
 */
public record Outcome(String backend, String outcome, int attempts, Instant at, String answer,
        long replay) {
    public static final String DELIVERED = "delivered";
    public static final String FILTERED = "filtered";
    public static final String DEAD_LETTERED = "dead-lettered";
    /** Left out by a throttle, and counted up in a digest. */
    public static final String SUPPRESSED = "suppressed";
    /** Left out by a throttle. */
    public static final String DROPPED = "dropped";
    public static final String PENDING = "pending";

    public Outcome(String backend, String outcome, int attempts, Instant at, String answer) {
        this(backend, outcome, attempts, at, answer, 0);
    }
}
