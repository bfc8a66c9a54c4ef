package io.signalbox.bus.journal;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Which places has a hash? An open-addressing table of longs: no object per entry. A hash may stand in it more than once. */
final class LongIndex {
    /** Hash and place in turns, so that both lie where the processor looks at once. */
    private long[] slots;
    private int size;

    LongIndex(int expected) {
        slots = new long[Integer.highestOneBit(Math.max(16, expected * 2 - 1)) << 2];
    }

    int size() {
        return size;
    }

    /** Adds an entry; places are greater than 0. */
    void add(long hash, long place) {
        if (size * 4 >= slots.length) {
            grow();
        }
        int slot = slot(hash);
        while (slots[slot + 1] != 0) {
            slot = after(slot);
        }
        slots[slot] = hash;
        slots[slot + 1] = place;
        size++;
    }

    /** Whether one of the places of a hash passes a test. */
    boolean any(long hash, LongPredicate test) {
        for (int slot = slot(hash); slots[slot + 1] != 0; slot = after(slot)) {
            if (slots[slot] == hash && test.test(slots[slot + 1])) {
                return true;
            }
        }
        return false;
    }

    /** All hashes, ascending; one that stands here twice comes twice. */
    long[] sorted() {
        long[] sorted = new long[size];
        int at = 0;
        for (int slot = 0; slot < slots.length; slot += 2) {
            if (slots[slot + 1] != 0) {
                sorted[at++] = slots[slot];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    /** Calls back with each place of a hash. */
    void each(long hash, LongConsumer found) {
        any(hash, place -> {
            found.accept(place);
            return false;
        });
    }

    private int slot(long hash) {
        return (int) (hash ^ hash >>> 29) << 1 & slots.length - 1;
    }

    private int after(int slot) {
        return slot + 2 & slots.length - 1;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        size = 0;
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot + 1] != 0) {
                add(old[slot], old[slot + 1]);
            }
        }
    }
}
