package io.signalbox.bus.journal;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Which places has a hash? An open-addressing table, where a hash may stand more than once.
 *
 * <p>
 * It is asked for each event that comes, at a random place, so it is kept small for the processor's sake: of a hash it holds the upper 40
 * bits, beside the number of its entry, whose whole hash and place stand in two lists in the order in which they came.
 */
final class LongIndex {
    private static final int NUMBER_BITS = 24;
    private static final int NUMBER = (1 << NUMBER_BITS) - 1;

    private long[] slots;
    private long[] hashes;
    private long[] places;
    private int size;

    /** Entries in the order of their hashes. */
    record Sorted(long[] hashes, long[] places) {
    }

    LongIndex(int expected) {
        int entries = Integer.highestOneBit(Math.max(16, expected * 2 - 1));
        slots = new long[entries * 2];
        hashes = new long[entries];
        places = new long[entries];
    }

    int size() {
        return size;
    }

    /** Adds an entry, one of sixteen million at the most. */
    void add(long hash, long place) {
        if (size == hashes.length) {
            grow();
        }
        hashes[size] = hash;
        places[size] = place;
        enter(hash, size++);
    }

    private void enter(long hash, int number) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        // From 1 on, for 0 is a free slot.
        slots[slot] = hash >>> NUMBER_BITS << NUMBER_BITS | number + 1;
    }

    /** Whether one of the places of a hash passes a test. */
    boolean any(long hash, LongPredicate test) {
        for (int slot = slot(hash); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            if ((slots[slot] ^ hash) >>> NUMBER_BITS == 0) {
                int number = (int) slots[slot] & NUMBER;
                if (hashes[number - 1] == hash && test.test(places[number - 1])) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All entries, by their hashes; those of one hash in the order in which they came. */
    Sorted sorted() {
        long[] order = Arrays.stream(slots).filter(slot -> slot != 0).sorted().toArray();
        Sorted sorted = new Sorted(new long[size], new long[size]);
        for (int at = 0; at < size; at++) {
            int number = (int) order[at] & NUMBER;
            insert(hashes[number - 1], places[number - 1], at, sorted);
        }
        return sorted;
    }

    /** Nearly always behind all that are there: only the lower bits of a hash are not in order yet. */
    private static void insert(long hash, long place, int count, Sorted sorted) {
        int at = count;
        for (; at > 0 && sorted.hashes[at - 1] > hash; at--) {
            sorted.hashes[at] = sorted.hashes[at - 1];
            sorted.places[at] = sorted.places[at - 1];
        }
        sorted.hashes[at] = hash;
        sorted.places[at] = place;
    }

    /** Forgets all entries, and keeps the room that they took. */
    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    private int slot(long hash) {
        return (int) (hash ^ hash >>> 29) & slots.length - 1;
    }

    private void grow() {
        slots = new long[slots.length * 2];
        hashes = Arrays.copyOf(hashes, size * 2);
        places = Arrays.copyOf(places, size * 2);
        for (int number = 0; number < size; number++) {
            enter(hashes[number], number);
        }
    }
}
