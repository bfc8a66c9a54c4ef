package io.signalbox.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(1_000, 300_000);

    @Test
    void theWaitIsRandomAndItsCeilingDoublesUpToTheMaximum() {
        for (int attempt = 1; attempt < 100; attempt++) {
            long ceiling = attempt > 9 ? 300_000 : Math.min(300_000, 1_000L << attempt - 1);
            int tried = attempt;
            long[] waits = LongStream.generate(() -> backoff.millis(tried, null)).limit(200).toArray();
            assertThat(LongStream.of(waits)).allSatisfy(wait -> assertThat(wait).isBetween(0L, ceiling));
            assertThat(LongStream.of(waits).max().getAsLong()).isGreaterThan(ceiling / 2);
            assertThat(LongStream.of(waits).distinct().count()).isGreaterThan(50);
        }
    }

    @Test
    void whoAsksToWaitIsObeyedUpToTheMaximum() {
        assertThat(backoff.millis(1, Duration.ofSeconds(120))).isEqualTo(120_000);
        assertThat(backoff.millis(1, Duration.ofDays(365))).isEqualTo(300_000);
        assertThat(backoff.millis(1, Duration.ofSeconds(-5))).isBetween(0L, 1_000L);
    }
}
