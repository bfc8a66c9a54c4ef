package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.HandClock;
import io.signalbox.bus.Report;

/** What is kept for a backend whose route is gone, and for how long. */
class RemovedBackendsTest {
    private static final Duration GRACE = Duration.ofHours(24);
    private static final Set<String> BOTH = Set.of("slack", "jsonl");
    private static final Set<String> ONE = Set.of("jsonl");

    private final HandClock clock = new HandClock();
    @TempDir
    private Path data;
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(data, WallClock.unset(clock), Duration.ofHours(1), Duration.ofHours(2));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** slack has nothing of three events, jsonl has all. */
    private void fill() {
        journal.progress("slack");
        journal.progress("jsonl");
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        append(journal, "logging", event("3"));
        journal.report(Report.moved("jsonl", journal.end(), clock.instant())).join();
        assertThat(journal.expect(BOTH, GRACE)).isEmpty();
    }

    @Test
    void itComesBackWhereItStood() {
        fill();
        Instant removed = clock.instant();
        assertThat(journal.expect(ONE, GRACE)).isEqualTo(Map.of("slack", removed.plus(GRACE)));
        clock.pass(Duration.ofHours(23));
        append(journal, "logging", event("4"));
        assertThat(journal.expect(ONE, GRACE)).isEqualTo(Map.of("slack", removed.plus(GRACE)));

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4))
                .until(() -> journal.read(1).first() == 1);
        assertThat(journal.progress("slack").cursor()).isEqualTo(1);
        assertThat(journal.expect(BOTH, GRACE)).isEmpty();
        clock.pass(GRACE.multipliedBy(2));
        assertThat(journal.expect(BOTH, GRACE)).isEmpty();
    }

    @Test
    void afterwardsItHoldsNothingAndBeginsAnew() {
        fill();
        journal.expect(ONE, GRACE);
        clock.pass(GRACE);

        assertThat(journal.expect(ONE, GRACE)).isEmpty();

        append(journal, "logging", event("4"));
        journal.report(Report.moved("jsonl", journal.end(), clock.instant())).join();
        await().until(() -> journal.read(1).first() > 3);
        assertThat(journal.outcomes(4)).isEmpty();
        assertThat(journal.progress("slack").cursor()).isEqualTo(journal.end());
    }

    @Test
    void theGraceGoesOnWhileNothingRuns() {
        fill();
        Instant removed = clock.instant();
        journal.expect(ONE, GRACE);
        close();
        clock.pass(Duration.ofHours(20));
        open();

        assertThat(journal.expect(ONE, GRACE)).isEqualTo(Map.of("slack", removed.plus(GRACE)));
        clock.pass(Duration.ofHours(5));
        assertThat(journal.expect(ONE, GRACE)).isEmpty();
        assertThat(journal.progress("slack").cursor()).isEqualTo(journal.end());
    }

    @Test
    void whatIsThereIsNotTakenForGoneHoweverLongItHasNothingToDo() {
        fill();
        for (int hour = 0; hour < 50; hour++) {
            clock.pass(Duration.ofHours(1));
            journal.expect(BOTH, GRACE);
        }
        Instant last = clock.instant();
        close();
        open();

        assertThat(journal.expect(ONE, GRACE).get("slack")).isBetween(last.plus(GRACE).minus(Duration.ofHours(2)),
                last.plus(GRACE));
    }
}
