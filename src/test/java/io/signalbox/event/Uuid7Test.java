package io.signalbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class Uuid7Test {

    @Test
    void idsAreUuidsOfVersion7AndSortByTheirMaking() {
        Uuid7 ids = new Uuid7();
        long before = System.currentTimeMillis();
        List<String> made = IntStream.range(0, 20_000).mapToObj(i -> ids.next()).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
        UUID first = UUID.fromString(made.get(0));
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void manyThreadsNeverGetTheSameId() {
        Uuid7 ids = new Uuid7();

        assertThat(IntStream.range(0, 50_000).parallel().mapToObj(i -> ids.next()).distinct().count())
                .isEqualTo(50_000);
    }
}
