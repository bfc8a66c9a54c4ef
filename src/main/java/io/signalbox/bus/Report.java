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
 * @param delivered
 *            the places of the events that it accepted now, ascending
 * @param attempts
 *            how often they were tried
 * @param dead
 *            what it refused for good
 * @param at
 *            when
 */
public record Report(String backend, long cursor, long[] delivered, int attempts, List<DeadLetter> dead, Instant at) {
}
