package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.signalbox.event.Severity;

/**
 * Keeps what was accepted until every backend has it. Events have places, counted from 1 in the order of their arrival; each backend has a
 * cursor of its own.
 */
public interface Bus extends AutoCloseable {

    /**
     * Appends a batch as one commit.
     *
     * @return completes when the events will survive a power failure (on a durable bus); fails with {@link NotKept} when they were not kept
     */
    CompletableFuture<Receipt> append(Batch batch);

    /** The block that holds a place or, where that is gone, the next one; null where there is none yet. Does not wait. */
    Block read(long seq);

    /** The first place at or after this one where an event so severe may stand; {@link #end} where there is none. Does not wait. */
    long next(long seq, Severity least);

    /** The place that the next event will get. */
    long end();

    /** Calls back after each append, from the thread that appended: the callback must be quick. */
    void listen(Runnable appended);

    /** Stops calling back. */
    void forget(Runnable appended);

    /** Where a backend stands; one that is not known yet begins with what comes next. */
    Progress progress(String backend);

    /**
     * Says, again and again, which backends there are. What one of the others still waits for is kept for a grace time, should it come back;
     * then it is forgotten, and begins with what comes next.
     *
     * @return those of the others that are not forgotten yet, and when they will be
     */
    Map<String, Instant> expect(Set<String> backends, Duration grace);

    /** Notes what became of events at a backend; durable soon after, together with whatever else is. */
    CompletableFuture<Void> report(Report report);

    /** Notes that what a backend's throttle suppressed is in a digest now. */
    CompletableFuture<Void> digested(String backend, String digest);

    /** What a backend refused for good, oldest first. */
    default List<DeadLetter> deadLetters(String backend, int limit) {
        return deadLetters(backend, 0, limit);
    }

    /** What a backend refused for good, by the events' places, after one of these. */
    List<DeadLetter> deadLetters(String backend, long after, int limit);

    /** Throws away dead letters of a backend, all of them for null; the record of the events still says what became of them. */
    CompletableFuture<Integer> deleteDeadLetters(String backend, Collection<Long> letters);

    /** What is delivered again. */
    Replays replays();

    /** Events that somebody looks for, newest first. A search that takes long ends early, and says where. */
    Found search(Search search);

    /** The event of an id, while it is kept. */
    Optional<Entry> find(String id);

    /**
     * What became of an event at the backends that the bus has heard of, without {@code filtered}: that is for who knows the filters.
     */
    List<Outcome> outcomes(long seq);

    /** The dedup keys of the problems that have begun and not ended. */
    Set<String> openProblems();

    /** How full it is, and whether it takes in events now. */
    default Space space() {
        return Space.ENOUGH;
    }

    /** The channels' names and bits. */
    Channels channels();

    @Override
    void close();
}
