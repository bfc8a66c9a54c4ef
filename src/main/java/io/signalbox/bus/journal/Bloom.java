package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.function.IntConsumer;

/**
 * Is a hash surely not in a set of a quarter million? Of those that are not, one in a hundred thousand looks as if it might be; forty such
 * sets are asked for each event ({@link Filters}), and each mistake costs a look at the disk.
 */
final class Bloom {
    static final int BITS = 1 << 23;
    static final int PROBES = 8;
    /** What the first version wrote: half the size. Such a filter is not asked. */
    private static final int SMALL_BITS = 1 << 22;

    private final long[] words = new long[BITS / Long.SIZE];

    Bloom() {
    }

    /**
     * @param stored
     *            what {@link #bytes} gave
     */
    Bloom(byte[] stored) {
        LongBuffer buffer = ByteBuffer.wrap(stored).asLongBuffer();
        buffer.get(words);
    }

    /** Whether something of this length may be a filter, of whichever version. */
    static boolean isLength(int bytes) {
        return isOfThisVersion(bytes) || bytes == SMALL_BITS / Byte.SIZE;
    }

    static boolean isOfThisVersion(int bytes) {
        return bytes == BITS / Byte.SIZE;
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * Long.BYTES);
        buffer.asLongBuffer().put(words);
        return buffer.array();
    }

    void add(long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            int position = position(hash, probe);
            words[position >>> 6] |= 1L << position;
        }
    }

    /** Where something stands in it. */
    void forEach(IntConsumer positions) {
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                positions.accept(word * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** Where a hash is noted, one of {@link #PROBES} positions. */
    static int position(long hash, int probe) {
        return (int) hash + probe * ((int) (hash >>> 32) | 1) & BITS - 1;
    }
}
