package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.HandClock;
import io.signalbox.bus.Report;

/** Somebody sets the clock while the journal is open: nothing is forgotten for that, and all in its time. */
class ClockSetTest {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration RETENTION = Duration.ofHours(72);
    private static final Duration TEN_YEARS = Duration.ofDays(3_652);

    private final HandClock clock = new HandClock();
    private final AtomicLong nanos = new AtomicLong();
    @TempDir
    private Path data;
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(data, new WallClock(clock, nanos::get), WINDOW, RETENTION);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        clock.pass(time);
    }

    @Test
    void anIdIsRememberedForItsTime() {
        append(journal, "logging", event("1"));
        clock.pass(TEN_YEARS);
        assertThat(append(journal, "logging", event("1"), event("2")).accepted()).isEqualTo(1);
        clock.pass(TEN_YEARS.negated());
        assertThat(append(journal, "logging", event("1"), event("2")).accepted()).isZero();
        clock.pass(Duration.ofHours(-1));
        pass(WINDOW.minusMinutes(1));
        assertThat(append(journal, "logging", event("1"), event("2"), event("3")).accepted()).isEqualTo(1);
        pass(Duration.ofHours(1));
        assertThat(append(journal, "logging", event("1"), event("3")).accepted()).isEqualTo(1);
    }

    @Test
    void whatEveryBackendHasAndWhatARemovedOneHasNotAreKeptForTheirTime() {
        journal.progress("slack");
        journal.progress("jsonl");
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        journal.report(Report.moved("jsonl", journal.end(), clock.instant())).join();
        journal.expect(Set.of("jsonl"), WINDOW);
        clock.pass(TEN_YEARS);

        assertThat(journal.expect(Set.of("jsonl"), WINDOW)).containsOnlyKeys("slack");
        journal.report(Report.moved("slack", journal.end(), clock.instant())).join();
        await().during(Duration.ofMillis(1_500)).atMost(Duration.ofSeconds(4))
                .until(() -> journal.read(1).first() == 1);

        pass(RETENTION.plusMinutes(1));
        append(journal, "logging", event("3"));
        await().until(() -> journal.read(1).first() == 3);
        assertThat(journal.expect(Set.of("jsonl"), WINDOW)).isEmpty();
    }
}
