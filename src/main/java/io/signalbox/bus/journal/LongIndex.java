package io.signalbox.bus.journal;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Which places has a hash? An open-addressing table of longs: no object per entry. A hash may stand in it more than once. */
final class LongIndex {
    private long[] hashes;
    private long[] places;
    private int size;

    LongIndex(int expected) {
        int capacity = Integer.highestOneBit(Math.max(16, expected * 2 - 1)) << 1;
        hashes = new long[capacity];
        places = new long[capacity];
    }

    int size() {
        return size;
    }

    /** Adds an entry; places are greater than 0. */
    void add(long hash, long place) {
        if (size * 2 >= hashes.length) {
            grow();
        }
        int slot = slot(hash);
        while (places[slot] != 0) {
            slot = slot + 1 & hashes.length - 1;
        }
        hashes[slot] = hash;
        places[slot] = place;
        size++;
    }

    /** Whether one of the places of a hash passes a test. */
    boolean any(long hash, LongPredicate test) {
        for (int slot = slot(hash); places[slot] != 0; slot = slot + 1 & hashes.length - 1) {
            if (hashes[slot] == hash && test.test(places[slot])) {
                return true;
            }
        }
        return false;
    }

    /** All hashes, ascending; one that stands here twice comes twice. */
    long[] sorted() {
        long[] sorted = new long[size];
        int at = 0;
        for (int slot = 0; slot < hashes.length; slot++) {
            if (places[slot] != 0) {
                sorted[at++] = hashes[slot];
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
        return (int) (hash ^ hash >>> 29) & hashes.length - 1;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldPlaces = places;
        hashes = new long[oldHashes.length * 2];
        places = new long[oldHashes.length * 2];
        size = 0;
        for (int slot = 0; slot < oldHashes.length; slot++) {
            if (oldPlaces[slot] != 0) {
                add(oldHashes[slot], oldPlaces[slot]);
            }
        }
    }
}
