package io.signalbox.bus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** Do the filters of ids keep their promise? */
class FiltersTest {
    private static final int RUN = 1 << 18;
    private static final int LAST = Filters.MOST - 1;

    private final Filters filters = new Filters();

    private static LongStream hashes(int seed) {
        return new Random(seed).longs(RUN);
    }

    private static Bloom filter(int seed) {
        Bloom filter = new Bloom();
        hashes(seed).forEach(filter::add);
        return new Bloom(filter.bytes());
    }

    private boolean mayBeAt(int place, long hash) {
        return (filters.thatMayHold(hash) >>> place & 1) != 0;
    }

    @Test
    void whatIsInAFilterIsNeverDeniedAndHardlyAnythingElseIsSuspected() {
        for (int place : new int[]{0, 1, 7, 8, LAST}) {
            filters.put(place, filter(place));
        }

        for (int place : new int[]{0, 1, 7, 8, LAST}) {
            assertThat(hashes(place).allMatch(hash -> mayBeAt(place, hash))).as("filter " + place).isTrue();
            assertThat(hashes(-1).filter(hash -> mayBeAt(place, hash)).count()).as("filter " + place).isLessThan(20);
        }
    }

    @Test
    void aNewFilterTakesThePlaceOfAnOldOneAndLeavesItsNeighboursAlone() {
        filters.put(2, filter(2));
        filters.put(3, filter(3));
        filters.put(2, filter(4));

        assertThat(hashes(4).allMatch(hash -> mayBeAt(2, hash))).isTrue();
        assertThat(hashes(3).allMatch(hash -> mayBeAt(3, hash))).isTrue();
        assertThat(hashes(2).filter(hash -> mayBeAt(2, hash)).count()).isLessThan(20);
    }

    @Test
    void whereNothingIsNothingIsSuspected() {
        assertThat(hashes(1).allMatch(hash -> filters.thatMayHold(hash) == 0)).isTrue();
    }
}
