package io.signalbox.bus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.signalbox.bus.HandClock;

/** A while ago is a while ago, whatever somebody sets the clock to. */
class WallClockTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TEN_YEARS = Duration.ofDays(3_652);

    private final HandClock hands = new HandClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(30).toNanos());
    private final WallClock clock = new WallClock(hands, nanos::get);
    private final Instant began = clock.now();

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        hands.pass(time);
        clock.now();
    }

    @Test
    void aDayAgoIsTheDayBeforeWhileNobodySetsIt() {
        assertThat(clock.ago(DAY)).as("before it was looked at").isEqualTo(began.minus(DAY));
        for (int hour = 1; hour <= 48; hour++) {
            pass(HOUR);
            assertThat(clock.ago(DAY)).isEqualTo(began.plus(HOUR.multipliedBy(hour)).minus(DAY));
        }
    }

    @Test
    void tenYearsForthMakeNoTimePass() {
        pass(HOUR);
        hands.pass(TEN_YEARS);
        assertThat(clock.now()).isEqualTo(began.plus(HOUR).plus(TEN_YEARS));
        assertThat(clock.ago(DAY)).isEqualTo(began.plus(HOUR).minus(DAY));
        pass(HOUR);
        assertThat(clock.ago(Duration.ofMinutes(90))).isEqualTo(began.plus(Duration.ofMinutes(30)));
        assertThat(clock.ago(Duration.ofMinutes(30))).as("after it was set")
                .isEqualTo(began.plus(TEN_YEARS).plus(Duration.ofMinutes(90)));
    }

    @Test
    void whatWasNotedSinceItWasSetBackIsNotOlderForThat() {
        pass(HOUR);
        hands.pass(TEN_YEARS.negated());
        clock.now();
        pass(HOUR);
        assertThat(clock.ago(Duration.ofMinutes(90))).isEqualTo(began.plus(HOUR).minus(TEN_YEARS));
        assertThat(clock.ago(Duration.ofMinutes(30)))
                .isEqualTo(began.minus(TEN_YEARS).plus(Duration.ofMinutes(90)));
    }

    @Test
    void aClockThatRunsALittleFastIsBelieved() {
        for (int second = 0; second < 100_000; second++) {
            nanos.addAndGet(1_000_000_000);
            hands.pass(Duration.ofMillis(1_001));
            clock.now();
        }
        assertThat(clock.ago(HOUR)).isEqualTo(clock.now().minus(HOUR));
    }

    @Test
    void ofAClockThatIsSetAgainAndAgainTheLeastIsBelieved() {
        for (int minute = 0; minute < 100_000; minute++) {
            pass(Duration.ofMinutes(1));
            hands.pass(minute % 2 == 0 ? TEN_YEARS : TEN_YEARS.negated());
        }
        assertThat(clock.ago(DAY)).isEqualTo(clock.now().minus(DAY));
    }
}
