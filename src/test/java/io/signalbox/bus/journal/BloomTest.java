package io.signalbox.bus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** Does the filter of ids keep its promise? */
class BloomTest {
    private static final int RUN = 1 << 18;

    private static LongStream hashes(int seed) {
        return new Random(seed).longs(RUN);
    }

    @Test
    void whatIsInItIsNeverDeniedAndHardlyAnythingElseIsSuspected() {
        Bloom filter = new Bloom();
        hashes(1).forEach(filter::add);
        Bloom stored = new Bloom(filter.bytes());

        assertThat(hashes(1).allMatch(stored::mayHold)).isTrue();
        assertThat(hashes(2).filter(stored::mayHold).count()).isLessThan(20);
    }

    @Test
    void aFilterOfTheFirstVersionIsStillRead() {
        int bits = 1 << 22;
        long[] words = new long[bits / Long.SIZE];
        hashes(1).forEach(hash -> {
            for (int probe = 0; probe < 4; probe++) {
                int bit = (int) hash + probe * ((int) (hash >>> 32) | 1) & bits - 1;
                words[bit >>> 6] |= 1L << bit;
            }
        });
        ByteBuffer bytes = ByteBuffer.allocate(bits / Byte.SIZE);
        bytes.asLongBuffer().put(words);
        Bloom old = new Bloom(bytes.array());

        assertThat(hashes(1).allMatch(old::mayHold)).isTrue();
        assertThat(hashes(2).filter(old::mayHold).count()).isLessThan(RUN / 200);
    }
}
