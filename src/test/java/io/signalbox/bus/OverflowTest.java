package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.end;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What becomes of events that come faster than a backend's throttle lets them through. */
class OverflowTest {
    @TempDir
    Path data;
    private Journal journal;
    private BusRoutes routes;
    private final List<Event> got = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        journal = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
        routes = new BusRoutes(journal).impatient();
    }

    @AfterEach
    void close() {
        routes.close();
        journal.close();
    }

    private void slack(String overflow, int most, Duration window) {
        routes.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:alerting?types=printer.*&overflow=" + overflow).routeId("slack").throttle(most)
                        .timePeriodMillis(window.toMillis()).rejectExecution(true)
                        .process(exchange -> got.addAll(EventBody.of(exchange)));
            }
        }).start();
    }

    private List<String> ids() {
        return got.stream().map(Event::id).toList();
    }

    private String outcome(long seq) {
        return journal.outcomes(seq).get(0).outcome();
    }

    @Test
    void whatExceedsTheWindowBecomesOneDigestWhenTheWindowTurns() {
        slack("digest", 3, Duration.ofSeconds(2));
        append(journal, "alerting", IntStream.range(0, 40).mapToObj(
                i -> i % 10 == 9
                        ? event("" + i, "printer.jam", "jam-" + i, Severity.ERROR, State.FIRING)
                        : problem("" + i, "hp-" + i))
                .toList());

        await().atMost(Duration.ofSeconds(20)).until(() -> got.size() == 4);
        assertThat(ids().subList(0, 3)).containsExactly("0", "1", "2");
        Event digest = got.get(3);
        assertThat(digest.type()).isEqualTo("signalbox.digest");
        assertThat(digest.title()).isEqualTo("37 more, 33 of them printer.offline");
        assertThat(digest.message()).contains("33 × printer.offline", "4 × printer.jam");
        assertThat(digest.severity()).isEqualTo(Severity.ERROR);
        assertThat(digest.data()).containsEntry("count", 37);
        await().until(() -> routes.idle("slack"));
        assertThat(outcome(3)).isEqualTo(Outcome.DELIVERED);
        assertThat(journal.outcomes(4)).singleElement().satisfies(outcome -> {
            assertThat(outcome.outcome()).isEqualTo(Outcome.SUPPRESSED);
            assertThat(outcome.answer()).as("in which digest").isEqualTo(digest.id());
        });
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> got.size() == 4);
    }

    @Test
    void aDigestReachesOnlyTheBackendWhoseThrottleOverflowed() {
        List<String> other = new CopyOnWriteArrayList<>();
        routes.backend("discord", "bus:alerting", exchange -> other.addAll(BusRoutes.ids(exchange)));
        slack("digest", 1, Duration.ofMillis(500));
        append(journal, "alerting", problem("1", "a"), problem("2", "b"), problem("3", "c"));

        await().until(() -> got.size() == 2);
        await().until(() -> routes.idle("discord"));
        assertThat(other).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "drop"})
    void theEndOfAProblemThatWasToldIsNeverLeftOutEvenAfterARestart(String overflow) {
        slack(overflow, 1, Duration.ofSeconds(1));
        append(journal, "alerting", problem("told", "a"), problem("untold", "b"));
        await().until(() -> outcome(2).equals(overflow.equals("drop") ? Outcome.DROPPED : Outcome.SUPPRESSED));
        routes.close();
        routes = new BusRoutes(journal).impatient();
        slack(overflow, 1, Duration.ofSeconds(1));
        append(journal, "alerting", problem("more", "c"), end("end-untold", "b"), end("end-told", "a"));

        await().atMost(Duration.ofSeconds(20)).until(() -> ids().contains("end-told"));
        await().until(() -> routes.idle("slack"));
        assertThat(ids()).contains("told").doesNotContain("untold", "end-untold");
    }

    @Test
    void whatIsDroppedIsCountedAndRecordedAndNoDigestIsSent() {
        slack("drop", 2, Duration.ofMillis(300));
        append(journal, "alerting", problem("1", "a"), problem("2", "b"), problem("3", "c"));

        await().until(() -> routes.idle("slack"));
        assertThat(ids()).containsExactly("1", "2");
        assertThat(outcome(3)).isEqualTo(Outcome.DROPPED);
        await().during(Duration.ofSeconds(1)).until(() -> got.size() == 2);
    }

    @Test
    void whatWasLeftOutBeforeACrashIsInTheDigestAfterIt() {
        slack("digest", 1, Duration.ofHours(1));
        append(journal, "alerting", problem("1", "a"), problem("2", "b"), problem("3", "c"));
        await().until(() -> routes.idle("slack"));
        routes.close();
        routes = new BusRoutes(journal).impatient();
        slack("digest", 5, Duration.ofMillis(300));

        await().until(() -> got.size() == 2);
        assertThat(got.get(1).title()).isEqualTo("2 more, all printer.offline");
    }

    @Test
    void whatIsInADigestThatWasOnTheBusAtACrashIsInNoOther() {
        routes.close();
        routes = new BusRoutes(Instead.of(Bus.class, journal, "digested", arguments -> new CompletableFuture<>()))
                .impatient();
        slack("digest", 1, Duration.ofSeconds(1));
        append(journal, "alerting", problem("1", "a"), problem("2", "b"), problem("3", "c"));
        await().atMost(Duration.ofSeconds(20)).until(() -> ids().stream().anyMatch(id -> id.startsWith("digest/")));
        routes.close();
        routes = new BusRoutes(journal).impatient();
        slack("digest", 1, Duration.ofSeconds(1));
        append(journal, "alerting", problem("4", "a"), problem("5", "b"), problem("6", "c"));

        await().atMost(Duration.ofSeconds(20)).until(() -> got.stream().filter(this::isDigest).count() == 2);
        long told = got.stream().filter(event -> !isDigest(event)).count();
        assertThat(got.stream().filter(this::isDigest).mapToInt(event -> (Integer) event.data().get("count")).sum())
                .isEqualTo((int) (6 - told));
    }

    private boolean isDigest(Event event) {
        return event.type().equals("signalbox.digest");
    }

    @Test
    void withDelayWhatTheThrottleRejectsWaits() {
        slack("delay", 2, Duration.ofMillis(300));
        append(journal, "alerting", IntStream.range(0, 6).mapToObj(i -> problem("" + i, "hp-" + i)).toList());

        await().atMost(Duration.ofSeconds(20)).until(() -> got.size() == 6);
        assertThat(ids()).isSorted();
        assertThat(routes.backend("slack").failures()).isZero();
        assertThat(routes.backend("slack").status()).isEqualTo("healthy");
    }

    @Test
    void aThrottleThatMakesEventsWaitCannotOverflow() {
        routes.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:alerting?overflow=digest").routeId("slack").throttle(1).process(exchange -> got.clear());
            }
        });

        assertThatThrownBy(routes::start)
                .hasMessageContaining(
                        "slack has overflow=digest, but its throttle makes events wait; it needs rejectExecution: true");
    }
}
