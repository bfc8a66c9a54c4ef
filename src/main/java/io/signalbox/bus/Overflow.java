package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/**
 * What becomes of events that come faster than a backend's throttle lets them through? They wait ({@code delay}), are counted up in a digest
 * when the throttle's window turns, or are left out ({@code drop}); the record names each that was. The end of a problem that the backend was
 * told of is never left out.
 */
final class Overflow {
    /** Marks the channel on which a backend's digests reach it, and only it. */
    static final String CHANNEL = "digest-";
    private static final String TYPE = "signalbox.digest";
    private static final int MOST_TYPES = 50;

    /** What is done. */
    enum Policy {
        DELAY, DIGEST, DROP;

        /** The word of the record for an event that is left out. */
        String outcome() {
            return this == DIGEST ? Outcome.SUPPRESSED : Outcome.DROPPED;
        }
    }

    private final LongSupplier clock;
    private final Policy policy;
    private final String backend;
    private final Duration window;
    private final Set<String> told;
    private final Map<String, Integer> types = new TreeMap<>();
    private long first;
    private long last;
    private int count;
    private Severity worst = Severity.DEBUG;
    private Instant since;
    private Instant until;
    private long turnsAt;

    /**
     * @param window
     *            after how long the throttle lets something through again
     * @param told
     *            the dedup keys of the problems that the backend was told of, and not of their end
     */
    Overflow(Policy policy, String backend, Duration window, Set<String> told) {
        this(policy, backend, window, told, System::nanoTime);
    }

    /**
     * @param clock
     *            tells the time as {@link System#nanoTime}
     */
    Overflow(Policy policy, String backend, Duration window, Set<String> told, LongSupplier clock) {
        this.clock = clock;
        this.policy = policy;
        this.backend = backend;
        this.window = window;
        this.told = new HashSet<>(told);
    }

    Policy policy() {
        return policy;
    }

    Duration window() {
        return window;
    }

    /** Whether an event may be left out. */
    synchronized boolean leavesOut(Event event) {
        return policy != Policy.DELAY && !event.type().equals(TYPE)
                && !(event.resolved() && told.contains(event.dedupkey()));
    }

    /** Notes an event that is left out. */
    synchronized void leftOut(Entry entry) {
        if (policy != Policy.DIGEST) {
            return;
        }
        Event event = entry.event();
        if (count == 0) {
            first = Long.MAX_VALUE;
            since = event.time();
            turnsAt = clock.getAsLong() + window.toNanos();
        }
        count++;
        first = Math.min(first, entry.seq());
        last = Math.max(last, entry.seq());
        until = event.time();
        worst = event.severity().atLeast(worst) ? event.severity() : worst;
        types.merge(types.size() < MOST_TYPES || types.containsKey(event.type()) ? event.type() : "other", 1,
                Integer::sum);
    }

    /** What the record must know of events that the backend took: which problems it was told of now. */
    synchronized List<String> told(List<Entry> accepted) {
        return policy == Policy.DELAY
                ? List.of()
                : accepted.stream().map(Entry::event)
                        .filter(event -> event.state() != State.RESOLVED && event.severity().atLeast(Severity.WARNING))
                        .map(Event::dedupkey).filter(told::add).toList();
    }

    /** … and of which ends. */
    synchronized List<String> ended(List<Entry> accepted) {
        return policy == Policy.DELAY
                ? List.of()
                : accepted.stream().map(Entry::event).filter(Event::resolved).map(Event::dedupkey)
                        .filter(told::remove).toList();
    }

    /** The digest of what was left out, when the window has turned; else null. */
    synchronized Event digest() {
        return turnsAt - clock.getAsLong() > 0 ? null : unsent();
    }

    /** The digest of what was left out until now; null where nothing was. */
    synchronized Event unsent() {
        return count == 0 ? null : event();
    }

    /** The digest is on the bus: what comes now is for the next one. */
    synchronized void digested() {
        types.clear();
        count = 0;
        last = 0;
        worst = Severity.DEBUG;
    }

    private Event event() {
        List<Map.Entry<String, Integer>> byCount = new ArrayList<>(types.entrySet());
        byCount.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        Map.Entry<String, Integer> most = byCount.get(0);
        String title = count + " more" + (most.getValue() == count
                ? ", all " + most.getKey()
                : ", " + most.getValue() + " of them " + most.getKey());
        StringBuilder message = new StringBuilder("Left out, since more came than the throttle lets through:");
        byCount.forEach(type -> message.append("\n").append(type.getValue()).append(" × ").append(type.getKey()));
        // The same events make the same id: one that was appended just before a crash is found after it.
        String id = "digest/" + backend + "/" + first + "-" + last;
        return new Event(id, "signalbox", TYPE, backend, Instant.now(), worst, State.FIRING, id, title,
                message.toString(), List.of("digest"), null,
                Map.of("count", count, "types", Map.copyOf(types), "since", since.toString(), "until",
                        until.toString()),
                null);
    }
}
