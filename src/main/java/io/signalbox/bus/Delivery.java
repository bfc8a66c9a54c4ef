package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.signalbox.event.Event;

/** What becomes of a lane's events? They are sent until each is accepted or refused for good. */
final class Delivery {
    private static final Logger LOG = Logger.getLogger("io.signalbox.deliveries");
    private static final int HALF = 2;
    /** How often, at the least, it is tried whether a throttle lets something through again. */
    private static final long LONGEST_TURN_MILLIS = 1_000;

    private final Origin origin;
    private final Bus bus;
    private final Reports reports;
    private final Backend backend;
    private final Backends backends;
    private final Overflow overflow;
    private final Function<List<Entry>, Verdict> send;

    Delivery(int lane, Origin origin, Bus bus, Backend backend, Backends backends, Overflow overflow,
            Function<List<Entry>, Verdict> send) {
        this.overflow = overflow;
        this.bus = bus;
        this.origin = origin;
        this.reports = new Reports(lane, origin);
        this.backend = backend;
        this.backends = backends;
        this.send = send;
    }

    /** How somebody waits, who may be told to stop meanwhile. */
    interface Waiting {
        void pause(long millis) throws InterruptedException;

        boolean isStopping();
    }

    /** Delivers events, at the most as long as it takes; what is left when it is interrupted stays on the bus. */
    void deliver(List<Entry> batch, Waiting waiting) throws InterruptedException {
        List<Entry> left = batch;
        while (!left.isEmpty()) {
            boolean one = backend.breaker().enter(waiting::isStopping);
            List<Entry> now = one ? left.subList(0, 1) : left;
            List<Entry> rest = left.subList(now.size(), left.size());
            try {
                left = attempt(now, waiting);
            } finally {
                if (one) {
                    backend.breaker().probed();
                }
            }
            if (!rest.isEmpty()) {
                left = Stream.concat(left.stream(), rest.stream()).toList();
            }
        }
    }

    /** Sends events once; returns those that are to be sent again, after what there was to wait for. */
    private List<Entry> attempt(List<Entry> events, Waiting waiting) throws InterruptedException {
        long began = System.nanoTime();
        Verdict verdict = send.apply(events);
        if (verdict instanceof Verdict.Over) {
            return leaveOut(events, waiting);
        }
        backends.observer().delivered(backend, events.size(), Duration.ofNanos(System.nanoTime() - began),
                verdict instanceof Verdict.Accepted);
        if (verdict instanceof Verdict.Accepted accepted) {
            finish(events, accepted.answer(), List.of(), waiting);
            digest();
            return List.of();
        }
        if (verdict instanceof Verdict.Partly partly) {
            return sort(events, partly.others(), waiting);
        }
        if (verdict instanceof Verdict.Later later) {
            if (waiting.isStopping()) {
                throw new InterruptedException();
            }
            note(events, later);
            if (!isGivenUp(events.get(0), later)) {
                waitAfter(later, events.get(0), waiting);
                return events;
            }
        }
        if (events.size() > 1) {
            // One of them is at fault: the halves tell which.
            deliver(events.subList(0, events.size() / HALF), waiting);
            deliver(events.subList(events.size() / HALF, events.size()), waiting);
        } else {
            finish(List.of(), null, List.of(letter(events.get(0), verdict)), waiting);
        }
        return List.of();
    }

    /** Finishes with what was accepted or refused of a batch; returns what is left, after a wait. */
    private List<Entry> sort(List<Entry> batch, Map<Integer, Verdict> others, Waiting waiting)
            throws InterruptedException {
        List<Entry> accepted = new ArrayList<>();
        List<DeadLetter> dead = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        Verdict.Later last = null;
        for (int place = 0; place < batch.size(); place++) {
            Entry entry = batch.get(place);
            Verdict verdict = others.get(place);
            if (verdict instanceof Verdict.Later later) {
                note(List.of(entry), later);
                if (!isGivenUp(entry, later)) {
                    left.add(entry);
                    last = later;
                    continue;
                }
            }
            if (verdict == null) {
                accepted.add(entry);
            } else {
                dead.add(letter(entry, verdict));
            }
        }
        finish(accepted, null, dead, waiting);
        if (last != null) {
            waitAfter(last, left.get(0), waiting);
        }
        return left;
    }

    /** Leaves out what the throttle did not let through; returns what has to wait for it. */
    private List<Entry> leaveOut(List<Entry> events, Waiting waiting) throws InterruptedException {
        List<Entry> left = new ArrayList<>();
        List<Entry> out = new ArrayList<>();
        for (Entry entry : events) {
            (origin.mayLeaveOut() && overflow.leavesOut(entry.event()) ? out : left).add(entry);
        }
        if (!out.isEmpty()) {
            String outcome = overflow.policy().outcome();
            // As one, so that another lane's digest has either both or neither.
            synchronized (overflow) {
                report(out, List.of(
                        new Report.Done(outcome, out.stream().mapToLong(Entry::seq).sorted().toArray(), 0, null)),
                        List.of());
                out.forEach(overflow::leftOut);
            }
            backends.observer().leftOut(backend, out.size(), outcome);
            digest();
        }
        if (!left.isEmpty()) {
            waiting.pause(Math.min(overflow.window().toMillis(), LONGEST_TURN_MILLIS));
        }
        return left;
    }

    /** Puts the digest of what was left out on the bus, when the throttle's window has turned. */
    void digest() {
        synchronized (overflow) {
            Event digest = overflow.digest();
            if (digest != null) {
                keep(digest);
            }
        }
    }

    private void keep(Event digest) {
        Batch batch = new Batch(List.of(digest));
        batch.mark(List.of(0), bus.channels().bits(List.of(Overflow.CHANNEL + backend.name())));
        try {
            bus.append(batch).join();
            bus.digested(backend.name(), digest.id());
            overflow.digested();
        } catch (CompletionException e) {
            LOG.warnf("A digest for integration %s could not be kept, and is tried again: %s", backend.name(),
                    e.getMessage());
        }
    }

    private void note(List<Entry> events, Verdict.Later later) {
        String reason = backends.masked(later.reason());
        events.forEach(entry -> backend.trying().failed(entry.seq(), reason, later.retry().failure().isAnswer()));
    }

    private boolean isGivenUp(Entry entry, Verdict.Later later) {
        return later.retry().givesUp(backend.trying().answers(entry.seq()));
    }

    private void waitAfter(Verdict.Later later, Entry first, Waiting waiting) throws InterruptedException {
        long millis = backend.breaker().failed(later, backend.trying().attempts(first.seq()) - 1);
        backend.failed(backends.masked(later.reason()));
        LOG.warnf("Integration %s did not take an event; its breaker is %s, next try in %d ms: %s", backend.name(),
                backend.breaker().isOpen() ? "open" : "closed", Math.max(millis, backend.breaker().heldMillis()),
                backend.lastError());
        waiting.pause(millis);
    }

    private DeadLetter letter(Entry entry, Verdict verdict) {
        String reason = verdict instanceof Verdict.Refused refused
                ? refused.reason()
                : "given up after " + backend.trying().answers(entry.seq()) + " attempts: "
                        + ((Verdict.Later) verdict).reason();
        int attempts = verdict instanceof Verdict.Refused
                ? backend.trying().attempts(entry.seq())
                : backend.trying().attempts(entry.seq()) - 1;
        return new DeadLetter(0, backend.name(), entry.seq(), Instant.now(), attempts, backends.masked(reason),
                entry.event());
    }

    private void finish(List<Entry> accepted, String answer, List<DeadLetter> dead, Waiting waiting)
            throws InterruptedException {
        bury(dead, waiting);
        List<Entry> finished = new ArrayList<>(accepted);
        dead.forEach(letter -> finished.add(new Entry(letter.seq(), 0, null, null)));
        if (!accepted.isEmpty()) {
            backend.accepted(accepted.size());
            logSent(accepted);
        }
        for (DeadLetter letter : dead) {
            backend.buried(letter.reason());
            LOG.warnf("Event %s (%s) refused by integration %s, now among its dead letters: %s", letter.event().type(),
                    letter.event().id(), backend.name(), letter.reason());
        }
        report(finished, delivered(accepted, answer == null ? null : backends.masked(answer)), accepted);
        backend.trying().finished(finished);
    }

    /** Dead letters are durable before the cursor passes them: while the disk is full, this backend waits. */
    private void bury(List<DeadLetter> dead, Waiting waiting) throws InterruptedException {
        for (int attempt = 1; !dead.isEmpty(); attempt++) {
            Exception why = reports
                    .save(new Report(backend.name(), 0, List.of(), dead, Instant.now(), List.of(),
                            List.of()));
            if (why == null) {
                return;
            }
            backend.stuck(backends.masked("its dead letters can't be kept: " + Verdict.reason(why)));
            LOG.warnf("Integration %s can't go on: %s", backend.name(), backend.lastError());
            waiting.pause(Backoff.DEFAULT.millis(attempt, null));
        }
    }

    /** Nearly always all were tried equally often; then it is one line of the record. */
    private List<Report.Done> delivered(List<Entry> accepted, String answer) {
        Map<Integer, List<Entry>> byAttempts = new TreeMap<>();
        for (Entry entry : accepted) {
            byAttempts.computeIfAbsent(backend.trying().attempts(entry.seq()), attempts -> new ArrayList<>())
                    .add(entry);
        }
        return byAttempts.entrySet().stream().map(alike -> Report.Done
                .delivered(alike.getValue().stream().mapToLong(Entry::seq).sorted().toArray(), alike.getKey(), answer))
                .toList();
    }

    /** A line per event and backend: for development, and for whoever looks for one event; too much for a busy day. */
    private void logSent(List<Entry> accepted) {
        if (LOG.isDebugEnabled()) {
            for (Entry entry : accepted) {
                LOG.debugf("Event %s (%s) sent to integration %s", entry.event().type(), entry.event().headline(),
                        backend.name());
            }
        }
    }

    /** Events that this backend does not want move its cursor too; and what the disk did not take is said again. */
    void keepCursor() throws InterruptedException {
        if (origin.hasMoved() || reports.failed()) {
            report(List.of(), List.of(), List.of());
        }
    }

    private void report(List<Entry> finished, List<Report.Done> done, List<Entry> accepted)
            throws InterruptedException {
        reports.send(finished, new Report(backend.name(), 0, done, List.of(), Instant.now(), overflow.told(accepted),
                overflow.ended(accepted)));
    }
}
