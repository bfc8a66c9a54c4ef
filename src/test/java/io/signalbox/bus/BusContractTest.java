package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.channels;
import static io.signalbox.bus.Batches.end;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.ids;
import static io.signalbox.bus.Batches.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

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
import io.signalbox.event.Read;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What every kind of bus promises. */
@ParameterizedClass
@EnumSource
class BusContractTest {
    enum Kind {
        JOURNAL, MEMORY
    }

    private static final Duration WINDOW = Duration.ofHours(24);

    private final Kind kind;
    private final HandClock clock = new HandClock();
    @TempDir
    private Path data;
    private Bus bus;

    BusContractTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        bus = kind == Kind.JOURNAL
                ? Journal.open(data, WallClock.unset(clock), WINDOW, Duration.ofHours(72))
                : new MemoryBus(clock, WINDOW, 100_000);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void appendedOnceForSeveralChannelsAnEventIsOnEachOfThem() {
        Receipt receipt = append(bus, "logging,alerting", event("1"));

        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.duplicates().isEmpty()).isTrue();
        assertThat(ids(bus)).containsExactly("1");
        assertThat(channels(bus, "1")).containsExactly("logging", "alerting");
    }

    @Test
    void aChannelNeedsNoIntroduction() {
        append(bus, "audit,logging", event("1"));
        append(bus, "billing", event("2"));

        assertThat(channels(bus, "1")).containsExactly("logging", "audit");
        assertThat(channels(bus, "2")).containsExactly("billing");
        assertThat(bus.channels().names()).containsExactly("logging", "monitoring", "alerting", "audit", "billing");
    }

    @Test
    void anEventThatNobodyRoutedIsKeptAllTheSame() {
        append(bus, "", event("1"));

        assertThat(channels(bus, "1")).isEmpty();
    }

    @Test
    void eventsHavePlacesInTheOrderOfTheirArrival() {
        append(bus, "logging", event("1"), event("2"));
        append(bus, "monitoring", event("3"));
        append(bus, "logging", event("4"), event("5"));

        assertThat(bus.end()).isEqualTo(6);
        assertThat(ids(bus)).containsExactly("1", "2", "3", "4", "5");
        assertThat(Batches.entries(bus)).extracting(Entry::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(Batches.entries(bus)).extracting(Entry::received).containsOnly(clock.instant());
    }

    @Test
    void theOrderOfABatchIsKeptAcrossItsGroups() {
        append(bus, "logging", problem("1", "hp-1"), problem("2", "hp-2"), end("3", "hp-1"), problem("4", "hp-1"),
                end("5", "hp-2"), end("6", "hp-1"));

        assertThat(ids(bus)).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void anEventIsReadAsItWasWritten() {
        Event event = new Event("1", "continuum", "printer.jam", "hp-1", Read.NOW, Severity.ERROR, State.FIRING, "key",
                "Jam", "Tray 2", List.of("production"), "00-trace-01", Map.of("pages", 12, "tray", "2"), null);
        append(bus, "logging", event);

        assertThat(bus.read(1).entry(1).event()).isEqualTo(event);
        assertThat(bus.find("1").orElseThrow().event()).isEqualTo(event);
    }

    @Test
    void beyondTheEndThereIsNothing() {
        assertThat(bus.end()).isEqualTo(1);
        assertThat(bus.read(1)).isNull();
        append(bus, "logging", event("1"));
        assertThat(bus.read(2)).isNull();
    }

    @Test
    void anEmptyBatchIsKeptAtOnce() {
        assertThat(append(bus, "logging").accepted()).isZero();
        assertThat(bus.end()).isEqualTo(1);
    }

    @Test
    void duplicatesInsideOneBatchAreDropped() {
        Receipt receipt = append(bus, "logging", event("1"), event("2"), event("1"), event("1"));

        assertThat(receipt.accepted()).isEqualTo(2);
        assertThat(receipt.duplicates().stream()).containsExactly(2, 3);
        assertThat(ids(bus)).containsExactly("1", "2");
    }

    @Test
    void duplicatesOfAnEarlierBatchAreDropped() {
        append(bus, "logging", event("1"), event("2"));
        Receipt receipt = append(bus, "logging", event("3"), event("2"));

        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.duplicates().stream()).containsExactly(1);
        assertThat(append(bus, "logging", event("1"), event("3")).accepted()).isZero();
        assertThat(ids(bus)).containsExactly("1", "2", "3");
    }

    @Test
    void anIdIsRememberedForTheWindowAndForgottenAfterIt() {
        append(bus, "logging", event("1"));
        clock.pass(WINDOW.minusMillis(1));
        assertThat(append(bus, "logging", event("1")).accepted()).isZero();
        clock.pass(Duration.ofMillis(1));
        assertThat(append(bus, "monitoring", event("1")).accepted()).isEqualTo(1);
        assertThat(append(bus, "monitoring", event("1")).accepted()).isZero();

        assertThat(ids(bus)).containsExactly("1", "1");
        assertThat(bus.find("1").orElseThrow().seq()).as("the newest of them").isEqualTo(2);
    }

    @Test
    void aDuplicateEndsNoProblem() {
        append(bus, "alerting", problem("1", "hp-1"));
        append(bus, "logging", end("2", "hp-1"));
        append(bus, "alerting", problem("3", "hp-1"));
        append(bus, "logging", end("2", "hp-1"));
        append(bus, "logging", end("4", "hp-1"));

        assertThat(channels(bus, "4")).containsExactly("logging", "alerting");
    }

    @Test
    void theEndOfAProblemLearnsWhichAndGoesWhereItWent() {
        append(bus, "alerting,monitoring", problem("1", "hp-1"));
        append(bus, "logging", end("2", "hp-1"), end("3", "hp-2"), end("4", "hp-1"));

        assertThat(channels(bus, "2")).containsExactly("logging", "monitoring", "alerting");
        assertThat(bus.find("2").orElseThrow().event().problem())
                .isEqualTo(new Event.Problem("printer.offline", Severity.WARNING));
        assertThat(channels(bus, "3")).as("nothing was open").containsExactly("logging");
        assertThat(bus.find("3").orElseThrow().event().problem()).isNull();
        assertThat(channels(bus, "4")).as("it had ended").containsExactly("logging");
    }

    @Test
    void aProblemThatGrowsIsRememberedAtItsWorst() {
        append(bus, "logging", event("1", "health.component.degraded", "db", Severity.WARNING, State.FIRING));
        append(bus, "alerting", event("2", "health.component.failed", "db", Severity.CRITICAL, State.FIRING));
        append(bus, "monitoring", event("3", "health.component.degraded", "db", Severity.WARNING, State.FIRING));
        append(bus, "logging", event("4", "health.component.healthy", "db", Severity.INFO, State.RESOLVED));

        assertThat(bus.find("4").orElseThrow().event().problem())
                .isEqualTo(new Event.Problem("health.component.failed", Severity.CRITICAL));
        assertThat(channels(bus, "4")).containsExactly("logging", "monitoring", "alerting");
    }

    @Test
    void newsIsNoProblem() {
        append(bus, "alerting", event("1", "job.started", "j-1", Severity.INFO, State.FIRING));
        append(bus, "logging", event("2", "job.started", "j-1", Severity.INFO, State.RESOLVED));

        assertThat(bus.find("2").orElseThrow().event().problem()).isNull();
        assertThat(channels(bus, "2")).containsExactly("logging");
    }

    @Test
    void aProblemAndItsEndMayComeInOneBatch() {
        append(bus, "alerting", problem("1", "hp-1"), end("2", "hp-1"), problem("3", "hp-1"));

        assertThat(bus.find("2").orElseThrow().event().problem()).isNotNull();
    }

    @Test
    void eachCriterionOfASearchFindsWhatItSays() {
        Instant later = Read.NOW.plusSeconds(60);
        append(bus, "logging",
                new Event("1", "continuum", "printer.jam", "hp-1", Read.NOW, Severity.ERROR, State.FIRING, "1",
                        "Paper Jam", null, List.of("production", "floor-2"), null, Map.of("tray", "Two"), null));
        append(bus, "logging",
                new Event("2", "lnmt", "printer.offline", "hp-2", later, Severity.WARNING, State.FIRING, "2", null,
                        null, List.of("production"), null, Map.of(), null),
                new Event("3", "lnmt", "job.failed", "j-9", later, Severity.INFO, State.FIRING, "3", null, null,
                        List.of(), null, Map.of(), null));

        assertThat(found(null, null, null, null, null, null, null, null)).containsExactly("3", "2", "1");
        assertThat(found("printer.*", null, null, null, null, null, null, null)).containsExactly("2", "1");
        assertThat(found("printer.jam", null, null, null, null, null, null, null)).containsExactly("1");
        assertThat(found("printer", null, null, null, null, null, null, null)).isEmpty();
        assertThat(found(null, Severity.WARNING, null, null, null, null, null, null)).containsExactly("2", "1");
        assertThat(found(null, null, "lnmt", null, null, null, null, null)).containsExactly("3", "2");
        assertThat(found(null, null, null, "hp-1", null, null, null, null)).containsExactly("1");
        assertThat(found(null, null, null, null, "production", null, null, null)).containsExactly("2", "1");
        assertThat(found(null, null, null, null, "prod", null, null, null)).isEmpty();
        assertThat(found(null, null, null, null, null, later, null, null)).containsExactly("3", "2");
        assertThat(found(null, null, null, null, null, later.plusNanos(1), null, null)).isEmpty();
        assertThat(found(null, null, null, null, null, null, later, null)).containsExactly("1");
        assertThat(found(null, null, null, null, null, null, null, "paper jam")).containsExactly("1");
        assertThat(found(null, null, null, null, null, null, null, "two")).containsExactly("1");
        assertThat(found("*.*", Severity.INFO, "lnmt", "hp-2", "production", Read.NOW, later.plusSeconds(1), "hp-2"))
                .containsExactly("2");
    }

    private List<String> found(String type, Severity severity, String source, String subject, String tag,
            Instant since, Instant until, String q) {
        return bus.search(new Search(type, severity, source, subject, tag, since, until, q, Long.MAX_VALUE, 100))
                .entries()
                .stream().map(entry -> entry.event().id()).toList();
    }

    @Test
    void aLongAnswerIsPagedThroughFromTheNewest() {
        IntStream.range(0, 5).forEach(batch -> append(bus, "logging", IntStream.range(0, 20)
                .mapToObj(i -> event(String.valueOf(batch * 20 + i))).toList()));
        List<String> all = new ArrayList<>();
        long before = Long.MAX_VALUE;
        for (int page = 0; page < 15; page++) {
            List<Entry> found = bus.search(new Search(null, null, null, null, null, null, null, null, before, 7))
                    .entries();
            found.forEach(entry -> all.add(entry.event().id()));
            before = found.isEmpty() ? before : found.get(found.size() - 1).seq();
        }

        assertThat(all).isEqualTo(IntStream.range(0, 100).map(i -> 99 - i).mapToObj(String::valueOf).toList());
    }

    @Test
    void anEventIsFoundByItsIdOrNot() {
        append(bus, "logging", event("1"), event("2"));

        assertThat(bus.find("2").orElseThrow().seq()).isEqualTo(2);
        assertThat(bus.find("3")).isEmpty();
        assertThat(bus.find("")).isEmpty();
    }

    @Test
    void aBackendBeginsWithWhatComesNext() {
        append(bus, "logging", event("1"));

        assertThat(bus.progress("jsonl").cursor()).isEqualTo(2);
        append(bus, "logging", event("2"));
        assertThat(bus.progress("jsonl").cursor()).as("and is known from then on").isEqualTo(2);
        assertThat(bus.progress("csv").cursor()).isEqualTo(3);
    }

    @Test
    void theOutcomeOfAnEventIsKnownPerBackend() {
        bus.progress("slack");
        bus.progress("jsonl");
        append(bus, "logging", event("1"), event("2"), event("3"), event("4"));
        Instant at = Instant.parse("2026-11-21T08:00:05Z");
        bus.report(new Report("jsonl", 4, List.of(Report.Done.delivered(new long[]{1, 3}, 1, "200 ok")),
                List.of(letter("jsonl", 2, at)), at)).join();
        bus.report(new Report("slack", 1, List.of(Report.Done.delivered(new long[]{2}, 3, "200 ok")), List.of(), at))
                .join();

        assertThat(bus.outcomes(1)).containsExactlyInAnyOrder(new Outcome("jsonl", "delivered", 1, at, "200 ok"),
                new Outcome("slack", "pending", 0, null, null));
        assertThat(bus.outcomes(2)).containsExactlyInAnyOrder(
                new Outcome("jsonl", "dead-lettered", 2, at, "413 too large"),
                new Outcome("slack", "delivered", 3, at, "200 ok"));
        assertThat(bus.outcomes(4)).extracting(Outcome::outcome).containsOnly("pending");
        bus.report(Report.moved("jsonl", 5, at)).join();
        assertThat(bus.outcomes(4)).as("passed over: filtered").extracting(Outcome::backend).containsExactly("slack");
    }

    @Test
    void aBackendThatStartsAgainIsToldWhatItHasDoneAheadOfItsCursor() {
        bus.progress("jsonl");
        append(bus, "logging", event("1"), event("2"), event("3"), event("4"), event("5"));
        Instant at = Instant.parse("2026-11-21T08:00:05Z");
        bus.report(new Report("jsonl", 2, List.of(Report.Done.delivered(new long[]{1, 4}, 1, "200 ok")),
                List.of(letter("jsonl", 3, at)), at)).join();

        assertThat(bus.progress("jsonl")).isEqualTo(new Progress(2, java.util.Set.of(3L, 4L)));
    }

    @Test
    void deadLettersAreKeptPerBackendOldestFirst() {
        append(bus, "logging", event("1"), event("2"), event("3"));
        Instant at = Instant.parse("2026-11-21T08:00:05Z");
        bus.report(new Report("jsonl", 3, List.of(), List.of(letter("jsonl", 1, at), letter("jsonl", 2, at)), at))
                .join();
        bus.report(new Report("slack", 4, List.of(), List.of(letter("slack", 3, at)), at)).join();

        List<DeadLetter> letters = bus.deadLetters("jsonl", 10);
        assertThat(letters).extracting(DeadLetter::seq).containsExactly(1L, 2L);
        assertThat(letters).extracting(DeadLetter::id).doesNotContain(0L).doesNotHaveDuplicates();
        assertThat(letters.get(0)).usingRecursiveComparison().ignoringFields("id").isEqualTo(letter("jsonl", 1, at));
        assertThat(bus.deadLetters("jsonl", 1)).extracting(DeadLetter::seq).containsExactly(1L);
        assertThat(bus.deadLetters("slack", 10)).extracting(DeadLetter::seq).containsExactly(3L);
        assertThat(bus.deadLetters("csv", 10)).isEmpty();
    }

    private static DeadLetter letter(String backend, long seq, Instant at) {
        return new DeadLetter(0, backend, seq, at, 2, "413 too large", event(String.valueOf(seq)));
    }

    @Test
    void aLongListOfDeadLettersIsPagedThrough() {
        refused("jsonl", 1, 2, 3, 4, 5);

        assertThat(bus.deadLetters("jsonl", 0, 2)).extracting(DeadLetter::seq).containsExactly(1L, 2L);
        assertThat(bus.deadLetters("jsonl", 2, 2)).extracting(DeadLetter::seq).containsExactly(3L, 4L);
        assertThat(bus.deadLetters("jsonl", 4, 2)).extracting(DeadLetter::seq).containsExactly(5L);
    }

    private void refused(String backend, long... places) {
        Instant at = Instant.parse("2026-11-21T08:00:05Z");
        bus.report(new Report(backend, 1, List.of(),
                Arrays.stream(places).mapToObj(seq -> letter(backend, seq, at)).toList(), at)).join();
    }

    private List<Long> letterIds(String backend) {
        return bus.deadLetters(backend, 100).stream().map(DeadLetter::id).toList();
    }

    @Test
    void aDeadLetterIsThrownAwayOnceAndOnlyFromItsBackend() {
        refused("jsonl", 1, 2);
        refused("slack", 3);
        List<Long> ids = letterIds("jsonl");

        assertThat(bus.deleteDeadLetters("slack", ids).join()).isZero();
        assertThat(bus.deleteDeadLetters("jsonl", List.of(ids.get(0), 999L)).join()).isEqualTo(1);
        assertThat(bus.deadLetters("jsonl", 9)).extracting(DeadLetter::seq).containsExactly(2L);
        assertThat(bus.outcomes(1)).extracting(Outcome::outcome).as("the record says so still")
                .contains("dead-lettered");
        assertThat(bus.deleteDeadLetters("jsonl", null).join()).isEqualTo(1);
        assertThat(bus.deadLetters("jsonl", 9)).isEmpty();
        assertThat(bus.deadLetters("slack", 9)).hasSize(1);
        refused("jsonl", 4);
        assertThat(letterIds("jsonl")).as("no number comes again").doesNotContainAnyElementsOf(ids);
    }

    @Test
    void aReplayTakesTheDeadLettersThatItWasAskedForAndNoneThatAnotherHas() {
        refused("jsonl", 1, 2, 3);
        refused("slack", 4);
        List<Long> ids = letterIds("jsonl");
        Replay some = bus.replays().begin("jsonl", List.of(ids.get(2), ids.get(0), 999L)).join();
        Replay rest = bus.replays().begin("jsonl", (Collection<Long>) null).join();

        assertThat(some.events()).isEqualTo(2);
        assertThat(bus.replays().letters(some.number(), 0, 9)).extracting(DeadLetter::seq).containsExactly(1L, 3L);
        assertThat(bus.replays().letters(some.number(), 1, 9)).extracting(DeadLetter::seq).containsExactly(3L);
        assertThat(bus.replays().letters(rest.number(), 0, 9)).extracting(DeadLetter::seq).containsExactly(2L);
        assertThat(bus.deadLetters("jsonl", 9)).extracting(DeadLetter::replay).containsExactly(some.number(),
                rest.number(), some.number());
        assertThat(bus.replays().first("jsonl")).isEqualTo(some);
        assertThat(bus.replays().first("slack")).isNull();
        assertThat(bus.replays().of("jsonl", 9)).containsExactly(rest, some);
        assertThat(bus.replays().of("jsonl", 1)).containsExactly(rest);
        assertThat(bus.replays().find("jsonl", some.number())).contains(some);
        assertThat(bus.replays().find("slack", some.number())).isEmpty();
    }

    @Test
    void aDeadLetterThatIsTakenLeavesTheListAndOneThatIsRefusedAgainStays() {
        bus.progress("jsonl");
        append(bus, "logging", event("1"), event("2"), event("3"), event("4"));
        refused("jsonl", 1, 2, 3, 4);
        Replay replay = bus.replays().begin("jsonl", (Collection<Long>) null).join();
        long gone = letterIds("jsonl").get(3);
        bus.deleteDeadLetters("jsonl", List.of(gone)).join();
        Instant at = Instant.parse("2026-11-21T09:00:00Z");
        Report report = new Report("jsonl", 4, List.of(Report.Done.delivered(new long[]{1, 2}, 1, "200 ok")), List.of(
                new DeadLetter(0, "jsonl", 3, at, 1, "422 no", event("3")),
                new DeadLetter(0, "jsonl", 4, at, 1, "422 no", event("4"))), at);
        bus.replays().report(new ReplayReport(replay.number(), report, 0, true)).join();

        assertThat(bus.deadLetters("jsonl", 9)).as("what was thrown away stays away").singleElement()
                .satisfies(letter -> {
                    assertThat(letter.seq()).isEqualTo(3);
                    assertThat(letter.reason()).isEqualTo("422 no");
                    assertThat(letter.attempts()).as("2 of the first time").isEqualTo(3);
                    assertThat(letter.at()).isEqualTo(at);
                    assertThat(letter.replay()).isZero();
                });
        assertThat(bus.outcomes(1)).containsExactly(
                new Outcome("jsonl", "delivered", 3, at, "200 ok", replay.number()));
        assertThat(bus.outcomes(3)).containsExactly(
                new Outcome("jsonl", "dead-lettered", 3, at, "422 no", replay.number()));
        assertThat(bus.progress("jsonl").cursor()).as("a replay moves no cursor").isEqualTo(1);
        Replay over = bus.replays().find("jsonl", replay.number()).orElseThrow();
        assertThat(over.state()).isEqualTo(Replay.State.FINISHED);
        assertThat(over.ended()).isEqualTo(at);
        assertThat(over.delivered()).isEqualTo(2);
        assertThat(over.refused()).isEqualTo(2);
        assertThat(bus.replays().first("jsonl")).isNull();
    }

    @Test
    void aSpanIsOfWhatWasAcceptedThenAndEndsWhereTheBackendStands() {
        Instant start = clock.instant();
        append(bus, "logging", event("1"), event("2"));
        clock.pass(Duration.ofMinutes(1));
        append(bus, "logging", event("3"));
        clock.pass(Duration.ofMinutes(1));
        append(bus, "logging", event("4"));
        bus.progress("jsonl");
        append(bus, "logging", event("5"));

        assertThat(span(null, null)).containsExactly(1L, 5L);
        assertThat(span(start, null)).containsExactly(1L, 5L);
        assertThat(span(start.plusMillis(1), null)).containsExactly(3L, 5L);
        assertThat(span(null, start.plusSeconds(60))).containsExactly(1L, 3L);
        assertThat(span(start.plusSeconds(60), start.plusSeconds(61))).containsExactly(3L, 4L);
        assertThat(span(start.plusSeconds(600), null)).containsExactly(5L, 5L);
        assertThat(span(null, start)).satisfies(none -> assertThat(none.get(0)).isEqualTo(none.get(1)));
        assertThat(bus.replays().of("jsonl", 9)).extracting(Replay::missing).containsOnly(0L);
    }

    private List<Long> span(Instant since, Instant until) {
        Replay replay = bus.replays().begin("jsonl", since, until).join();
        assertThat(replay.events()).isEqualTo(replay.span().end() - replay.span().first());
        return List.of(replay.span().first(), replay.span().end());
    }

    @Test
    void aSpanThatReplaysADeadLetterTakesItOffTheListAndANewRefusalIsAdded() {
        append(bus, "logging", event("1"), event("2"), event("3"));
        bus.progress("jsonl");
        refused("jsonl", 2);
        bus.report(Report.moved("jsonl", 4, clock.instant())).join();
        Replay replay = bus.replays().begin("jsonl", null, (Instant) null).join();
        Instant at = Instant.parse("2026-11-21T09:00:00Z");
        bus.replays().report(new ReplayReport(replay.number(),
                new Report("jsonl", 3, List.of(Report.Done.delivered(new long[]{1, 2}, 1, "200 ok")), List.of(), at),
                0, false)).join();
        Replay running = bus.replays().first("jsonl");
        bus.replays().report(new ReplayReport(replay.number(), new Report("jsonl", 4, List.of(),
                List.of(letter("jsonl", 3, at)), at), 1, true)).join();

        assertThat(running.span().position()).isEqualTo(3);
        assertThat(running.done()).isEqualTo(2);
        assertThat(bus.deadLetters("jsonl", 9)).extracting(DeadLetter::seq).containsExactly(3L);
        assertThat(bus.outcomes(2)).extracting(Outcome::attempts).containsExactly(3);
        assertThat(bus.replays().of("jsonl", 9)).singleElement().satisfies(over -> {
            assertThat(over.span().position()).isEqualTo(4);
            assertThat(over.missing()).isEqualTo(1);
            assertThat(over.over()).isTrue();
        });
    }

    @Test
    void aReplayThatIsStoppedKeepsWhatArrivesAndLetsGoOfItsDeadLetters() {
        refused("jsonl", 1, 2);
        Replay replay = bus.replays().begin("jsonl", (Collection<Long>) null).join();
        Replay stopped = bus.replays().stop(replay.number(), Replay.State.STOPPED, null).join();
        Instant at = Instant.parse("2026-11-21T09:00:00Z");
        bus.replays().report(new ReplayReport(replay.number(),
                new Report("jsonl", 2, List.of(Report.Done.delivered(new long[]{1}, 1, null)), List.of(), at), 0,
                true)).join();

        assertThat(stopped.state()).isEqualTo(Replay.State.STOPPED);
        assertThat(bus.replays().first("jsonl")).isNull();
        assertThat(bus.deadLetters("jsonl", 9)).singleElement().satisfies(left -> {
            assertThat(left.seq()).isEqualTo(2);
            assertThat(left.replay()).isZero();
        });
        assertThat(bus.replays().find("jsonl", replay.number()).orElseThrow().state())
                .isEqualTo(Replay.State.STOPPED);
        assertThat(bus.replays().stop(replay.number(), Replay.State.FAILED, "late").join().reason()).isNull();
    }

    @Test
    void whoListensIsCalledUntilItStops() {
        AtomicInteger calls = new AtomicInteger();
        Runnable listener = calls::incrementAndGet;
        bus.listen(listener);
        append(bus, "logging", event("1"));
        int heard = calls.get();
        bus.forget(listener);
        append(bus, "logging", event("2"));

        assertThat(heard).isPositive();
        assertThat(calls).hasValue(heard);
    }

    @Test
    void whatManyThreadsAppendIsAllKeptOnceAndEachIsToldTheTruth() throws Exception {
        int threads = 16;
        int rounds = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> accepted = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            Callable<Integer> appending = () -> {
                int own = 0;
                for (int round = 0; round < rounds; round++) {
                    // Two of each batch are its own; one it shares with all other threads.
                    Receipt receipt = append(bus, "logging", event(number + "-" + round + "-a"),
                            event("shared-" + round), event(number + "-" + round + "-b"));
                    assertThat(receipt.duplicates().stream()).isSubsetOf(1);
                    assertThat(receipt.accepted() + receipt.duplicates().cardinality()).isEqualTo(3);
                    own += receipt.accepted();
                }
                return own;
            };
            accepted.add(pool.submit(appending));
        }
        int total = 0;
        for (Future<Integer> each : accepted) {
            total += each.get();
        }
        pool.shutdown();

        List<String> ids = ids(bus);
        assertThat(ids).hasSize(total).doesNotHaveDuplicates().hasSize(rounds * (2 * threads + 1));
        for (int thread = 0; thread < threads; thread++) {
            String mine = thread + "-";
            assertThat(ids.stream().filter(id -> id.startsWith(mine)).toList()).isEqualTo(IntStream.range(0, rounds)
                    .boxed().flatMap(round -> java.util.stream.Stream.of(mine + round + "-a", mine + round + "-b"))
                    .toList());
        }
    }
}
