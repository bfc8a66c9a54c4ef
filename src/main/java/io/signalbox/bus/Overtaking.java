package io.signalbox.bus;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import io.signalbox.event.Severity;

/**
 * Which critical events may go before a backlog? Those whose dedup key nothing before them has. The backlog is looked through once, ahead of
 * where the backend stands; a key that was met is remembered as a bit, so that now and then one waits in the backlog that need not.
 */
final class Overtaking {
    private static final int BITS = 1 << 22;
    /** How much is looked at in one go before others get their turn. */
    private static final int LOOK = 50_000;

    private final Bus bus;
    private final Backend backend;
    private final BitSet keys = new BitSet();
    private final Set<Long> overtaken = new HashSet<>();
    private long position;

    Overtaking(Bus bus, Backend backend) {
        this.bus = bus;
        this.backend = backend;
    }

    /**
     * Looks further.
     *
     * @param from
     *            where the backend stands: from there on nothing was given to anybody
     * @param waiting
     *            what was taken before that and still waits
     * @param urgent
     *            is given what may go first
     */
    void look(long from, Iterable<? extends Iterable<Entry>> waiting, Consumer<Entry> urgent) {
        if (from >= position) {
            keys.clear();
            position = from;
            waiting.forEach(lane -> lane.forEach(entry -> keys.set(bit(entry))));
        }
        long severe = bus.next(position, Severity.CRITICAL);
        if (severe >= bus.end()) {
            return;
        }
        Block block = null;
        for (int looked = 0; looked < LOOK; looked++) {
            if (block == null || position >= block.next()) {
                block = bus.read(position);
                if (block == null) {
                    return;
                }
                position = Math.max(position, block.first());
            }
            Entry entry = block.entry(position++);
            if (backend.refusal(entry) == null) {
                boolean free = !keys.get(bit(entry));
                if (free && entry.event().severity() == Severity.CRITICAL) {
                    overtaken.add(entry.seq());
                    urgent.accept(entry);
                } else {
                    keys.set(bit(entry));
                }
            }
        }
    }

    /** Whether the event at a place went before; asked once, when the backend gets there. */
    boolean wasBefore(long seq) {
        return !overtaken.isEmpty() && overtaken.remove(seq);
    }

    private static int bit(Entry entry) {
        int hash = entry.event().orderKey().hashCode();
        return (hash ^ hash >>> 11) & BITS - 1;
    }
}
