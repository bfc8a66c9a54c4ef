package io.signalbox.api;

import java.util.Arrays;

import io.signalbox.event.JsonBuffer;

/**
 * Which events of a request are kept, and where did each stand in it? As the answer will list them: as so many objects, a hundred thousand
 * ids would be a third of the heap.
 */
final class KeptIds {
    private final JsonBuffer ids = new JsonBuffer(64);
    private int[] ends = new int[1];
    private int[] places = new int[1];
    private int size;

    void add(String id, int place) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        if (size > 0) {
            ids.raw(',');
        }
        ids.text(id);
        ends[size] = ids.length();
        places[size++] = place;
    }

    int size() {
        return size;
    }

    /** Where in the request one of them stood. */
    int place(int at) {
        return places[at];
    }

    /** Writes one of them, between quotes. */
    void write(int at, JsonBuffer json) {
        json.part(ids, at == 0 ? 0 : ends[at - 1] + 1, ends[at]);
    }

    /** Writes all of them, with commas between them. */
    void write(JsonBuffer json) {
        json.part(ids, 0, ids.length());
    }
}
