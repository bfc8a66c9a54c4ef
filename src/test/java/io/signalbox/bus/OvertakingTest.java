package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What is critical does not wait behind a backlog. */
class OvertakingTest {
    @TempDir
    Path data;
    private Journal journal;
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private BusRoutes routes(String parameters) {
        journal = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
        return new BusRoutes(journal).backend("pager", "bus:alerting?" + parameters, exchange -> {
            open.await();
            got.addAll(BusRoutes.ids(exchange));
        });
    }

    private void debug(int from, int to) {
        for (int i = from; i < to; i += 1_000) {
            append(journal, "alerting", IntStream.range(i, i + 1_000)
                    .mapToObj(n -> event("" + n, "job.log", "job-" + n % 300, Severity.DEBUG, State.FIRING)).toList());
        }
    }

    private static Event critical(String id, String key) {
        return event(id, "system.critical", key, Severity.CRITICAL, State.FIRING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batchSize=1", "batchSize=50", "batchSize=10&concurrency=4"})
    void aCriticalEventGoesBeforeABacklogAndNothingIsLostOrDoubled(String parameters) {
        try (BusRoutes routes = routes(parameters).start()) {
            debug(0, 30_000);
            append(journal, "alerting", critical("c1", "disk"), critical("c2", "disk"));
            debug(30_000, 32_000);
            open.countDown();

            await().atMost(Duration.ofSeconds(60)).until(() -> routes.idle("pager"));
            assertThat(got).hasSize(32_002).doesNotHaveDuplicates();
            assertThat(got.indexOf("c1")).isLessThan(13_000);
            assertThat(got.indexOf("c2")).as("after the first of its key").isGreaterThan(got.indexOf("c1"));
        }
    }

    @Test
    void butNotBeforeAnEventOfItsOwnKey() {
        try (BusRoutes routes = routes("batchSize=10").start()) {
            debug(0, 20_000);
            append(journal, "alerting", critical("of-a-job", "job-7"), critical("of-nobody", "disk"));
            open.countDown();

            await().atMost(Duration.ofSeconds(60)).until(() -> routes.idle("pager"));
            assertThat(got.indexOf("of-nobody")).isLessThan(15_000);
            List<String> job = got.stream().filter(id -> id.equals("of-a-job") || Integer.parseInt(
                    id.equals("of-nobody") ? "0" : id) % 300 == 7).toList();
            assertThat(job.get(job.size() - 1)).isEqualTo("of-a-job");
        }
    }

    @Test
    void everyKeyKeepsItsOrder() {
        Map<String, List<Integer>> byKey = new ConcurrentHashMap<>();
        journal = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
        try (BusRoutes routes = new BusRoutes(journal).backend("pager", "bus:alerting?concurrency=3", exchange -> {
            open.await();
            Event event = exchange.getMessage().getBody(Event.class);
            byKey.computeIfAbsent(event.dedupkey(), key -> new CopyOnWriteArrayList<>())
                    .add(Integer.parseInt(event.id()));
        }).start()) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                events.add(event("" + i, "a.b", "key-" + i % 997, i % 13 == 0 ? Severity.CRITICAL : Severity.INFO,
                        State.FIRING));
            }
            append(journal, "alerting", events.subList(0, 9_000));
            append(journal, "alerting", events.subList(9_000, 20_000));
            open.countDown();

            await().atMost(Duration.ofSeconds(60)).until(() -> routes.idle("pager"));
            assertThat(byKey.values().stream().mapToInt(List::size).sum()).isEqualTo(20_000);
            assertThat(byKey.values()).allSatisfy(ids -> assertThat(ids).isSorted());
        }
    }

    @Test
    void whatWentBeforeIsNotSentAgainAfterARestart() {
        CountDownLatch debugging = new CountDownLatch(1);
        journal = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
        BusRoutes first = new BusRoutes(journal).backend("pager", "bus:alerting", exchange -> {
            if (!BusRoutes.ids(exchange).get(0).equals("c")) {
                open.await();
                if (got.contains("c")) {
                    debugging.await();
                }
            }
            got.addAll(BusRoutes.ids(exchange));
        }).start();
        debug(0, 15_000);
        append(journal, "alerting", critical("c", "disk"));
        open.countDown();
        await().until(() -> got.contains("c") && journal.outcomes(15_001).get(0).outcome().equals(Outcome.DELIVERED));
        first.close();
        debugging.countDown();

        try (BusRoutes again = new BusRoutes(journal).backend("pager", "bus:alerting?batchSize=1000",
                exchange -> got.addAll(BusRoutes.ids(exchange))).start()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> again.idle("pager"));
            assertThat(got).hasSize(15_001).doesNotHaveDuplicates();
        }
    }
}
