package io.signalbox.bus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

/** Are the places of a hash found, whatever other hashes look like? */
class LongIndexTest {
    private final LongIndex index = new LongIndex(1);

    @Test
    void everyPlaceIsFoundAndNoOtherWhateverTheHashesShare() {
        Map<Long, List<Long>> model = new TreeMap<>();
        Random random = new Random(7);
        for (long place = 5; place < 50_000; place++) {
            add(random.nextInt(4) == 0 ? random.nextInt(3000) - 1500L : random.nextLong(), place, model);
        }
        assertHolds(model);
    }

    @Test
    void hashesThatDifferInTheirLowerBitsOnlyAreToldApartAndSorted() {
        Map<Long, List<Long>> model = new TreeMap<>();
        for (long place = 1; place <= 300; place++) {
            add(0x7fff_ffff_ff00_0000L + place * 7919 % 301, place, model);
            add(0x8000_0000_0000_0000L + place * 7919 % 301, place + 1_000_000_000_000L, model);
        }
        assertHolds(model);
    }

    @Test
    void nothingIsLeftOfWhatWasClearedAndWhatComesNextIsFound() {
        index.add(7, 70);
        index.clear();
        assertThat(places(7)).isEmpty();
        assertThat(index.sorted().hashes()).isEmpty();
        index.add(7, 71);
        assertThat(places(7)).containsExactly(71L);
    }

    private void add(long hash, long place, Map<Long, List<Long>> model) {
        index.add(hash, place);
        model.computeIfAbsent(hash, key -> new ArrayList<>()).add(place);
    }

    private void assertHolds(Map<Long, List<Long>> model) {
        model.forEach((hash, places) -> {
            assertThat(places(hash)).containsExactlyInAnyOrderElementsOf(places);
            assertThat(places(~hash ^ 1L << 40)).isEqualTo(model.getOrDefault(~hash ^ 1L << 40, List.of()));
        });
        LongIndex.Sorted sorted = index.sorted();
        assertThat(sorted.hashes()).containsExactly(model.entrySet().stream()
                .flatMapToLong(each -> each.getValue().stream().mapToLong(place -> each.getKey())).toArray());
        assertThat(sorted.places())
                .containsExactly(
                        model.values().stream().flatMapToLong(each -> each.stream().mapToLong(p -> p)).toArray());
        assertThat(index.size()).isEqualTo(sorted.places().length);
    }

    private List<Long> places(long hash) {
        List<Long> places = new ArrayList<>();
        index.any(hash, place -> !places.add(place));
        return places;
    }
}
