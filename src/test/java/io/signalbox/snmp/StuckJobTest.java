package io.signalbox.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.signalbox.snmp.DeviceState.Job;

class StuckJobTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final Profile.Rule COMPLETED = rule("job.completed");
    private static final Profile.Rule FAILED = rule("job.failed");
    private static final Profile.JobRule JOB = new Profile.JobRule("job", "pages", List.of(), List.of(),
            Duration.ofMinutes(10), COMPLETED, FAILED);

    private Job job = JobWatch.step(JOB, null, 1000, false, false, START).job();

    @Test
    void aJobThatStandsStillWhileThePrinterIsJammedFailsOnce() {
        assertThat(at(1, 1003, true, false)).isNull();
        assertThat(at(2, 1003, false, true)).isNull();
        assertThat(at(12, 1003, false, true)).isEqualTo("job.failed 3");
        assertThat(at(30, 1003, false, true)).isNull();
    }

    @Test
    void whatIsPrintedAfterAFailureIsAnotherJob() {
        at(1, 1003, true, false);
        assertThat(at(12, 1003, true, false)).isEqualTo("job.failed 3");
        assertThat(at(13, 1008, true, false)).isNull();
        assertThat(at(14, 1008, false, false)).isEqualTo("job.completed 5");
    }

    @Test
    void aPrinterThatPrintsWithoutAPageForTooLongHasAFailedJob() {
        assertThat(at(1, 1000, true, false)).isNull();
        assertThat(at(11, 1000, true, false)).isEqualTo("job.failed 0");
    }

    @Test
    void aSlowJobWithProgressDoesNotFail() {
        for (int minute = 1; minute < 60; minute += 9) {
            assertThat(at(minute, 1000 + minute, true, false)).isNull();
        }
        assertThat(at(61, 1055, false, false)).isEqualTo("job.completed 55");
    }

    @Test
    void aPrinterOutOfPaperWithoutAJobHasNoFailedJob() {
        assertThat(at(1, 1000, false, true)).isNull();
        assertThat(at(60, 1000, false, true)).isNull();
    }

    private String at(int minute, long pages, boolean begins, boolean goesOn) {
        JobWatch.Step step = JobWatch.step(JOB, job, pages, begins, goesOn, START.plus(Duration.ofMinutes(minute)));
        job = step.job();
        return step.says() == null ? null : step.says().type() + " " + step.growth();
    }

    private static Profile.Rule rule(String type) {
        return new Profile.Rule(type, type, null, null, null, List.of(), List.of(), java.util.Set.of(), false, null,
                null);
    }
}
