package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * Is a hash surely not in a set of a quarter million? Of those that are not, one in a hundred thousand looks as if it might be; forty such
 * sets are asked for each event, and each mistake costs a look at the disk.
 */
final class Bloom {
    private static final int BITS = 1 << 23;
    private static final int PROBES = 8;
    /** What earlier versions wrote: half the size, and one mistake in four hundred. */
    private static final int SMALL_BITS = 1 << 22;
    private static final int SMALL_PROBES = 4;

    private final long[] words;
    private final int probes;

    Bloom() {
        words = new long[BITS / Long.SIZE];
        probes = PROBES;
    }

    Bloom(byte[] stored) {
        LongBuffer buffer = ByteBuffer.wrap(stored).asLongBuffer();
        words = new long[buffer.remaining()];
        buffer.get(words);
        probes = stored.length == SMALL_BITS / Byte.SIZE ? SMALL_PROBES : PROBES;
    }

    /** Whether something of this length may be one. */
    static boolean isLength(int bytes) {
        return bytes == BITS / Byte.SIZE || bytes == SMALL_BITS / Byte.SIZE;
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * Long.BYTES);
        buffer.asLongBuffer().put(words);
        return buffer.array();
    }

    void add(long hash) {
        for (int probe = 0; probe < probes; probe++) {
            int bit = bit(hash, probe);
            words[bit >>> 6] |= 1L << bit;
        }
    }

    boolean mayHold(long hash) {
        for (int probe = 0; probe < probes; probe++) {
            int bit = bit(hash, probe);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private int bit(long hash, int probe) {
        return (int) hash + probe * ((int) (hash >>> 32) | 1) & words.length * Long.SIZE - 1;
    }
}
