package io.signalbox.bus;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.signalbox.event.Event;

/**
 * Which events does a lane of a backend get again? Those of the backend's replays, one replay after another, each order key by one lane and
 * so in order.
 */
final class ReplayFeed implements Origin {
    /** The tag by which every backend can tell a replayed event. */
    static final String TAG = "replay";
    private static final Logger LOG = Logger.getLogger("io.signalbox.deliveries");
    /** How far the lanes may read ahead of the slowest of them; so many may come twice after a crash. */
    private static final int MOST_AHEAD = 1_000;
    /** How much is looked at in one go, before live events get their turn. */
    private static final int LOOK = 20_000;

    /** What a replay has to send, in order. */
    interface Supply {
        /** Looks one place further; null where nothing is to be sent from there. */
        Entry next();

        boolean exhausted();

        /** Everything before this place was looked at. */
        long position();

        /** How many places before this one are not kept any more; each is told once. */
        long missing(long before);
    }

    private final Bus bus;
    private final Replays replays;
    private final Backend backend;
    private final List<Deque<Entry>> waiting;
    /** Places of what waits or is on its way. */
    private final TreeSet<Long> open = new TreeSet<>();
    private Replay now;
    private Supply supply;
    private long reported;
    private boolean over;
    private boolean more;
    private volatile boolean lost;
    private CompletableFuture<Void> trial;

    ReplayFeed(Bus bus, Backend backend, int lanes) {
        this.bus = bus;
        this.replays = bus.replays();
        this.backend = backend;
        this.waiting = Stream.<Deque<Entry>>generate(ArrayDeque::new).limit(lanes).toList();
    }

    @Override
    public synchronized List<Entry> next(int lane, int most) {
        more = false;
        if (!isRunning()) {
            return List.of();
        }
        try {
            look(waiting.get(lane), most);
        } catch (IllegalStateException e) {
            fail(e);
            return List.of();
        }
        List<Entry> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.get(lane).isEmpty()) {
            taken.add(waiting.get(lane).poll());
        }
        over = supply.exhausted() && open.isEmpty();
        if (over || open.isEmpty() && supply.position() - reported >= LOOK) {
            send(Report.moved(backend.name(), 0, Instant.now()));
        }
        more = !supply.exhausted() && open.size() < MOST_AHEAD;
        return taken;
    }

    /** Whether another look goes further at once. */
    synchronized boolean hasMore() {
        return more;
    }

    private boolean isRunning() {
        Replay first = replays.first(backend.name());
        if (now != null && first != null && now.number() == first.number() && !lost) {
            return !over;
        }
        // Over, stopped, or not as it was told: what has not left yet stays here, what has is waited for.
        waiting.forEach(lane -> {
            lane.forEach(entry -> open.remove(entry.seq()));
            lane.clear();
        });
        if (!open.isEmpty() || lost && first != null && !isKept(first)) {
            return false;
        }
        now = first;
        lost = false;
        over = false;
        if (now != null) {
            supply = now.span() == null
                    ? new ReplayedLetters(replays, now.number())
                    : new ReplayedSpan(bus, backend, now.span());
            reported = supply.position();
        }
        return now != null;
    }

    /** Whether reports are kept again: as long as they are not, sending would only make duplicates. */
    private boolean isKept(Replay replay) {
        if (trial == null || trial.isCompletedExceptionally()) {
            long place = replay.span() == null ? 0 : replay.span().position();
            trial = replays.report(new ReplayReport(replay.number(),
                    Report.moved(backend.name(), place, Instant.now()), 0, false));
            return false;
        }
        if (!trial.isDone()) {
            return false;
        }
        trial = null;
        return true;
    }

    private void look(Deque<Entry> mine, int most) {
        for (int looked = 0; mine.size() < most && open.size() < Math.max(MOST_AHEAD, most) && looked < LOOK
                && !supply.exhausted(); looked++) {
            Entry entry = supply.next();
            if (entry != null) {
                open.add(entry.seq());
                waiting.get(Math.floorMod(entry.event().orderKey().hashCode(), waiting.size())).add(entry);
            }
        }
    }

    /** A replay that can't be read to its end harms nothing else: it ends and says why. */
    private void fail(IllegalStateException why) {
        over = true;
        LOG.errorf("Replay %d to integration %s ends at place %d: %s", now.number(), backend.name(), supply.position(),
                why.getMessage());
        replays.stop(now.number(), Replay.State.FAILED, why.getMessage()).whenComplete(this::settled);
    }

    @Override
    public synchronized long cursor() {
        return open.isEmpty() ? supply.position() : open.first();
    }

    @Override
    public synchronized boolean hasMoved() {
        return supply != null && cursor() > reported;
    }

    /** Somebody has asked for each of them. */
    @Override
    public boolean mayLeaveOut() {
        return false;
    }

    @Override
    public synchronized CompletableFuture<Void> report(int lane, List<Entry> finished, Report report) {
        if (report.done().isEmpty() && report.dead().isEmpty()) {
            // Done with by an earlier report, which said what became of them.
            return CompletableFuture.completedFuture(null);
        }
        report.done().forEach(done -> Arrays.stream(done.places()).forEach(open::remove));
        report.dead().forEach(dead -> open.remove(dead.seq()));
        over |= supply.exhausted() && open.isEmpty();
        return send(report);
    }

    private CompletableFuture<Void> send(Report report) {
        reported = cursor();
        return replays.report(
                new ReplayReport(now.number(), report.upTo(reported), supply.missing(reported), over))
                .whenComplete(this::settled);
    }

    /** What could not be noted is sent once more, from where the record stands. */
    private void settled(Object result, Throwable failure) {
        lost |= failure != null;
    }

    /** The events as a backend gets them: each says that it is a replay. */
    static List<Entry> marked(List<Entry> entries) {
        return entries.stream().map(entry -> new Entry(entry.seq(), entry.channels(), entry.received(),
                marked(entry.event()))).toList();
    }

    private static Event marked(Event event) {
        return event.tags().contains(TAG) ? event : event.tagged(TAG);
    }
}
