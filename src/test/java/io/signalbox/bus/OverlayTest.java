package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.apache.camel.builder.RouteBuilder;
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

/** What an operator who pauses a backend, or lays rules over its route file, can rely on. */
class OverlayTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(24), 100_000);
    private final BusRoutes routes = new BusRoutes(bus);
    private final List<String> got = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        routes.close();
    }

    private void slack(String uri) {
        routes.backend("slack", uri, exchange -> got.addAll(BusRoutes.ids(exchange))).start();
    }

    private void change(UnaryOperator<Overlay> change) {
        change(routes, change);
    }

    private static void change(BusRoutes routes, UnaryOperator<Overlay> change) {
        try {
            routes.backends.change("slack", change);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static EventRule rule(String type, boolean enabled, String field, String... values) {
        return new EventRule(type, enabled, field == null ? Map.of() : Map.of(field, List.of(values)), NOON);
    }

    private void lay(EventRule rule) {
        change(overlay -> overlay.with(rule));
    }

    private static Event printer(String id, String type, String department, State state) {
        return new Event(id, "continuum", type, department, Read.NOW,
                state == State.RESOLVED ? Severity.INFO : Severity.WARNING, state, "printer/" + department, null, null,
                List.of("floor-2", "production"), null,
                department.equals("?")
                        ? Map.of()
                        : Map.of("printer_department", department, "site", Map.of("id", 7), "status",
                                state == State.RESOLVED ? "up" : "down"),
                null);
    }

    private static Event offline(String id, String department) {
        return printer(id, "printer.offline", department, State.FIRING);
    }

    private static Event online(String id, String department) {
        return printer(id, "printer.online", department, State.RESOLVED);
    }

    private void sent(Event... events) {
        append(bus, "alerting", Arrays.asList(events));
        await().until(() -> routes.idle("slack"));
    }

    @Test
    void aPausedBackendGetsNothingAndLosesNothing() {
        slack("bus:alerting?concurrency=3");
        sent(event("1"));
        change(overlay -> overlay.pausedAt(NOON));
        append(bus, "alerting", event("2"), event("3"));

        assertThat(routes.backend("slack").status()).isEqualTo("paused");
        await().during(Duration.ofMillis(300)).until(() -> got.equals(List.of("1")));
        assertThat(routes.backend("slack").cursor()).as("its backlog waits").isEqualTo(2);

        change(Overlay::resumed);
        await().until(() -> got.size() == 3);
        assertThat(got).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(routes.backend("slack").status()).isEqualTo("healthy");
        assertThat(routes.backend("slack").delivered()).as("it is the same backend").isEqualTo(3);
    }

    @Test
    void aPauseOutlivesTheStartOfItsRoute() throws Exception {
        slack("bus:alerting");
        change(overlay -> overlay.pausedAt(NOON));
        routes.camel.getRouteController().stopRoute("slack");
        append(bus, "alerting", event("1"));
        routes.camel.getRouteController().startRoute("slack");

        assertThat(routes.backend("slack").status()).isEqualTo("paused");
        await().during(Duration.ofMillis(300)).until(got::isEmpty);
        change(Overlay::resumed);
        await().until(() -> got.equals(List.of("1")));
    }

    @Test
    void anEventThatWaitsInAThrottleIsNotSentAfterThePause() {
        routes.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:alerting").routeId("slack").throttle(1).timePeriodMillis(60_000)
                        .process(exchange -> got.addAll(BusRoutes.ids(exchange)));
            }
        }).start();
        append(bus, "alerting", event("1"), event("2"));
        await().until(() -> got.equals(List.of("1")));
        long began = System.nanoTime();
        change(overlay -> overlay.pausedAt(NOON));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(routes.backend("slack").cursor()).isEqualTo(2);
    }

    @Test
    void aBackendThatIsDownIsLeftAloneWhileItIsPaused() {
        AtomicInteger tries = new AtomicInteger();
        routes.impatient().backend("slack", "bus:alerting", exchange -> {
            tries.incrementAndGet();
            throw new IOException("connection refused");
        }).start();
        append(bus, "alerting", event("1"));
        await().until(() -> tries.get() > 6 && routes.backend("slack").breakerState().equals("open"));
        change(overlay -> overlay.pausedAt(NOON));
        int until = tries.get();

        await().during(Duration.ofMillis(700)).until(() -> tries.get() == until);
        change(Overlay::resumed);
        await().until(() -> tries.get() > until);
        assertThat(bus.deadLetters("slack", 9)).isEmpty();
    }

    @Test
    void whatAFileKeepsOutARuleNeverLetsIn() {
        slack("bus:alerting?minSeverity=error");
        lay(rule("printer.*", true, null));
        sent(offline("1", "IT"));

        assertThat(got).isEmpty();
        assertThat(routes.backend("slack").refusal(entry(offline("1", "IT")))).isEqualTo("minSeverity=error");
    }

    private Entry entry(Event event) {
        return new Entry(1, bus.channels().bits(List.of("alerting")), Read.NOW, event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "printer.offline | true  | printer_department | IT,Engineering | -",
            "printer.offline | true  | printer_department | Sales          | event-routing printer.offline: printer_department=Sales",
            "printer.*       | false | -                  | -              | event-routing printer.*: enabled=false",
            "printer.online  | false | -                  | -              | -",
            "*               | true  | site.id            | 7              | -",
            "*               | true  | site.id            | 8              | event-routing *: site.id=8",
            "*               | true  | tags               | production     | -",
            "*               | true  | tags               | test           | event-routing *: tags=test",
            "*               | true  | severity           | critical       | event-routing *: severity=critical",
            "*               | true  | source             | continuum      | -",
            "*               | true  | printer_room       | 12             | event-routing *: printer_room=12"})
    void aRuleLooksAtDataAndAttributes(String type, boolean enabled, String field, String values, String refusal) {
        slack("bus:alerting");
        lay(rule(type, enabled, field, values == null ? new String[0] : values.split(",")));
        sent(offline("1", "IT"));

        assertThat(routes.backend("slack").refusal(entry(offline("1", "IT")))).isEqualTo(refusal);
        assertThat(got).hasSize(refusal == null ? 1 : 0);
    }

    @Test
    void everyRuleHasToLetAnEventPass() {
        slack("bus:alerting");
        lay(rule("printer.*", true, "printer_department", "IT"));
        lay(rule("printer.offline", true, "tags", "test"));
        sent(offline("1", "IT"), printer("2", "printer.jam", "IT", State.FIRING), offline("3", "Sales"));

        assertThat(got).containsExactly("2");
        change(overlay -> overlay.without("printer.offline"));
        sent(offline("4", "IT"), offline("5", "Sales"));
        assertThat(got).containsExactly("2", "4");
        change(Overlay::withoutRules);
        sent(offline("6", "Sales"));
        assertThat(got).containsExactly("2", "4", "6");
    }

    @Test
    void theEndOfAProblemGoesWhereTheProblemWentAndOnlyThere() {
        slack("bus:alerting");
        lay(rule("printer.offline", true, "printer_department", "IT"));
        sent(offline("1", "IT"), offline("2", "Sales"), online("3", "IT"), online("4", "Sales"));

        assertThat(got).containsExactly("1", "3");
    }

    @Test
    void anEndThatSaysOtherwiseThanItsProblemComesAllTheSame() {
        slack("bus:alerting");
        lay(rule("printer.*", true, "status", "down"));
        sent(offline("1", "IT"), online("2", "IT"));
        lay(rule("printer.online", false, null));
        sent(offline("3", "IT"), online("4", "IT"));

        assertThat(got).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aProblemThatWasToldBeforeTheRuleIsEndedAllTheSame() {
        slack("bus:alerting");
        sent(offline("1", "IT"));
        lay(rule("printer.offline", false, null));
        sent(offline("2", "IT"), offline("3", "Sales"), online("4", "IT"), online("5", "Sales"), offline("6", "IT"),
                online("7", "IT"));

        assertThat(got).containsExactly("1", "4");
    }

    @Test
    void anEndThatWaitsWhileTheRuleIsLaidComesAllTheSame() {
        slack("bus:alerting");
        sent(offline("1", "IT"));
        change(overlay -> overlay.pausedAt(NOON));
        append(bus, "alerting", online("2", "IT"), event("3"));
        lay(rule("printer.*", false, null));
        change(Overlay::resumed);
        await().until(() -> routes.idle("slack"));

        assertThat(got).containsExactly("1", "2", "3");
    }

    @Test
    void aStartKnowsNotWhatWasKeptBackAndSoSendsTheEnd() throws Exception {
        slack("bus:alerting");
        lay(rule("printer.offline", true, "printer_department", "IT"));
        sent(offline("1", "IT"), offline("2", "Sales"));
        routes.camel.getRouteController().stopRoute("slack");
        routes.camel.getRouteController().startRoute("slack");
        sent(online("3", "IT"), online("4", "Sales"), offline("5", "Sales"), online("6", "Sales"));

        assertThat(got).containsExactly("1", "3", "4");
    }

    @Test
    void whatWasReadAheadBeforeTheRuleIsNotSentAfterIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        routes.backend("slack", "bus:alerting", exchange -> {
            got.addAll(BusRoutes.ids(exchange));
            go.await(1, TimeUnit.SECONDS);
        }).start();
        append(bus, "alerting", IntStream.range(0, 100).mapToObj(i -> offline("p" + i, "IT-" + i)).toList());
        append(bus, "alerting", event("last"));
        await().until(() -> got.size() == 1);
        lay(rule("printer.offline", false, null));
        go.countDown();

        await().until(() -> got.contains("last"));
        assertThat(List.copyOf(got)).containsExactly("p0", "last");
    }

    @Test
    void whatCannotBeKeptDoesNotCount() throws Exception {
        try (BusRoutes full = new BusRoutes(bus, new Overlays(Map.of(), overlays -> {
            throw new IOException("No space left on device");
        }))) {
            full.backend("slack", "bus:alerting", exchange -> got.addAll(BusRoutes.ids(exchange))).start();

            assertThatThrownBy(() -> full.backends.change("slack", overlay -> overlay.pausedAt(NOON)))
                    .hasMessage("No space left on device");
            append(bus, "alerting", event("1"));
            await().until(() -> got.equals(List.of("1")));
        }
    }

    @Test
    void whatIsChangedIsThereAfterTheNextStart(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        OverlayFile file = new OverlayFile(data);
        assertThat(file.read()).isEmpty();
        List<String> all = new ArrayList<>();
        for (int start = 1; start <= 3; start++) {
            try (Journal journal = Journal.open(data, WallClock.system(), Duration.ofHours(1), Duration.ofHours(1));
                    BusRoutes again = new BusRoutes(journal, new Overlays(file.read(), file))) {
                again.backend("slack", "bus:alerting", exchange -> got.addAll(BusRoutes.ids(exchange))).start();
                if (start == 1) {
                    change(again, overlay -> overlay.with(rule("printer.offline", true, "printer_department", "IT"))
                            .pausedAt(NOON));
                    append(journal, "alerting", offline("1", "IT"), offline("2", "Sales"), event("3"));
                } else if (start == 2) {
                    assertThat(again.backends.overlays().of("slack").rules())
                            .containsExactly(rule("printer.offline", true, "printer_department", "IT"));
                    await().during(Duration.ofMillis(200)).until(got::isEmpty);
                    change(again, Overlay::resumed);
                    await().until(() -> again.idle("slack"));
                } else {
                    change(again, Overlay::withoutRules);
                }
            }
            all.add(Files.readString(data.resolve("overlay.json")).contains("pausedSince") + " " + got);
        }

        assertThat(all).containsExactly("true []", "false [1, 3]", "false [1, 3]");
        assertThat(file.read()).isEmpty();
        Files.writeString(data.resolve("overlay.json"), "{\"backends\"");
        assertThatThrownBy(file::read).hasMessageContaining("overlay.json can't be read")
                .hasMessageContaining("move it away");
    }

    @Test
    void theRateIsThatOfTheLastMinute() {
        long[] now = {5_000_000_000L};
        Rate rate = new Rate(() -> now[0]);
        rate.add(60);
        now[0] += 30_000_000_000L;
        rate.add(60);
        assertThat(rate.perSecond()).isEqualTo(2);
        now[0] += 29_500_000_000L;
        assertThat(rate.perSecond()).isEqualTo(2);
        now[0] += 1_000_000_000L;
        assertThat(rate.perSecond()).isEqualTo(1);
        now[0] += 600_000_000_000L;
        assertThat(rate.perSecond()).isZero();
    }
}
