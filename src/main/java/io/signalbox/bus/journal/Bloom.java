package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/** Is a hash surely not in a set? One in four hundred that are not looks as if it might be. */
final class Bloom {
    private static final int BITS = 1 << 22;
    private static final int PROBES = 4;
    /** How long it is when it is stored. */
    static final int BYTES = BITS / Byte.SIZE;

    private final long[] words = new long[BITS / Long.SIZE];

    Bloom() {
    }

    Bloom(byte[] stored) {
        LongBuffer buffer = ByteBuffer.wrap(stored).asLongBuffer();
        buffer.get(words);
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.asLongBuffer().put(words);
        return buffer.array();
    }

    void add(long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            words[bit >>> 6] |= 1L << bit;
        }
    }

    boolean mayHold(long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(long hash, int probe) {
        return (int) hash + probe * ((int) (hash >>> 32) | 1) & BITS - 1;
    }
}
