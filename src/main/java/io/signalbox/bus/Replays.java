package io.signalbox.bus;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is a bus asked to deliver again? A replay is as durable as the events are: after a crash it goes on from what was reported last, so
 * that a few events may come twice, under the same ids. A backend's cursor does not move with it.
 */
public interface Replays {
    /** Begins to send dead letters again; null for all of them. One that another replay is about to send stays with that. */
    CompletableFuture<Replay> begin(String backend, Collection<Long> letters);

    /**
     * Begins to send what was accepted in a span of time and would have gone to a backend. It ends where the backend stands: what lies beyond
     * comes by itself.
     *
     * @param since
     *            accepted then or later, or null
     * @param until
     *            accepted before, or null
     */
    CompletableFuture<Replay> begin(String backend, Instant since, Instant until);

    /** Ends a replay before its time; one that is over already stays as it is. What is on its way may still arrive. */
    CompletableFuture<Replay> stop(long number, Replay.State state, String reason);

    /** The replay that a backend is to deliver now, or null. Does not wait. */
    Replay first(String backend);

    /** The dead letters of a replay that are not done with, by their places, after one of these. */
    List<DeadLetter> letters(long number, long after, int limit);

    /** Notes what became of replayed events and how far the replay has got, all or nothing. */
    CompletableFuture<Void> report(ReplayReport report);

    /** A backend's replays, the newest first. */
    List<Replay> of(String backend, int limit);

    /** One of them. */
    Optional<Replay> find(String backend, long number);
}
