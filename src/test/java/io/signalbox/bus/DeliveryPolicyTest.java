package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Event;
import io.signalbox.protocol.HttpRefusal;

/** What becomes of events that a backend does not take, as {@code routes/error-handling.camel.yaml} says. */
class DeliveryPolicyTest {
    private static final String LAST = "initialDelay: 10ms\n                  maximumDelay: 300ms\n";

    private final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(24), 100_000);
    private final BusRoutes routes = new BusRoutes(bus);
    private final List<List<String>> tried = new CopyOnWriteArrayList<>();
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final AtomicReference<Exception> answer = new AtomicReference<>();

    @AfterEach
    void stop() {
        routes.close();
    }

    private void backend(String parameters) {
        routes.backend("pager", "bus:logging?" + parameters, exchange -> {
            List<String> ids = BusRoutes.ids(exchange);
            tried.add(ids);
            Exception now = answer.get();
            if (now != null) {
                throw now;
            }
            got.addAll(ids);
        }).start();
    }

    private void events(int from, int to) {
        append(bus, "logging", IntStream.range(from, to).mapToObj(i -> event("" + i)).toList());
    }

    private Backend pager() {
        return routes.backend("pager");
    }

    @Test
    void afterFailuresInARowTheBreakerOpensAndSingleEventsTryWhetherTheBackendIsBack() {
        routes.impatient();
        answer.set(new IOException("503 overloaded"));
        backend("batchSize=100");
        events(0, 100);

        await().until(() -> pager().breakerState().equals("open") && tried.size() > 8);
        assertThat(pager().status()).isEqualTo("failed");
        // Tries go on meanwhile, and a part of a list that grows can't be read.
        List<List<String>> seen = List.copyOf(tried);
        assertThat(seen.subList(0, 5)).as("closed: all at once").allMatch(ids -> ids.size() == 100);
        assertThat(seen.subList(5, seen.size())).as("open: one tries").allMatch(ids -> ids.equals(List.of("0")));

        answer.set(null);
        await().until(() -> routes.idle("pager"));
        assertThat(got).isEqualTo(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
        assertThat(pager().breakerState()).isEqualTo("closed");
        assertThat(pager().status()).isEqualTo("healthy");
        assertThat(tried.get(tried.size() - 1)).as("closed again: all that is left").hasSize(99);
        assertThat(bus.deadLetters("pager", 9)).isEmpty();
    }

    @Test
    void onlyOneOfSeveralLanesTriesWhetherTheBackendIsBack() {
        routes.impatient();
        AtomicBoolean busy = new AtomicBoolean();
        List<String> together = new CopyOnWriteArrayList<>();
        routes.backend("pager", "bus:logging?concurrency=4", exchange -> {
            if (pager().breakerState().equals("half-open") && !busy.compareAndSet(false, true)) {
                together.addAll(BusRoutes.ids(exchange));
            }
            try {
                Thread.onSpinWait();
                tried.add(BusRoutes.ids(exchange));
                throw new IOException("down");
            } finally {
                busy.set(false);
            }
        }).start();
        for (int i = 0; i < 40; i++) {
            append(bus, "logging", event("" + i, "a.b", "key-" + i, io.signalbox.event.Severity.INFO,
                    io.signalbox.event.State.FIRING));
        }

        await().until(() -> tried.size() > 25);
        assertThat(together).isEmpty();
    }

    @Test
    void aBackendThatAsksToBeLeftAloneIsNotBroken() {
        routes.impatient();
        answer.set(new HttpRefusal(429, "429 slow down", Duration.ofMillis(50)));
        backend("batchSize=10");
        events(0, 10);

        await().until(() -> tried.size() > 8);
        assertThat(pager().breakerState()).isEqualTo("closed");
        assertThat(tried).as("nothing to try out").allMatch(ids -> ids.size() == 10);
        answer.set(null);
        await().until(() -> routes.idle("pager"));
        assertThat(got).hasSize(10);
    }

    @Test
    void anEventThatOurOwnCodeFailsOnIsADeadLetterAndTheNextOnesFlow() {
        routes.impatient().backend("pager", "bus:logging?batchSize=50", exchange -> {
            List<String> ids = BusRoutes.ids(exchange);
            tried.add(ids);
            if (ids.contains("7")) {
                throw new NullPointerException("no title");
            }
            got.addAll(ids);
        }).start();
        events(0, 20);

        await().until(() -> routes.idle("pager"));
        assertThat(got).hasSize(19).doesNotContain("7");
        assertThat(bus.deadLetters("pager", 9)).singleElement().satisfies(dead -> {
            assertThat(dead.event().id()).isEqualTo("7");
            assertThat(dead.reason()).isEqualTo("given up after " + dead.attempts() + " attempts: no title");
        });
    }

    @Test
    void somethingOtherThanAnExceptionIsADefectToo() {
        routes.impatient().backend("pager", "bus:logging", exchange -> {
            if (BusRoutes.ids(exchange).contains("0")) {
                throw new StackOverflowError();
            }
            got.addAll(BusRoutes.ids(exchange));
        }).start();
        events(0, 3);

        await().until(() -> routes.idle("pager"));
        assertThat(got).containsExactly("1", "2");
        assertThat(bus.deadLetters("pager", 9)).extracting(DeadLetter::attempts).containsExactly(3);
    }

    @Test
    void aBackendThatRefusesEverythingIsMisconfiguredAndTheBacklogIsNotBurnt() {
        routes.impatient();
        answer.set(new Refused("401 wrong key"));
        backend("batchSize=100");
        events(0, 500);

        await().until(() -> pager().breakerState().equals("open"));
        await().during(Duration.ofMillis(200)).until(() -> pager().deadLetters() <= 22);
        assertThat(pager().status()).isEqualTo("failed");
        assertThat(pager().lastError()).isEqualTo("401 wrong key");
        answer.set(null);
        await().until(() -> routes.idle("pager"));
        assertThat(got.size() + pager().deadLetters()).isEqualTo(500);
    }

    @Test
    void aRouteMayBoundTheAttemptsAndOnlyAnswersCount() {
        routes.errorHandling(bounded());
        answer.set(new ConnectException("Connection refused"));
        backend("batchSize=1");
        events(0, 2);
        await().until(() -> tried.size() > 6);
        assertThat(pager().deadLetters()).as("nobody has said no").isZero();

        answer.set(new IOException("500 oops"));
        await().until(() -> pager().deadLetters() == 2);
        assertThat(bus.deadLetters("pager", 9)).extracting(DeadLetter::reason)
                .containsOnly("given up after 4 attempts: 500 oops");
        assertThat(bus.deadLetters("pager", 9).get(0).attempts()).isGreaterThan(10);
    }

    private static String[] bounded() {
        String bounded = LAST + "                  maximumAttempts: 4\n";
        return new String[]{"initialDelay: 1s\n                  maximumDelay: 5m\n", bounded,
                "failure: unreachable\n", "failure: unreachable\n                  " + LAST};
    }

    @Test
    void theRecordSaysHowOftenAWaitingEventWasTriedAndWhatTheBackendSaid() {
        routes.impatient();
        answer.set(new IOException("503 s3cret overloaded"));
        backend("batchSize=1");
        events(0, 2);

        await().until(() -> pager().pending(1).attempts() >= 2);
        assertThat(pager().pending(1).answer()).isEqualTo("503 *** overloaded");
        assertThat(pager().pending(2)).isEqualTo(new Outcome("pager", Outcome.PENDING, 0, null, null));
    }

    @Test
    void theRecordSaysWhatTheBackendAnsweredWhenItTookTheEvent() {
        routes.backend("pager", "bus:logging", exchange -> Answer.note(exchange, "202 s3cret accepted")).start();
        events(0, 1);

        await().until(() -> routes.idle("pager"));
        assertThat(bus.outcomes(1)).extracting(Outcome::answer).containsExactly("202 *** accepted");
    }

    @Test
    void aTestGoesThroughTheRouteAndSaysWhatCameBackAndIsKeptNowhere() {
        routes.impatient();
        answer.set(new Refused("400 no such service"));
        backend("batchSize=5");
        Event test = event("test");

        assertThat(pager().test(test)).satisfies(trial -> assertThat(trial.accepted()).isFalse())
                .satisfies(trial -> assertThat(trial.answer()).isEqualTo("refused for good: 400 no such service"));
        answer.set(new ConnectException("Connection refused"));
        assertThat(pager().test(test).answer()).isEqualTo("not reached: Connection refused");
        answer.set(null);
        assertThat(pager().test(test).accepted()).isTrue();
        assertThat(tried).hasSize(3).allMatch(List.of("test")::equals);
        assertThat(bus.end()).isEqualTo(1);
        assertThat(pager().deadLetters()).isZero();
    }
}
