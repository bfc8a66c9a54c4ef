package io.signalbox.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.signalbox.event.Event;

/**
 * What would become of events at a backend? Its route sends them, and they are tried again, buried, left out and counted up as ever; only
 * nobody waits for anything, and nothing is kept.
 */
public final class DryDelivery {
    /**
     * What would become of an event.
     *
     * @param outcome
     *            as in {@link Outcome}
     * @param attempts
     *            how often it was tried
     * @param answer
     *            what the backend said last, or null
     * @param retryAfter
     *            how long the backend asked us to wait when it was last tried, or null
     */
    public record Fate(Event event, String outcome, int attempts, String answer, Duration retryAfter) {
    }

    private record Done(String outcome, int attempts, String answer) {
    }

    private final Backend backend;
    private final Bus bus;
    private final Runnable turned;
    private final Overflow overflow;
    private final Delivery delivery;
    private final Map<Long, Done> done = new HashMap<>();
    private final Map<Long, Duration> asked = new HashMap<>();
    private final List<Entry> digests = new ArrayList<>();
    private BooleanSupplier again = () -> false;
    private Verdict last;
    private long now;

    /**
     * @param bus
     *            where the events are; that of a backend's digests is put there too
     * @param turned
     *            makes the throttle of the backend's route let something through again
     */
    public DryDelivery(Backend backend, Backends backends, Bus bus, Runnable turned) {
        this.backend = backend.afresh();
        this.bus = bus;
        this.turned = turned;
        this.overflow = new Overflow(backend.flow().overflow(), backend.name(), backend.flow().window(), Set.of(),
                () -> now);
        this.delivery = new Delivery(0, new Kept(), bus, this.backend, backends, overflow, this::send);
    }

    /**
     * Delivers events, as many in an exchange as the backend takes.
     *
     * @param again
     *            whether what failed is tried again, asked after each failure; what our own code did not send is always tried again, as often
     *            as the error handling says
     */
    public List<Fate> deliver(List<Entry> entries, BooleanSupplier again) {
        this.again = again;
        int size = backend.flow().batchSize();
        long end = bus.end();
        try {
            for (int from = 0; from < entries.size(); from += size) {
                delivery.deliver(entries.subList(from, Math.min(entries.size(), from + size)), new NoWaiting());
            }
        } catch (InterruptedException e) {
            // Nobody wants to know more: what is left is pending.
        }
        noteDigests(end);
        return entries.stream().map(this::fate).toList();
    }

    /** Lets the window of the throttle turn; what was left out is told in a digest, which is delivered. */
    public void turn(BooleanSupplier again) {
        long end = bus.end();
        turnWindow();
        delivery.digest();
        noteDigests(end);
        List<Entry> all = List.copyOf(digests);
        digests.clear();
        deliver(all, again);
    }

    /** What was put on the bus meanwhile. */
    private void noteDigests(long end) {
        for (long seq = end; seq < bus.end(); seq++) {
            digests.add(bus.read(seq).entry(seq));
        }
    }

    private void turnWindow() {
        now += overflow.window().toNanos();
        turned.run();
    }

    private Verdict send(List<Entry> entries) {
        last = backend.send(entries);
        for (int place = 0; place < entries.size(); place++) {
            Verdict verdict = last instanceof Verdict.Partly partly ? partly.others().get(place) : last;
            asked.put(entries.get(place).seq(), verdict instanceof Verdict.Later later ? later.asked() : null);
        }
        return last;
    }

    private Fate fate(Entry entry) {
        long seq = entry.seq();
        Done known = done.getOrDefault(seq, new Done(Outcome.PENDING, backend.trying().attempts(seq) - 1,
                backend.trying().lastAnswer(seq)));
        return new Fate(entry.event(), known.outcome, known.attempts, known.answer, asked.get(seq));
    }

    private final class NoWaiting implements Delivery.Waiting {
        @Override
        public void pause(long millis) throws InterruptedException {
            if (last instanceof Verdict.Over) {
                turnWindow();
            } else if (!(last instanceof Verdict.Later later && later.retry().failure() == Failure.BUG)
                    && !again.getAsBoolean()) {
                throw new InterruptedException();
            }
        }

        @Override
        public boolean isStopping() {
            // Asked before each look at the breaker, which would have us wait.
            backend.breaker().reset();
            return false;
        }
    }

    private final class Kept implements Origin {
        @Override
        public List<Entry> next(int lane, int most) {
            return List.of();
        }

        @Override
        public long cursor() {
            return 0;
        }

        @Override
        public boolean hasMoved() {
            return false;
        }

        @Override
        public boolean mayLeaveOut() {
            return true;
        }

        @Override
        public CompletableFuture<Void> report(int lane, List<Entry> finished, Report report) {
            for (Report.Done each : report.done()) {
                for (long seq : each.places()) {
                    done.put(seq, new Done(each.outcome(), each.attempts(), each.answer()));
                }
            }
            for (DeadLetter letter : report.dead()) {
                done.put(letter.seq(), new Done(Outcome.DEAD_LETTERED, letter.attempts(), letter.reason()));
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
