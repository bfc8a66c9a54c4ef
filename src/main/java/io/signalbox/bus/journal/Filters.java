package io.signalbox.bus.journal;

/**
 * Which of forty sets may hold a hash? Their filters lie side by side, eight to a shelf: a byte of it holds what eight filters have at one
 * position. A hash has the same positions in all of them, so one look at memory, which costs more than all else here, asks eight filters; after
 * three looks there is mostly none left that may hold it.
 */
final class Filters {
    /** A megabyte each, eight at a time. */
    static final int MOST = 40;
    private static final int ALL = 0xff;

    private final byte[][] shelves = new byte[MOST / Byte.SIZE][];

    /** Puts a filter at a place below {@link #MOST}, instead of the one that is there. */
    void put(int place, Bloom filter) {
        int at = place / Byte.SIZE;
        if (shelves[at] == null) {
            shelves[at] = new byte[Bloom.BITS];
        }
        byte[] shelf = shelves[at];
        byte bit = (byte) (1 << place % Byte.SIZE);
        byte others = (byte) ~bit;
        for (int position = 0; position < shelf.length; position++) {
            shelf[position] &= others;
        }
        filter.forEach(position -> shelf[position] |= bit);
    }

    /** The places of the filters that may hold a hash, a bit each; among those that nobody uses any more, too. */
    long thatMayHold(long hash) {
        long found = 0;
        for (int at = 0; at < shelves.length; at++) {
            byte[] shelf = shelves[at];
            int left = shelf == null ? 0 : ALL;
            for (int probe = 0; left != 0 && probe < Bloom.PROBES; probe++) {
                left &= shelf[Bloom.position(hash, probe)];
            }
            found |= (long) left << at * Byte.SIZE;
        }
        return found;
    }
}
