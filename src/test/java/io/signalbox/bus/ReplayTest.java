package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What a backend gets when somebody asks for it again. */
@ParameterizedClass
@EnumSource
class ReplayTest {
    enum Kind {
        JOURNAL, MEMORY
    }

    private static final Collection<Long> ALL = null;

    private final Kind kind;
    private final List<Event> got = new CopyOnWriteArrayList<>();
    private final AtomicReference<Exception> answer = new AtomicReference<>();
    @TempDir
    private Path data;
    private Bus bus;
    private BusRoutes routes;

    ReplayTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        bus = kind == Kind.JOURNAL
                ? Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72))
                : new MemoryBus(Clock.systemUTC(), Duration.ofHours(24), 100_000);
        routes = new BusRoutes(bus).impatient();
    }

    @AfterEach
    void stop() {
        routes.close();
        bus.close();
    }

    private void backend(String uri) {
        routes.backend("pager", uri, this::take).start();
    }

    private void take(Exchange exchange) throws Exception {
        Exception now = answer.get();
        if (now != null) {
            throw now;
        }
        got.addAll(EventBody.of(exchange));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private void idle() {
        patiently().until(() -> routes.idle("pager"));
    }

    private Replay over(Replay replay) {
        patiently().until(() -> find(replay).over());
        return find(replay);
    }

    private Replay find(Replay replay) {
        return bus.replays().find(replay.backend(), replay.number()).orElseThrow();
    }

    private List<String> gotIds() {
        return got.stream().map(Event::id).toList();
    }

    private List<String> replayedIds() {
        return got.stream().filter(event -> event.tags().contains("replay")).map(Event::id).toList();
    }

    private void events(int from, int to) {
        append(bus, "logging", IntStream.range(from, to).mapToObj(i -> event("" + i)).toList());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    @Test
    void aDeadLetterIsDeliveredAgainMarkedUnderItsOldIdWhenTheReasonIsMended() {
        answer.set(new Refused("401 wrong key"));
        backend("bus:logging");
        events(0, 3);
        patiently().until(() -> routes.backend("pager").deadLetters() == 3);
        idle();
        long cursor = bus.progress("pager").cursor();
        answer.set(null);
        DeadLetter second = bus.deadLetters("pager", 9).get(1);
        Replay replay = over(bus.replays().begin("pager", List.of(second.id())).join());

        assertThat(gotIds()).containsExactly("1");
        assertThat(got.get(0).tags()).containsExactly("replay");
        assertThat(replay.state()).isEqualTo(Replay.State.FINISHED);
        assertThat(replay.delivered()).isEqualTo(1);
        assertThat(bus.deadLetters("pager", 9)).extracting(letter -> letter.event().id()).containsExactly("0", "2");
        assertThat(bus.outcomes(2)).singleElement().satisfies(outcome -> {
            assertThat(outcome.outcome()).isEqualTo("delivered");
            assertThat(outcome.attempts()).isEqualTo(2);
            assertThat(outcome.replay()).isEqualTo(replay.number());
        });
        assertThat(bus.progress("pager").cursor()).isEqualTo(cursor);
        over(bus.replays().begin("pager", ALL).join());
        assertThat(gotIds()).containsExactly("1", "0", "2");
        assertThat(bus.deadLetters("pager", 9)).isEmpty();
    }

    @Test
    void whatIsRefusedAgainStaysWithTheNewReason() {
        answer.set(new Refused("401 wrong key"));
        backend("bus:logging?batchSize=10");
        events(0, 2);
        patiently().until(() -> bus.deadLetters("pager", 9).size() == 2);
        List<Long> ids = bus.deadLetters("pager", 9).stream().map(DeadLetter::id).toList();
        answer.set(new Refused("403 no s3cret of yours"));
        Replay replay = over(bus.replays().begin("pager", ALL).join());

        assertThat(replay.refused()).isEqualTo(2);
        assertThat(bus.deadLetters("pager", 9)).extracting(DeadLetter::id).isEqualTo(ids);
        assertThat(bus.deadLetters("pager", 9)).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo("403 no *** of yours");
            assertThat(letter.event().tags()).as("the event as it was").isEmpty();
            assertThat(letter.replay()).isZero();
        });
    }

    @Test
    void aNewBackendIsFilledFromHistoryWithWhatItWantsInOrderBesideWhatComesNow() {
        append(bus, "logging", problem("1", "hp-1"), event("2"), problem("3", "hp-2"));
        append(bus, "monitoring", problem("4", "hp-1"));
        backend("bus:logging?types=printer.*");
        append(bus, "logging", problem("5", "hp-1"));
        idle();
        assertThat(gotIds()).as("a new backend begins with what comes next").containsExactly("5");
        Replay replay = over(bus.replays().begin("pager", Instant.EPOCH, null).join());

        assertThat(replayedIds()).startsWith("1", "3").doesNotContain("2", "4");
        assertThat(got.stream().filter(event -> !event.tags().contains("replay")).map(Event::id))
                .containsExactly("5");
        assertThat(replay.delivered()).isEqualTo(replayedIds().size());
        assertThat(replay.done()).isEqualTo(replay.events());
        assertThat(bus.outcomes(1)).extracting(Outcome::outcome).containsExactly("delivered");
        assertThat(bus.deadLetters("pager", 9)).isEmpty();
    }

    @Test
    void aSpanInWhichThereIsNothingForABackendIsSoonOver() {
        for (int i = 0; i < 30; i++) {
            events(i * 1_000, i * 1_000 + 1_000);
        }
        backend("bus:logging?types=printer.*");
        Replay replay = over(bus.replays().begin("pager", null, (Instant) null).join());

        assertThat(replay.delivered()).isZero();
        assertThat(replay.done()).isEqualTo(30_000);
        assertThat(got).isEmpty();
    }

    @Test
    void aReplayIsThrottledLikeEverythingElse() {
        events(0, 12);
        routes.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:logging").routeId("pager").throttle(5).timePeriodMillis(1_000).process(ReplayTest.this::take);
            }
        }).start();
        long began = System.nanoTime();
        over(bus.replays().begin("pager", null, (Instant) null).join());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_500));
        assertThat(replayedIds()).isEqualTo(numbers(0, 12));
    }

    @Test
    void aReplayWaitsForAThrottleThatLeavesLiveEventsOutAndWhatItTellsIsRemembered() {
        append(bus, "logging", IntStream.range(0, 8).mapToObj(i -> problem("" + i, "hp-" + i)).toList());
        routes.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:logging?overflow=drop").routeId("pager").throttle(3).timePeriodMillis(300)
                        .rejectExecution(true).process(ReplayTest.this::take);
            }
        }).start();
        over(bus.replays().begin("pager", null, (Instant) null).join());

        assertThat(replayedIds()).isEqualTo(numbers(0, 8));
        assertThat(bus.outcomes(8)).extracting(Outcome::outcome).containsExactly("delivered");
        assertThat(bus.progress("pager").told()).as("so that their ends are not left out").hasSize(8);
    }

    @Test
    void neitherDoesAReplayStarveLiveEventsNorTheyAReplay() {
        events(0, 300);
        CountDownLatch begun = new CountDownLatch(1);
        routes.backend("pager", "bus:logging?batchSize=10&batchTimeout=1m", exchange -> {
            begun.await();
            take(exchange);
        }).start();
        events(300, 600);
        Replay replay = bus.replays().begin("pager", null, (Instant) null).join();
        begun.countDown();
        over(replay);
        idle();

        assertThat(replayedIds()).isEqualTo(numbers(0, 300));
        assertThat(got).hasSize(600);
        List<Event> early = got.subList(0, 200);
        assertThat(early.stream().filter(event -> event.tags().contains("replay")).count()).isBetween(60L, 140L);
    }

    @Test
    void aBackendThatIsAwayGetsItsReplayWhenItIsBack() {
        events(0, 50);
        answer.set(new IOException("503 overloaded"));
        backend("bus:logging?batchSize=7");
        Replay replay = bus.replays().begin("pager", null, (Instant) null).join();
        patiently().until(() -> routes.backend("pager").breakerState().equals("open"));
        events(50, 60);
        answer.set(null);
        over(replay);
        idle();

        assertThat(replayedIds()).isEqualTo(numbers(0, 50));
        assertThat(gotIds()).containsAll(numbers(50, 60));
        assertThat(bus.deadLetters("pager", 9)).isEmpty();
        assertThat(bus.outcomes(1).get(0).attempts()).as("those that failed count").isGreaterThan(1);
    }

    @Test
    void eachKeyKeepsItsOrderOnSeveralLanes() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            events.add(event("" + i, "a.b", "key-" + i % 7, Severity.INFO, State.FIRING));
        }
        append(bus, "logging", events);
        backend("bus:logging?concurrency=4&batchSize=3");
        Replay replay = over(bus.replays().begin("pager", null, (Instant) null).join());

        assertThat(replay.delivered()).isEqualTo(600);
        for (int key = 0; key < 7; key++) {
            String subject = "key-" + key;
            int rest = key;
            assertThat(got.stream().filter(event -> event.subject().equals(subject)).map(Event::id))
                    .isEqualTo(IntStream.range(0, 600).filter(i -> i % 7 == rest).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void replaysOfOneBackendGoOneAfterAnother() {
        events(0, 40);
        backend("bus:logging?concurrency=2");
        Replay first = bus.replays().begin("pager", null, (Instant) null).join();
        Replay second = bus.replays().begin("pager", null, (Instant) null).join();
        over(second);

        assertThat(find(first).over()).isTrue();
        assertThat(got).hasSize(80);
        assertThat(gotIds().subList(0, 40)).containsExactlyInAnyOrderElementsOf(numbers(0, 40));
    }

    @Test
    void aReplayThatIsStoppedSendsNoMore() {
        events(0, 500);
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch on = new CountDownLatch(1);
        routes.backend("pager", "bus:logging", exchange -> {
            take(exchange);
            one.countDown();
            on.await();
        }).start();
        Replay replay = bus.replays().begin("pager", null, (Instant) null).join();
        patiently().until(() -> one.getCount() == 0);
        bus.replays().stop(replay.number(), Replay.State.STOPPED, null).join();
        on.countDown();
        events(500, 501);
        patiently().until(() -> gotIds().contains("500"));
        await().during(Duration.ofMillis(200)).until(() -> got.size() == 2);

        assertThat(replayedIds()).containsExactly("0");
        assertThat(bus.outcomes(1)).extracting(Outcome::outcome).containsExactly("delivered");
    }

    @Test
    void aReplayGoesOnWhereItWasWhenItsRouteStartsAgain() throws Exception {
        events(0, 3_000);
        CountDownLatch some = new CountDownLatch(500);
        backend("bus:logging?batchSize=10", some);
        Replay replay = bus.replays().begin("pager", null, (Instant) null).join();
        patiently().until(() -> some.getCount() == 0);
        routes.camel.getRouteController().stopRoute("pager");
        int before = got.size();
        assertThat(find(replay).over()).isFalse();
        assertThat(find(replay).done()).isBetween(490L, (long) before);
        routes.camel.getRouteController().startRoute("pager");
        over(replay);

        assertThat(replayedIds().stream().distinct().toList()).isEqualTo(numbers(0, 3_000));
        assertThat(got.size()).as("at the most what was on its way twice").isLessThanOrEqualTo(3_010);
    }

    private void backend(String uri, CountDownLatch latch) {
        routes.backend("pager", uri, exchange -> {
            Thread.sleep(1);
            take(exchange);
            EventBody.of(exchange).forEach(event -> latch.countDown());
        }).start();
    }

    @Test
    void aSpanThatCannotBeReadFailsAloneAndSaysWhy() {
        events(0, 5);
        events(5, 10);
        Bus damaged = Instead.of(Bus.class, bus, "read", arguments -> {
            if ((Long) arguments[0] >= 6 && (Long) arguments[0] < 11) {
                throw new IllegalStateException("the block at place 6 is damaged");
            }
            return bus.read((Long) arguments[0]);
        });
        BusRoutes other = new BusRoutes(damaged).backend("pager", "bus:logging", this::take).start();
        try {
            Replay replay = over(bus.replays().begin("pager", null, (Instant) null).join());
            events(10, 11);
            patiently().until(() -> gotIds().contains("10"));

            assertThat(replay.state()).isEqualTo(Replay.State.FAILED);
            assertThat(replay.reason()).isEqualTo("the block at place 6 is damaged");
            assertThat(other.backend("pager").status()).isEqualTo("healthy");
        } finally {
            other.close();
        }
    }

    @Test
    void whileNothingCanBeKeptNothingIsSentOverAndOver() {
        events(0, 20);
        AtomicBoolean full = new AtomicBoolean(true);
        AtomicInteger tries = new AtomicInteger();
        Replays forgetful = Instead.of(Replays.class, bus.replays(), "report", arguments -> {
            tries.incrementAndGet();
            return full.get()
                    ? CompletableFuture.failedFuture(new IOException("disk full"))
                    : bus.replays().report((ReplayReport) arguments[0]);
        });
        BusRoutes other = new BusRoutes(Instead.of(Bus.class, bus, "replays", arguments -> forgetful))
                .backend("pager", "bus:logging?batchSize=10", this::take).start();
        try {
            Replay replay = bus.replays().begin("pager", null, (Instant) null).join();
            patiently().until(() -> tries.get() > 3);
            assertThat(got.size()).isLessThanOrEqualTo(20);
            full.set(false);
            over(replay);

            assertThat(gotIds()).containsAll(numbers(0, 20));
            assertThat(got.size()).isLessThanOrEqualTo(40);
        } finally {
            other.close();
        }
    }
}
