package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.end;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Event;
import io.signalbox.event.Read;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What a route that begins at the bus can rely on. */
class BackendRouteTest {
    private final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(24), 100_000);
    private final BusRoutes routes = new BusRoutes(bus);
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final Processor keep = exchange -> got.addAll(BusRoutes.ids(exchange));

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void anExchangeIsOneEventAndCarriesNoHeader() {
        Queue<Object> bodies = new ConcurrentLinkedQueue<>();
        List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
        routes.backend("slack", "bus:logging", exchange -> {
            headers.add(exchange.getMessage().getHeaders());
            bodies.add(exchange.getMessage().getBody());
        }).start();
        append(bus, "logging", event("1"), event("2"));

        await().until(() -> bodies.size() == 2);
        assertThat(bodies).containsExactly(event("1"), event("2"));
        assertThat(headers).allSatisfy(each -> assertThat(each).isEmpty());
    }

    @Test
    void aBatchIsAListInItsOrder() {
        List<List<String>> batches = new CopyOnWriteArrayList<>();
        routes.backend("csv", "bus:logging?batchSize=3&batchTimeout=100ms", exchange -> {
            assertThat(exchange.getMessage().getBody()).isInstanceOf(List.class);
            batches.add(BusRoutes.ids(exchange));
        }).start();
        append(bus, "logging", event("1"), event("2"), event("3"), event("4"), event("5"));

        await().until(() -> batches.size() == 2);
        assertThat(batches).containsExactly(List.of("1", "2", "3"), List.of("4", "5"));
    }

    @Test
    void aBatchWaitsForMoreUpToItsTimeout() {
        List<List<String>> batches = new CopyOnWriteArrayList<>();
        routes.backend("csv", "bus:logging?batchSize=2&batchTimeout=1m",
                exchange -> batches.add(BusRoutes.ids(exchange))).start();
        append(bus, "logging", event("1"));
        await().during(Duration.ofMillis(150)).until(batches::isEmpty);
        append(bus, "logging", event("2"));

        await().until(() -> batches.size() == 1);
        assertThat(batches).containsExactly(List.of("1", "2"));
    }

    @Test
    void aBackendHearsItsChannelsOnlyAndAllHearsEveryOne() {
        List<String> all = new CopyOnWriteArrayList<>();
        routes.backend("pager", "bus:alerting,audit", keep)
                .backend("archive", "bus:all", exchange -> all.addAll(BusRoutes.ids(exchange))).start();
        append(bus, "logging", event("1"));
        append(bus, "alerting,monitoring", event("2"));
        append(bus, "audit", event("3"));
        append(bus, "", event("4"));

        await().until(() -> all.size() == 4 && routes.idle("pager"));
        assertThat(all).containsExactly("1", "2", "3", "4");
        assertThat(got).containsExactly("2", "3");
    }

    @Test
    void twoBackendsThatAskForTheSameBothGetEverything() {
        List<String> other = new CopyOnWriteArrayList<>();
        routes.backend("slack-operations", "bus:logging?types=printer.*", keep)
                .backend("slack-helpdesk", "bus:logging?types=printer.*",
                        exchange -> other.addAll(BusRoutes.ids(exchange)))
                .start();
        append(bus, "logging", problem("1", "hp-1"), problem("2", "hp-2"), event("3"));

        await().until(() -> got.size() == 2 && other.size() == 2);
        assertThat(got).isEqualTo(other).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "minSeverity=warning                  | 2 3 4",
            "minSeverity=err                      | 3 4",
            "types=printer.*                      | 1 2 3",
            "types=printer.jam,system.error       | 3 4",
            "types=*error                         | 4",
            "types=threshold_breach               | 5",
            "types=lnmt.*                         | 5",
            "requiredTags=production              | 2 3",
            "requiredTags=production,floor-2      | 3",
            "types=printer.*&minSeverity=error&requiredTags=floor-2 | 3",
            "types=                               | 1 2 3 4 5"})
    void aFilterLetsThroughWhatItSays(String filter, String expected) {
        routes.backend("slack", "bus:logging?" + filter.strip(), keep).start();
        append(bus, "logging",
                Read.event("{'id':'1','type':'printer.added'}"),
                Read.event("{'id':'2','type':'printer.offline','tags':['production']}"),
                Read.event("{'id':'3','type':'printer.jam','tags':['floor-2','production']}"),
                Read.event("{'id':'4','type':'system.error'}"),
                Read.event("{'id':'5','type':'threshold_breach','severity':'info'}"));

        await().until(() -> routes.idle("slack"));
        assertThat(String.join(" ", got)).isEqualTo(expected);
    }

    @Test
    void theEndOfAProblemPassesWhereTheProblemPassed() {
        List<String> jams = new CopyOnWriteArrayList<>();
        List<String> errors = new CopyOnWriteArrayList<>();
        routes.backend("pager", "bus:alerting?minSeverity=warning", keep)
                .backend("jams", "bus:alerting?types=printer.jam", exchange -> jams.addAll(BusRoutes.ids(exchange)))
                .backend("errors", "bus:alerting?minSeverity=error", exchange -> errors.addAll(BusRoutes.ids(exchange)))
                .start();
        append(bus, "alerting", problem("offline-1", "hp-1"));
        append(bus, "logging", end("online-1", "hp-1"));
        append(bus, "logging", end("online-2", "hp-2"));
        append(bus, "alerting", event("jam", "printer.jam", "jam hp-1", Severity.CRITICAL, State.FIRING));
        append(bus, "logging", event("jam-over", "printer.jam", "jam hp-1", Severity.INFO, State.RESOLVED));

        await().until(() -> routes.idle("pager") && routes.idle("jams") && routes.idle("errors"));
        assertThat(got).containsExactly("offline-1", "online-1", "jam", "jam-over");
        assertThat(jams).containsExactly("jam", "jam-over");
        assertThat(errors).as("printer.offline is but a warning").containsExactly("jam", "jam-over");
    }

    @Test
    void thatSomebodyHasTakenAProblemOnPassesWhereTheProblemPassed() {
        routes.backend("pager", "bus:alerting?minSeverity=warning&types=printer.*", keep).start();
        append(bus, "alerting", event("1", "printer.offline.acknowledged", "hp-1", Severity.INFO, State.FIRING),
                event("2", "printer.added.acknowledged", "hp-1", Severity.INFO, State.FIRING),
                event("3", "system.error.acknowledged", "hp-1", Severity.INFO, State.FIRING));

        await().until(() -> routes.idle("pager"));
        assertThat(got).containsExactly("1");
    }

    @Test
    void whatFailsIsTriedAgainAndTheNextWaits() {
        List<String> tried = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(2);
        routes.impatient().backend("slack", "bus:logging", exchange -> {
            tried.addAll(BusRoutes.ids(exchange));
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("connection refused, s3cret");
            }
        }).start();
        append(bus, "logging", event("1"), event("2"));

        await().until(() -> tried.size() == 4);
        assertThat(tried).containsExactly("1", "1", "1", "2");
        await().until(() -> routes.idle("slack"));
        assertThat(bus.outcomes(1)).singleElement()
                .satisfies(outcome -> assertThat(outcome.attempts()).isEqualTo(3))
                .satisfies(outcome -> assertThat(outcome.outcome()).isEqualTo("delivered"));
        assertThat(routes.backend("slack").failures()).isEqualTo(2);
        assertThat(routes.backend("slack").lastError()).isEqualTo("connection refused, ***");
        assertThat(routes.backend("slack").status()).isEqualTo("healthy");
        assertThat(routes.measured).containsExactly("started slack", "slack 1 false", "slack 1 false", "slack 1 true",
                "slack 1 true");
    }

    @Test
    void aBackendThatKeepsFailingIsShownAsDown() {
        routes.impatient().backend("slack", "bus:logging", exchange -> {
            throw new java.io.IOException("down");
        }).start();
        append(bus, "logging", event("1"));

        await().until(() -> routes.backend("slack").status().equals("failed"));
        assertThat(routes.backend("slack").cursor()).isEqualTo(1);
    }

    @Test
    void oneDeadBackendHarmsNoOther() {
        routes.impatient().backend("dead", "bus:logging", exchange -> {
            throw new java.net.ConnectException();
        }).backend("well", "bus:logging", keep).start();
        IntStream.range(0, 50).forEach(i -> append(bus, "logging", event("" + i)));

        await().until(() -> routes.idle("well"));
        assertThat(got).hasSize(50);
        await().until(() -> "ConnectException".equals(routes.backend("dead").lastError()));
    }

    @Test
    void withoutAnyErrorHandlingWhatFailsIsTriedAgainAllTheSame() {
        AtomicBoolean failed = new AtomicBoolean();
        routes.backend("slack", "bus:logging", exchange -> {
            if (failed.compareAndSet(false, true)) {
                throw new java.io.IOException("once");
            }
            keep.process(exchange);
        }).start();
        append(bus, "logging", event("1"), event("2"));

        await().until(() -> got.size() == 2);
        assertThat(got).containsExactly("1", "2");
    }

    @Test
    void whatABackendRefusesForGoodIsADeadLetterAndTheNextFlows() {
        routes.impatient().backend("slack", "bus:logging", exchange -> {
            if (BusRoutes.ids(exchange).contains("2")) {
                throw new Refused("400 no such channel, s3cret");
            }
            keep.process(exchange);
        }).start();
        append(bus, "logging", event("1"), event("2"), event("3"));

        await().until(() -> routes.idle("slack"));
        assertThat(got).containsExactly("1", "3");
        assertThat(bus.deadLetters("slack", 9)).singleElement()
                .satisfies(dead -> assertThat(dead.reason()).isEqualTo("400 no such channel, ***"))
                .satisfies(dead -> assertThat(dead.event()).isEqualTo(event("2")));
        assertThat(routes.backend("slack").deadLetters()).isEqualTo(1);
        assertThat(routes.backend("slack").delivered()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"400,true", "401,true", "413,true", "422,true", "408,false", "425,false", "429,false", "500,false",
            "503,false", "301,false"})
    void ofCamelsOwnHttpProducerTheStatusDecides(int status, boolean dead) {
        AtomicBoolean failed = new AtomicBoolean();
        routes.impatient().backend("somebodys", "bus:logging", exchange -> {
            if (failed.compareAndSet(false, true)) {
                throw new HttpOperationFailedException("http://backend", status, "no", null, Map.of(), "");
            }
            keep.process(exchange);
        }).start();
        append(bus, "logging", event("1"));

        await().until(() -> routes.idle("somebodys"));
        assertThat(got).hasSize(dead ? 0 : 1);
        assertThat(bus.deadLetters("somebodys", 9)).hasSize(dead ? 1 : 0);
    }

    @Test
    void aRefusedBatchIsHalvedUntilOnlyTheBadEventIsDead() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        routes.impatient().backend("elastic", "bus:logging?batchSize=100", exchange -> {
            sizes.add(BusRoutes.ids(exchange).size());
            if (BusRoutes.ids(exchange).contains("37")) {
                throw new Refused("400 in the middle");
            }
            keep.process(exchange);
        }).start();
        append(bus, "logging", IntStream.range(0, 100).mapToObj(i -> event("" + i)).toList());

        await().until(() -> routes.idle("elastic"));
        assertThat(bus.deadLetters("elastic", 9)).extracting(dead -> dead.event().id()).containsExactly("37");
        assertThat(got).isEqualTo(IntStream.range(0, 100).filter(i -> i != 37).mapToObj(String::valueOf).toList());
        assertThat(sizes).hasSizeLessThan(20);
    }

    @Test
    void ofAPartlyAcceptedBatchEachEventGoesItsOwnWay() {
        List<List<String>> tried = new CopyOnWriteArrayList<>();
        routes.impatient().backend("elastic", "bus:logging?batchSize=10", exchange -> {
            List<String> ids = BusRoutes.ids(exchange);
            tried.add(ids);
            Map<Integer, Exception> failures = new java.util.HashMap<>();
            for (int place = 0; place < ids.size(); place++) {
                if (ids.get(place).equals("2")) {
                    failures.put(place, new Refused("mapping"));
                } else if (ids.get(place).equals("3") && tried.size() < 3) {
                    failures.put(place, new NotNow("queue full", null));
                }
            }
            if (!failures.isEmpty()) {
                throw new PartlyAccepted(failures);
            }
        }).start();
        append(bus, "logging", event("1"), event("2"), event("3"), event("4"));

        await().until(() -> routes.idle("elastic"));
        assertThat(tried).containsExactly(List.of("1", "2", "3", "4"), List.of("3"), List.of("3"));
        assertThat(bus.deadLetters("elastic", 9)).extracting(DeadLetter::reason).containsExactly("mapping");
        assertThat(bus.outcomes(1)).extracting(Outcome::attempts).containsExactly(1);
        assertThat(bus.outcomes(3)).extracting(Outcome::attempts).containsExactly(3);
        assertThat(routes.backend("elastic").delivered()).isEqualTo(3);
    }

    @Test
    void concurrencyKeepsTheOrderOfEachDedupKeyAndTheCursorMovesOnlyPastWhatIsDone() {
        int events = 4_000;
        Map<String, List<Integer>> byKey = new ConcurrentHashMap<>();
        AtomicInteger busy = new AtomicInteger();
        AtomicInteger busiest = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Queue<String> violations = new ConcurrentLinkedQueue<>();
        routes.backend("webhook", "bus:logging?concurrency=4", exchange -> {
            busiest.accumulateAndGet(busy.incrementAndGet(), Math::max);
            Event event = exchange.getMessage().getBody(Event.class);
            int number = Integer.parseInt(event.id());
            if (number % 7 == 0) {
                LockSupport.parkNanos(new Random(number).nextInt(400_000));
            }
            if (routes.backend("webhook").cursor() > number + 1) {
                violations.add("the cursor passed " + number);
            }
            byKey.computeIfAbsent(event.dedupkey(), key -> new CopyOnWriteArrayList<>()).add(number);
            busy.decrementAndGet();
            done.incrementAndGet();
        }).start();
        Random random = new Random(5);
        for (int from = 0; from < events; from += 100) {
            append(bus, "logging", IntStream.range(from, from + 100).mapToObj(
                    i -> event("" + i, "job.started", "job-" + random.nextInt(50), Severity.INFO, State.FIRING))
                    .toList());
        }

        await().until(() -> routes.idle("webhook"));
        assertThat(done).hasValue(events);
        assertThat(violations).isEmpty();
        assertThat(busiest.get()).isGreaterThan(1);
        assertThat(byKey).hasSize(50).allSatisfy((key, numbers) -> assertThat(numbers).isSorted());
    }

    @Test
    void aStuckKeyHoldsUpOnlyItsOwnLane() {
        CountDownLatch release = new CountDownLatch(1);
        routes.backend("webhook", "bus:logging?concurrency=2", exchange -> {
            Event event = exchange.getMessage().getBody(Event.class);
            if (event.id().equals("stuck")) {
                release.await();
            }
            keep.process(exchange);
        }).start();
        List<Event> events = new ArrayList<>();
        events.add(event("stuck", "a.b", "a", Severity.INFO, State.FIRING));
        for (int i = 0; i < 100; i++) {
            events.add(event("b" + i, "a.b", "b", Severity.INFO, State.FIRING));
        }
        append(bus, "logging", events);

        await().until(() -> got.size() == 100);
        assertThat(routes.backend("webhook").cursor()).as("not past the stuck one").isEqualTo(1);
        assertThat(bus.outcomes(50)).extracting(Outcome::outcome).containsExactly("delivered");
        release.countDown();
        await().until(() -> routes.idle("webhook"));
    }

    @Test
    void whatWasDoneAheadOfTheCursorIsNotDoneAgainAfterARestart() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean second = new AtomicBoolean();
        routes.impatient().backend("webhook", "bus:logging?concurrency=2", exchange -> {
            if (exchange.getMessage().getBody(Event.class).id().equals("stuck") && !second.get()) {
                never.await();
            }
            keep.process(exchange);
        }).start();
        append(bus, "logging", event("stuck", "a.b", "a", Severity.INFO, State.FIRING),
                event("b", "a.b", "b", Severity.INFO, State.FIRING));
        await().until(() -> got.contains("b"));
        routes.camel.getRouteController().stopRoute("webhook");
        second.set(true);
        append(bus, "logging", event("c", "a.b", "b", Severity.INFO, State.FIRING));
        routes.camel.getRouteController().startRoute("webhook");

        await().until(() -> routes.idle("webhook"));
        assertThat(got).containsExactlyInAnyOrder("b", "stuck", "c");
    }

    @Test
    void aSuspendedRouteIsSilentAndResumedItMissesNothing() throws Exception {
        routes.backend("slack", "bus:logging", keep).start();
        append(bus, "logging", event("1"));
        await().until(() -> got.size() == 1);
        routes.camel.getRouteController().suspendRoute("slack");
        append(bus, "logging", event("2"), event("3"));
        await().during(Duration.ofMillis(200)).until(() -> got.size() == 1);
        routes.camel.getRouteController().resumeRoute("slack");

        await().until(() -> got.size() == 3);
        assertThat(got).containsExactly("1", "2", "3");
    }

    @Test
    void aThrottleDelaysAndNeverDrops() {
        routes.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:logging").routeId("slack").throttle(10).timePeriodMillis(200).process(keep);
            }
        }).start();
        long began = System.nanoTime();
        append(bus, "logging", IntStream.range(0, 50).mapToObj(i -> event("" + i)).toList());

        await().until(() -> got.size() == 50);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(750),
                Duration.ofSeconds(5));
        assertThat(got).isEqualTo(IntStream.range(0, 50).mapToObj(String::valueOf).toList());
    }

    @Test
    void aStopDoesNotWaitForASleepingThrottleAndLosesNothing() {
        RouteBuilder throttled = new RouteBuilder() {
            @Override
            public void configure() {
                for (String name : new String[]{"slack", "discord", "email"}) {
                    from("bus:logging").routeId(name).throttle(1).timePeriodMillis(3_600_000).process(keep);
                }
            }
        };
        routes.impatient().route(throttled).start();
        append(bus, "logging", event("1"), event("2"), event("3"));
        await().until(() -> got.size() == 3);
        long began = System.nanoTime();
        routes.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));

        try (BusRoutes again = new BusRoutes(bus)) {
            got.clear();
            again.backend("slack", "bus:logging", keep).start();
            await().until(() -> again.idle("slack"));
            assertThat(got).containsExactly("2", "3");
        }
    }

    @Test
    void aStopLetsADeliveryThatHasJustBegunEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        routes.backend("webhook", "bus:logging", exchange -> {
            begun.countDown();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            keep.process(exchange);
        }).start();
        append(bus, "logging", event("1"), event("2"));
        begun.await();
        routes.close();

        assertThat(got).containsExactly("1");
        assertThat(bus.progress("webhook").cursor()).isEqualTo(2);
    }

    @Test
    void aBackendThatAsksToWaitIsLeftAloneForThatLong() {
        waits(new NotNow("429", Duration.ofMillis(250)), Duration.ofMillis(250));
    }

    @Test
    void butNotForLongerThanTheMaximum() {
        waits(new NotNow("429", Duration.ofDays(7)), Duration.ofMillis(300));
    }

    private void waits(Exception answer, Duration least) {
        List<Long> at = new CopyOnWriteArrayList<>();
        routes.impatient().backend("slack", "bus:logging", exchange -> {
            at.add(System.nanoTime());
            if (at.size() == 1) {
                throw answer;
            }
        }).start();
        append(bus, "logging", event("1"));

        await().until(() -> at.size() == 2);
        assertThat(Duration.ofNanos(at.get(1) - at.get(0))).isBetween(least, least.plusSeconds(3));
    }

    @Test
    void aBackendThatIsNewBeginsWithWhatComesNextEvenBeforeItsRouteRuns() throws Exception {
        append(bus, "logging", event("before"));
        routes.backend("slack", "bus:logging", keep).start();
        append(bus, "logging", event("after"));

        await().until(() -> !got.isEmpty());
        assertThat(got).containsExactly("after");
    }

    @Test
    void aBackendGoesRoundADamagedBlockWhichIsSetAside(@TempDir Path data) throws Exception {
        try (Journal journal = open(data)) {
            journal.progress("slack");
            append(journal, "logging", event("1"));
            append(journal, "logging", event("the-damaged-one"));
            append(journal, "logging", event("3"));
        }
        Path file = data.resolve("journal.db");
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("the-damaged-one")] ^= 1;
        Files.write(file, bytes);

        try (Journal journal = open(data); BusRoutes damaged = new BusRoutes(journal)) {
            damaged.backend("slack", "bus:logging?batchSize=5&batchTimeout=50ms", keep).start();
            await().until(() -> damaged.idle("slack"));
            assertThat(got).containsExactly("1", "3");
            await().until(() -> journal.space().damaged() == 1);
            assertThat(damaged.backend("slack").status()).isEqualTo("healthy");
        }
    }

    @Test
    void onTheJournalARestartedRouteDoesNothingTwice(@TempDir Path data) throws Exception {
        try (Journal journal = open(data); BusRoutes durable = new BusRoutes(journal)) {
            durable.backend("jsonl", "bus:logging", keep).start();
            for (int round = 0; round < 10; round++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    events.add(event(round + "-" + i));
                }
                append(journal, "logging", events);
                durable.camel.getRouteController().stopRoute("jsonl");
                durable.camel.getRouteController().startRoute("jsonl");
            }
            await().until(() -> durable.idle("jsonl"));
            assertThat(got).hasSize(300).doesNotHaveDuplicates();
        }
    }

    private static Journal open(Path data) {
        return Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "bus:logging?minSeverity=loud   | minSeverity is \"loud\"; expected debug, info, warning, error or critical",
            "bus:logging?batchSize=0        | batchSize is 0; expected a number from 1 to 100000",
            "bus:logging?concurrency=-1     | concurrency is -1; expected a number from 1 to 100000",
            "bus:logging?batchTimeout=soon  | batchTimeout is \"soon\"; expected a duration such as 500ms, 30s or 5m",
            "bus:,                          | bus: names no channel",
            "bus:logging?tpyes=a            | tpyes"})
    void aMistakeInTheUriIsTold(String uri, String told) {
        assertThatThrownBy(() -> routes.camel.getEndpoint(uri.strip())).hasStackTraceContaining(told);
    }

    @Test
    void whatIsNoEventDoesNotGetOntoTheBus() {
        routes.start();
        assertThatThrownBy(
                () -> routes.camel.createProducerTemplate().sendBody("bus:logging", "printer.offline"))
                .hasStackTraceContaining("expected an event or a list of events, got a String");
        routes.camel.createProducerTemplate().sendBody("bus:logging,alerting", List.of(event("1"), event("2")));
        routes.camel.createProducerTemplate().sendBody("bus:monitoring", event("3"));

        assertThat(Batches.ids(bus)).containsExactly("1", "2", "3");
        assertThat(Batches.channels(bus, "2")).containsExactly("logging", "alerting");
    }
}
