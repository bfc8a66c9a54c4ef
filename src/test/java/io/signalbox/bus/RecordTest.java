package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;

/** What became of an event is on its way to disk before a cursor that has passed it: no crash leaves one that is done with and has no record. */
class RecordTest {
    private static final Duration MEANWHILE = Duration.ofMillis(300);
    /** Subjects whose events go by different lanes, where there are two. */
    private static final String ONE = "hp-1";
    private static final String OTHER = "hp-2";

    @TempDir
    private Path data;
    private Journal journal;
    private BusRoutes routes;
    private final List<Report> written = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        journal = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
    }

    @AfterEach
    void close() {
        routes.close();
        journal.close();
    }

    @ParameterizedTest
    @CsvSource({"delay,delivered", "drop,dropped", "digest,suppressed"})
    void noLaneIsSaidToBePastAnEventBeforeItsRecordIsWritten(String overflow, String outcome) {
        assertThat(lane(ONE)).isNotEqualTo(lane(OTHER));
        routes = new BusRoutes(hesitant(outcome)).impatient().route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:alerting?concurrency=2&overflow=" + overflow).routeId("slack")
                        .filter(exchange -> !overflow.equals("delay") && isOf(ONE, exchange))
                        .throttle(1).timePeriodMillis(Duration.ofHours(1).toMillis()).rejectExecution(true).end()
                        .end().process(exchange -> written.size());
            }
        }).start();
        append(journal, "alerting", problem("through", ONE));
        await().until(() -> routes.idle("slack"));
        append(journal, "alerting", problem("first", ONE), problem("second", OTHER));

        await().until(() -> routes.idle("slack"));
        await().until(() -> written.size() > 2);
        List<Report> all = List.copyOf(written);
        for (Report report : all) {
            if (report.cursor() > 2) {
                assertThat(all.subList(0, all.indexOf(report) + 1))
                        .as("reports up to one whose cursor is past the first event")
                        .anyMatch(earlier -> isAbout(2, earlier));
            }
        }
        assertThat(journal.outcomes(2)).extracting(Outcome::outcome).containsExactly(outcome);
    }

    private static int lane(String subject) {
        return Math.floorMod(problem("any", subject).orderKey().hashCode(), 2);
    }

    private static boolean isOf(String subject, Exchange exchange) {
        return EventBody.of(exchange).get(0).subject().equals(subject);
    }

    private static boolean isAbout(long seq, Report report) {
        return report.done().stream().anyMatch(done -> Arrays.stream(done.places()).anyMatch(place -> place == seq));
    }

    /** The journal, which is slow to hear what became of the first event: meanwhile another lane may report. */
    private Bus hesitant(String outcome) {
        return Instead.of(Bus.class, journal, "report", arguments -> {
            Report report = (Report) arguments[0];
            if (isAbout(2, report)) {
                assertThat(report.done().get(0).outcome()).isEqualTo(outcome);
                await().pollDelay(MEANWHILE).until(() -> true);
            }
            written.add(report);
            return journal.report(report);
        });
    }
}
