package io.signalbox.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Which events does a lane of a backend get next, and how far has the backend got? Events of one order key always take the same lane, so
 * they keep their order however many lanes there are. Critical events go before a backlog.
 */
final class Feed implements Origin {
    /** How far the lanes may read ahead of the slowest of them. */
    private static final int MOST_AHEAD = 10_000;
    /** How much is looked at in one go before others get their turn. */
    private static final int LOOK = 50_000;
    /** From so many events on, what waits is a backlog, which critical events overtake. */
    private static final int BACKLOG = 500;

    private final Bus bus;
    private final Backend backend;
    private final Set<Long> done;
    private final List<Deque<Entry>> waiting = new ArrayList<>();
    private final List<Deque<Entry>> urgent = new ArrayList<>();
    private final List<Deque<Long>> unfinished = new ArrayList<>();
    private final Overtaking overtaking;
    private long position;
    private Block block;
    private long reported;
    private int ahead;

    Feed(Bus bus, Backend backend, Progress progress, int lanes) {
        this.bus = bus;
        this.backend = backend;
        this.done = new HashSet<>(progress.done());
        this.position = progress.cursor();
        this.reported = position;
        this.overtaking = new Overtaking(bus, backend);
        for (int lane = 0; lane < lanes; lane++) {
            waiting.add(new ArrayDeque<>());
            urgent.add(new ArrayDeque<>());
            unfinished.add(new ArrayDeque<>());
        }
    }

    @Override
    public synchronized List<Entry> next(int lane, int most) {
        if (bus.end() - position > BACKLOG) {
            overtake();
        }
        Deque<Entry> mine = waiting.get(lane);
        look(mine, most);
        List<Entry> taken = new ArrayList<>(Math.min(most, mine.size()));
        take(urgent.get(lane), lane, most, taken);
        take(mine, lane, most, taken);
        return taken;
    }

    private void take(Deque<Entry> from, int lane, int most, List<Entry> taken) {
        while (taken.size() < most && !from.isEmpty()) {
            Entry entry = from.poll();
            unfinished.get(lane).add(entry.seq());
            taken.add(entry);
        }
    }

    private void overtake() {
        try {
            overtaking.look(position, waiting, entry -> {
                if (!done.contains(entry.seq())) {
                    urgent.get(lane(entry)).add(entry);
                    ahead++;
                }
            });
        } catch (IllegalStateException e) {
            // A damaged block: said when the backend gets there.
        }
    }

    private int lane(Entry entry) {
        return waiting.size() == 1 ? 0 : Math.floorMod(entry.event().orderKey().hashCode(), waiting.size());
    }

    private void look(Deque<Entry> mine, int most) {
        try {
            for (int looked = 0; mine.size() < most && ahead < Math.max(MOST_AHEAD, most) && looked < LOOK; looked++) {
                if (!advance()) {
                    return;
                }
            }
        } catch (IllegalStateException e) {
            // What lies before a damaged block is delivered first.
            if (mine.isEmpty()) {
                throw e;
            }
        }
    }

    private boolean advance() {
        if (block == null || position < block.first() || position >= block.next()) {
            block = bus.read(position);
            if (block == null) {
                return false;
            }
            position = Math.max(position, block.first());
        }
        int at = (int) (position - block.first());
        if (backend.hears(block.channels()[at])) {
            Entry entry = block.entry(position);
            // Asked of what went before, too: its end must follow it.
            boolean takes = backend.takes(entry);
            if (!overtaking.wasBefore(position) && takes && !done.remove(position)) {
                waiting.get(lane(entry)).add(entry);
                ahead++;
            }
        }
        position++;
        return true;
    }

    @Override
    public synchronized CompletableFuture<Void> report(int lane, List<Entry> finished, Report report) {
        Deque<Long> mine = unfinished.get(lane);
        for (Entry entry : finished) {
            if (!mine.isEmpty() && mine.peekFirst() == entry.seq()) {
                mine.pollFirst();
            } else {
                mine.remove(entry.seq());
            }
        }
        ahead -= finished.size();
        reported = cursor();
        backend.moved(reported);
        return bus.report(report.upTo(reported));
    }

    @Override
    public synchronized long cursor() {
        long cursor = position;
        for (int lane = 0; lane < waiting.size(); lane++) {
            for (long seq : unfinished.get(lane)) {
                cursor = Math.min(cursor, seq);
            }
            cursor = before(waiting.get(lane), before(urgent.get(lane), cursor));
        }
        return cursor;
    }

    @Override
    public synchronized boolean hasMoved() {
        return cursor() > reported;
    }

    @Override
    public boolean mayLeaveOut() {
        return true;
    }

    private static long before(Deque<Entry> entries, long cursor) {
        Entry first = entries.peekFirst();
        return first == null ? cursor : Math.min(cursor, first.seq());
    }
}
