package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.channels;
import static io.signalbox.bus.Batches.end;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.ids;
import static io.signalbox.bus.Batches.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Batches;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Entry;
import io.signalbox.bus.HandClock;
import io.signalbox.bus.NotKept;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Replay;
import io.signalbox.bus.ReplayReport;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/** What the journal promises besides: that nothing is lost with the process. */
class JournalTest {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration RETENTION = Duration.ofHours(72);

    private final HandClock clock = new HandClock();
    @TempDir
    private Path data;
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(data, WallClock.unset(clock), WINDOW, RETENTION);
    }

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private void restart() {
        close();
        open();
    }

    @Test
    void whatWasKeptIsThereAfterARestartInItsPlace() {
        append(journal, "logging,audit", event("1"), event("2"));
        List<Entry> before = Batches.entries(journal);
        restart();
        append(journal, "logging", event("3"));

        assertThat(Batches.entries(journal).subList(0, 2)).isEqualTo(before);
        assertThat(ids(journal)).containsExactly("1", "2", "3");
        assertThat(channels(journal, "1")).containsExactly("logging", "audit");
        assertThat(journal.channels().names()).endsWith("audit");
    }

    @Test
    void anIdIsRememberedAfterARestart() {
        append(journal, "logging", event("1"));
        restart();
        assertThat(append(journal, "logging", event("1")).accepted()).isZero();
        clock.pass(WINDOW);
        restart();
        assertThat(append(journal, "logging", event("1")).accepted()).isEqualTo(1);
    }

    @Test
    void anOpenProblemIsRememberedAfterARestart() {
        append(journal, "alerting", problem("1", "hp-1"), problem("2", "hp-2"));
        append(journal, "logging", end("3", "hp-2"));
        restart();
        append(journal, "logging", end("4", "hp-1"), end("5", "hp-2"));
        restart();

        assertThat(channels(journal, "4")).containsExactly("logging", "alerting");
        assertThat(journal.find("4").orElseThrow().event().problem())
                .isEqualTo(new Event.Problem("printer.offline", Severity.WARNING));
        assertThat(channels(journal, "5")).as("that one had ended").containsExactly("logging");
    }

    @Test
    void aReplayGoesOnAfterARestartFromWhatWasReportedLast() {
        append(journal, "logging", IntStream.range(0, 10).mapToObj(i -> event("" + i)).toList());
        journal.progress("jsonl");
        Instant at = clock.instant();
        journal.report(
                new Report("jsonl", 11, List.of(), List.of(new DeadLetter(0, "jsonl", 3, at, 4, "422 no", event("2")),
                        new DeadLetter(0, "jsonl", 4, at, 4, "422 no", event("3"))), at))
                .join();
        Replay span = journal.replays().begin("jsonl", null, clock.instant().plusSeconds(1)).join();
        Replay letters = journal.replays()
                .begin("jsonl", journal.deadLetters("jsonl", 9).stream().map(DeadLetter::id).toList()).join();
        journal.replays().report(new ReplayReport(span.number(), new Report("jsonl", 3,
                List.of(Report.Done.delivered(new long[]{1, 2}, 1, null)), List.of(), at), 0, false)).join();
        journal.replays().report(new ReplayReport(letters.number(), new Report("jsonl", 0,
                List.of(Report.Done.delivered(new long[]{3}, 1, null)), List.of(), at), 0, false)).join();
        restart();

        assertThat(journal.replays().first("jsonl")).satisfies(running -> {
            assertThat(running.number()).isEqualTo(span.number());
            assertThat(running.span().position()).isEqualTo(3);
            assertThat(running.delivered()).isEqualTo(2);
        });
        assertThat(journal.replays().letters(letters.number(), 0, 9)).extracting(DeadLetter::seq).containsExactly(4L);
        journal.replays().stop(span.number(), Replay.State.STOPPED, null).join();
        restart();
        assertThat(journal.replays().first("jsonl").number()).isEqualTo(letters.number());
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(11);
    }

    @Test
    void whatAReplayStillNeedsIsNotForgottenAndWhatIsForgottenIsCounted() {
        for (int i = 0; i < 4; i++) {
            append(journal, "logging", event("" + i));
        }
        journal.progress("jsonl");
        Replay all = journal.replays().begin("jsonl", null, (Instant) null).join();
        journal.replays().report(new ReplayReport(all.number(), Report.moved("jsonl", 3, clock.instant()), 0, false))
                .join();
        clock.pass(RETENTION.plusSeconds(1));
        Instant accepted = clock.instant();
        append(journal, "logging", event("4"));
        journal.report(Report.moved("jsonl", 6, clock.instant())).join();

        await().atMost(Duration.ofSeconds(30)).until(() -> ids(journal).equals(List.of("2", "3", "4")));
        Replay cut = journal.replays().begin("jsonl", Instant.EPOCH, null).join();
        assertThat(cut.missing()).isEqualTo(2);
        assertThat(cut.span().first()).isEqualTo(3);
        assertThat(cut.span().keptSince()).isNotNull();
        Replay whole = journal.replays().begin("jsonl", accepted, null).join();
        assertThat(whole.missing()).isZero();
        assertThat(whole.span().keptSince()).isNull();

        for (Replay replay : List.of(all, cut, whole)) {
            journal.replays().stop(replay.number(), Replay.State.STOPPED, null).join();
        }
        clock.pass(Duration.ofSeconds(11));
        journal.report(Report.moved("jsonl", 6, clock.instant())).join();
        await().atMost(Duration.ofSeconds(30)).until(() -> ids(journal).equals(List.of("4")));
    }

    @Test
    void aJournalOfBeforeReplaysLearnsThem() throws Exception {
        append(journal, "logging", event("1"));
        journal.progress("jsonl");
        journal.report(new Report("jsonl", 2, List.of(Report.Done.delivered(new long[]{1}, 1, "ok")), List.of(),
                clock.instant())).join();
        close();
        journal = null;
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"))) {
            file.createStatement().execute("DROP TABLE replay");
            file.createStatement().execute("DROP TABLE replay_letter");
            file.createStatement().execute("ALTER TABLE delivery DROP COLUMN replay");
            file.createStatement().execute("PRAGMA user_version = 2");
        }
        open();

        assertThat(journal.outcomes(1)).extracting(Outcome::outcome).containsExactly("delivered");
        assertThat(journal.replays().begin("jsonl", null, (Instant) null).join().events()).isEqualTo(1);
    }

    @Test
    void aBackendGoesOnWhereItWasAndDoesNothingTwice() {
        journal.progress("jsonl");
        append(journal, "logging", IntStream.range(0, 10).mapToObj(i -> event("" + i)).toList());
        Instant at = clock.instant();
        journal.report(new Report("jsonl", 3, List.of(Report.Done.delivered(new long[]{1, 2, 5, 7, 8}, 1, "200 ok")),
                List.of(new DeadLetter(0, "jsonl", 6, at, 4, "422 no", event("5"))), at)).join();
        restart();

        assertThat(journal.progress("jsonl").cursor()).isEqualTo(3);
        assertThat(journal.progress("jsonl").done()).containsExactlyInAnyOrder(5L, 6L, 7L, 8L);
        assertThat(journal.outcomes(7)).containsExactly(new Outcome("jsonl", "delivered", 1, at, "200 ok"));
        assertThat(journal.outcomes(6)).containsExactly(new Outcome("jsonl", "dead-lettered", 4, at, "422 no"));
        assertThat(journal.outcomes(4)).extracting(Outcome::outcome).containsExactly("pending");
        assertThat(journal.deadLetters("jsonl", 9)).singleElement()
                .satisfies(dead -> assertThat(dead.event()).isEqualTo(event("5")));
    }

    @Test
    void whatComesWhileABackendIsAwayWaitsForIt() {
        journal.progress("jsonl");
        restart();
        append(journal, "logging", event("1"));

        assertThat(journal.outcomes(1)).containsExactly(new Outcome("jsonl", "pending", 0, null, null));
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(1);
    }

    @Test
    void anEventIsFoundAmongMoreThanOneRunOfIds() throws Exception {
        int many = 270_000;
        List<java.util.concurrent.CompletableFuture<?>> kept = new ArrayList<>();
        for (int from = 0; from < many; from += 2_000) {
            if (kept.size() % 32 == 31) {
                kept.get(kept.size() - 1).join();
            }
            kept.add(journal.append(new Batch(
                    IntStream.range(from, from + 2_000).mapToObj(i -> event("id-" + i)).toList())));
        }
        kept.get(kept.size() - 1).join();
        assertThat(count("SELECT count(*) FROM id_run WHERE bucket >= 0")).isEqualTo(64);

        for (int restarts = 0; restarts < 2; restarts++) {
            for (int i : new int[]{0, 1, 77_777, 262_142, 262_143, 262_144, 262_145, 269_000, many - 1}) {
                Entry entry = journal.find("id-" + i).orElseThrow();
                assertThat(entry.event().id()).isEqualTo("id-" + i);
                assertThat(entry.seq()).isEqualTo(i + 1);
            }
            assertThat(journal.find("id-" + many)).isEmpty();
            assertThat(append(journal, "logging", event("id-5"), event("id-262143"), event("id-269999")).accepted())
                    .isZero();
            restart();
        }
    }

    private long count(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
                var row = connection.createStatement().executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    @Test
    void retentionForgetsOnlyWhatEveryRunningBackendHas() {
        journal.progress("fast");
        journal.progress("slow");
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        append(journal, "logging", event("3"));
        report("fast", 4);
        report("slow", 2);
        clock.pass(RETENTION.plusSeconds(1));
        append(journal, "logging", event("young"));

        await().until(() -> pruned(journal.find("1").isEmpty()));
        assertThat(
                journal.search(new Search(null, null, null, null, null, null, null, null, Long.MAX_VALUE, 9)).entries())
                .extracting(entry -> entry.event().id()).containsExactly("young", "3", "2");
        report("slow", 5);
        report("fast", 5);
        await().until(() -> pruned(journal.find("3").isEmpty()));
        assertThat(journal.find("young")).as("delivered, but not old yet").isPresent();
        restart();
        assertThat(journal.end()).as("places are not used again").isEqualTo(5);
        assertThat(journal.read(1).first()).isEqualTo(4);
    }

    @Test
    void afterARestartNothingIsForgottenThatABackendWaitsForWhichHasNotComeYet() {
        journal.progress("fast");
        journal.progress("slow");
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        report("fast", 3);
        clock.pass(RETENTION.plusSeconds(1));
        restart();

        journal.progress("fast");
        pruned(true);
        pruned(true);
        assertThat(journal.find("1")).as("slow has not got it").isPresent();
        journal.progress("slow");
        report("slow", 3);
        await().until(() -> pruned(journal.find("1").isEmpty()));
    }

    @Test
    void aClockThatIsSetBackKeepsNothingFromBeingForgotten() {
        journal.progress("jsonl");
        clock.pass(Duration.ofDays(3650));
        append(journal, "logging");
        clock.pass(Duration.ofDays(-3650));
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        report("jsonl", 3);
        clock.pass(RETENTION.plusSeconds(1));

        await().until(() -> pruned(journal.find("1").isEmpty()));
    }

    /** Gives the journal an occasion to forget something, before it is asked again. */
    private boolean pruned(boolean already) {
        clock.pass(Duration.ofSeconds(11));
        append(journal, "logging");
        return already;
    }

    private void report(String backend, long cursor) {
        journal.report(Report.moved(backend, cursor, clock.instant())).join();
    }

    @Test
    void whatIsPrunedLeavesNoTraces() throws Exception {
        journal.progress("jsonl");
        for (int i = 1; i <= 20; i++) {
            append(journal, "logging", event("" + i));
            journal.report(new Report("jsonl", i + 1, List.of(Report.Done.delivered(new long[]{i}, 1, null)), List.of(),
                    clock.instant())).join();
        }
        clock.pass(RETENTION.plusSeconds(1));
        append(journal, "logging", event("young"));

        await().until(() -> pruned(count("SELECT count(*) FROM block") == 1));
        await().until(() -> pruned(count("SELECT count(*) FROM delivery") == 0));
    }

    @Test
    void placesAreNotUsedAgainEvenWhereEverythingWasForgotten() throws Exception {
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        clock.pass(RETENTION.plusSeconds(1));
        await().until(() -> pruned(journal.find("1").isEmpty()));
        restart();

        append(journal, "logging", event("3"));
        assertThat(journal.find("3").orElseThrow().seq()).isEqualTo(3);
    }

    @Test
    void aSecondJournalOnTheSameDirectoryIsRefusedInThisProcessToo() {
        assertThatThrownBy(() -> Journal.open(data, WallClock.unset(clock), WINDOW, RETENTION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void aSecondProcessIsRefusedAndToldWhoHoldsTheDirectory() throws Exception {
        Process second = JournalProcess.startComplaining("hold", data);
        String told = new String(second.getInputStream().readAllBytes(), UTF_8);

        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(told).contains(data.toAbsolutePath().toString(),
                "is in use by process " + ProcessHandle.current().pid(), "signalbox.data");
    }

    @Test
    void theDirectoryIsFreeAgainWhenItsHolderWasKilled() throws Exception {
        close();
        Process holder = JournalProcess.start("hold", data);
        try (BufferedReader out = holder.inputReader(UTF_8)) {
            assertThat(out.readLine()).isEqualTo("holding");
            assertThatThrownBy(this::open).hasMessageContaining("in use by process " + holder.pid() + ",");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        open();
    }

    @Test
    void whatWasAcknowledgedBeforeAKillIsThereAfterIt() throws Exception {
        close();
        Process appending = JournalProcess.start("append", data);
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = appending.inputReader(UTF_8)) {
            for (String line = next(out); line != null; line = next(out)) {
                acknowledged.add(line);
                if (acknowledged.size() == 2_000) {
                    appending.toHandle().destroyForcibly();
                }
            }
        }
        appending.destroyForcibly().waitFor();
        open();

        List<String> kept = ids(journal);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(2_000);
        assertThat(kept).doesNotHaveDuplicates();
        assertThat(new java.util.HashSet<>(kept)).containsAll(acknowledged);
        assertThat(append(journal, "logging", event(acknowledged.get(0)), event("after")).accepted()).isEqualTo(1);
    }

    /** The next whole line; what was being written when the process died is none. */
    private static String next(BufferedReader out) throws IOException {
        String line = out.readLine();
        return line == null || !line.endsWith(";") ? null : line.substring(0, line.length() - 1);
    }

    @Test
    void aFileOfANewerVersionIsNotTouched() throws Exception {
        close();
        journal = null;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"))) {
            connection.createStatement().execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(this::open).hasMessageContaining("written by a newer Signalbox (tables of version 99");
        assertThatThrownBy(this::open).as("and the directory is let go").hasMessageContaining("version 99");
    }

    @Test
    void whoeverComesTooLateIsToldThatNothingWasKept() {
        journal.close();

        assertThatThrownBy(() -> journal.append(new Batch(List.of(event("1")))).get())
                .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(NotKept.class)
                .hasMessageContaining("stopping");
        journal = null;
    }

    @Test
    void whoeverIsFasterThanTheDiskIsToldToSlowDown() {
        List<Event> many = IntStream.range(0, 60_000).mapToObj(i -> event("" + i)).toList();
        List<java.util.concurrent.CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(journal.append(new Batch(many)));
        }

        assertThat(answers).anySatisfy(answer -> assertThatThrownBy(answer::get)
                .satisfies(e -> assertThat(((NotKept) e.getCause()).isOverloaded()).isTrue()));
        assertThat(answers.get(0)).succeedsWithin(Duration.ofSeconds(20));
    }
}
