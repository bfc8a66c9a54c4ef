package io.signalbox.bus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places();

    @Test
    void aSpanIsTakenOnceAndSpansMayFollowEachOtherInAnyOrder() {
        assertThat(places.add(10, 20)).isTrue();
        assertThat(places.add(20, 25)).isTrue();
        assertThat(places.add(1, 10)).isTrue();
        assertThat(places.add(10, 20)).isFalse();
        assertThat(places.add(24, 30)).isFalse();
        assertThat(places.add(5, 5)).as("which is none").isFalse();
        assertThat(places.first()).isEqualTo(1);
    }

    @Test
    void itIsKnownWhetherAnyPlaceOfASpanIsAmongThem() {
        places.add(10, 20);

        assertThat(places.hasAnyOf(1, 10)).isFalse();
        assertThat(places.hasAnyOf(20, 30)).isFalse();
        assertThat(places.hasAnyOf(1, 11)).isTrue();
        assertThat(places.hasAnyOf(19, 30)).isTrue();
        assertThat(places.hasAnyOf(12, 13)).isTrue();
    }
}
