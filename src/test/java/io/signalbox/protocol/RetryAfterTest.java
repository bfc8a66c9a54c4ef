package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void secondsAreSeconds() {
        assertThat(RetryAfter.of("120", NOW)).isEqualTo(Duration.ofSeconds(120));
        assertThat(RetryAfter.of(" 0 ", NOW)).isZero();
    }

    @Test
    void aFractionIsRoundedUp() {
        assertThat(RetryAfter.of("0.35", NOW)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aDateIsTheTimeUntilThen() {
        assertThat(RetryAfter.of("Sat, 21 Nov 2026 08:01:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aDateThatHasPassedIsNow() {
        assertThat(RetryAfter.of("Sat, 21 Nov 2015 08:01:30 GMT", NOW)).isZero();
    }

    @Test
    void moreThanAYearIsAYear() {
        assertThat(RetryAfter.of("9".repeat(400), NOW)).isEqualTo(RetryAfter.LONGEST);
        assertThat(RetryAfter.of("Sat, 21 Nov 2099 08:01:30 GMT", NOW)).isEqualTo(RetryAfter.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1e9", "12 s", "Sat, 99 Nov 2026 08:01:30 GMT"})
    void whatCannotBeFollowedIsNothing(String header) {
        assertThat(RetryAfter.of(header, NOW)).isNull();
    }

    @Test
    void noHeaderIsNothing() {
        assertThat(RetryAfter.of(null, NOW)).isNull();
    }
}
