package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

import io.signalbox.bus.Batch;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.HandClock;
import io.signalbox.bus.NotKept;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Report;
import io.signalbox.event.Event;
import io.signalbox.event.Read;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What becomes of events when there is no room for them, or the disk does not take them? */
class FullTest {
    private static final long MB = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final HandClock clock = new HandClock();
    private final FailingDisk disk = new FailingDisk();
    private final List<String> kept = new ArrayList<>();
    @TempDir
    private Path data;
    private Journal journal;
    private int count;

    private void open(Path directory, Limits limits) {
        journal = Journal.open(directory, WallClock.unset(clock), Duration.ofHours(24), Duration.ofHours(72), limits,
                disk::open);
    }

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private static Event large(String id, int bytes) {
        return new Event(id, "test", "news.came", null, Read.NOW, Severity.INFO, State.FIRING, id, null,
                "x".repeat(bytes), List.of(), null, Map.of(), null);
    }

    /** Appends one event of so many bytes; null, or why it was not kept. */
    private NotKept post(int bytes) {
        String id = "e" + count++;
        try {
            journal.append(new Batch(List.of(large(id, bytes)))).get(60, TimeUnit.SECONDS);
            kept.add(id);
            return null;
        } catch (ExecutionException e) {
            return (NotKept) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private NotKept postUntilRefused(int bytes, int most) {
        for (int i = 0; i < most; i++) {
            NotKept no = post(bytes);
            if (no != null) {
                return no;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    private void delivered(String backend, long upTo) {
        journal.report(Report.moved(backend, upTo, clock.instant())).join();
    }

    @Test
    void fewLargeEventsThatWaitAreTooMuchAsWellAsManySmallOnes() {
        open(data, new Limits(0, 0, 4 * MB));
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Batch batch = new Batch(List.of(large("e" + i, (int) MB)));
            batch.encoded();
            answers.add(journal.append(batch));
        }

        assertThat(answers).anySatisfy(answer -> assertThatThrownBy(answer::get)
                .satisfies(e -> assertThat(((NotKept) e.getCause()).isOverloaded()).isTrue()));
        assertThat(answers.get(0)).succeedsWithin(LONG);
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).exceptionally(e -> null).join();
        assertThat(append(journal, "logging", event("after")).accepted()).as("when they are written").isEqualTo(1);
    }

    @Test
    void aBatchThatIsLargerThanAllThatMayWaitIsKeptWhereItWaitsAlone() {
        open(data, new Limits(0, 0, MB));

        assertThat(post(3 * (int) MB)).isNull();
    }

    @Test
    void pendingEventsFillTheQuotaThenNewOnesAreRefusedAndNoneOfThemIsForgotten() {
        open(data, new Limits(6 * MB, 0, 64 * MB));
        journal.progress("slack");
        NotKept no = postUntilRefused(100_000, 100);

        assertThat(no).hasMessageContaining("the journal is full: it may hold 6144 KB (signalbox.journal.max-size)")
                .hasMessageContaining("until backend slack has its events");
        assertThat(no.isOverloaded()).isFalse();
        assertThat(kept).hasSizeBetween(50, 62);
        assertThat(post(10)).as("a small one neither").isNotNull();
        assertThat(journal.space().refusal()).isEqualTo(no.getMessage());
        assertThat(ids(journal)).isEqualTo(kept);
        close();
        open(data, new Limits(6 * MB, 0, 64 * MB));
        assertThat(ids(journal)).as("after a restart").isEqualTo(kept);
    }

    @Test
    void whatWasDeliveredIsForgottenBeforeItsTimeAndThenThereIsRoomAgain() {
        open(data, new Limits(6 * MB, 0, 64 * MB));
        journal.progress("slack");
        postUntilRefused(100_000, 100);
        delivered("slack", 31);

        await().atMost(LONG).until(() -> journal.space().refusal() == null);
        assertThat(post(100_000)).isNull();
        List<String> there = ids(journal);
        assertThat(there).as("what slack has not got").containsAll(kept.subList(30, kept.size()));
        assertThat(there.size()).as("no more than need be").isGreaterThan(kept.size() - 31);
    }

    @Test
    void whileABackendKeepsUpTheQuotaStopsNobodyAndTheFileStaysInIt() throws IOException {
        open(data, new Limits(16 * MB, 0, 64 * MB));
        journal.progress("slack");
        for (int i = 0; i < 400; i++) {
            assertThat(post(100_000)).isNull();
            delivered("slack", journal.end());
        }

        assertThat(Files.size(data.resolve("journal.db"))).isLessThan(18 * MB);
        assertThat(journal.find(kept.get(kept.size() - 1))).isPresent();
    }

    @Test
    void aBackendThatIsAwayForAWhileDoesNotLoseItsEventsToTheQuota() {
        open(data, new Limits(6 * MB, 0, 64 * MB));
        journal.progress("away");
        post(100_000);
        close();
        open(data, new Limits(6 * MB, 0, 64 * MB));

        postUntilRefused(100_000, 100);
        assertThat(ids(journal)).isEqualTo(kept);
    }

    @Test
    void whileLittleOfTheDiskIsFreeEventsAreRefusedAndReportsAreKept() {
        long free = data.toFile().getUsableSpace();
        open(data, new Limits(0, free + 100 * MB, 64 * MB));
        NotKept no = post(10);

        assertThat(no).hasMessageContaining("the disk is nearly full")
                .hasMessageContaining("signalbox.journal.min-free");
        assertThat(journal.progress("slack").cursor()).isEqualTo(1);
        journal.report(new Report("slack", 1, List.of(), List.of(
                new DeadLetter(0, "slack", 1, clock.instant(), 1, "no", event("dead"))), clock.instant())).join();
        assertThat(journal.deadLetters("slack", 9)).hasSize(1);
    }

    @Test
    void somebodyElseWhoHasTheFileToHimselfMakesWhatIsSentWaitAndNobodyIsToldNo() throws Exception {
        open(data, Limits.NONE);
        post(10);
        try (Connection other = Schema.connect(data.resolve("journal.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            // Longer than it takes until it looks again for what may be forgotten.
            await().during(Duration.ofSeconds(2)).atMost(LONG).until(() -> journal.space().refusal() == null);
            CompletableFuture<Receipt> answer = journal.append(new Batch(List.of(large("waits", 10))));
            await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> !answer.isDone());
            statement.execute("ROLLBACK");

            assertThat(answer).succeedsWithin(LONG);
        }
        assertThat(journal.find("waits")).isPresent();
    }

    @Test
    void afterAnFsyncThatFailedNothingIsAcknowledgedUntilTheFileWasReadAgain() throws Exception {
        open(data, Limits.NONE);
        post(10);
        disk.onCommit = SQLiteErrorCode.SQLITE_IOERR_FSYNC;
        disk.onOpen = SQLiteErrorCode.SQLITE_CANTOPEN;

        assertThat(post(10)).hasMessageContaining("I/O error");
        assertThat(post(10)).hasMessageContaining("the journal can't be written");
        disk.onCommit = null;
        assertThat(post(10)).as("it would go well, but what is on disk is not known").isNotNull();
        assertThat(journal.space().refusal()).contains("the journal can't be written");
        disk.onOpen = null;
        await().atMost(LONG).until(() -> journal.space().refusal() == null);
        assertThat(disk.opened).isEqualTo(2);
        assertThat(post(10)).isNull();
        assertThat(ids(journal)).isEqualTo(kept);
    }

    @Test
    void whatReachedTheDiskAlthoughTheCommitFailedIsThereOnceWhenItsSenderComesAgain() {
        open(data, Limits.NONE);
        append(journal, "logging", event("1"));
        disk.writesAllTheSame = true;
        disk.onCommit = SQLiteErrorCode.SQLITE_IOERR_FSYNC;
        assertThatThrownBy(() -> journal.append(new Batch(List.of(event("2")))).get())
                .hasCauseInstanceOf(NotKept.class);
        disk.onCommit = null;
        await().atMost(LONG).until(() -> journal.space().refusal() == null);

        assertThat(ids(journal)).containsExactly("1", "2");
        append(journal, "logging", event("2"), event("3"));
        assertThat(ids(journal)).containsExactly("1", "2", "3");
        assertThat(journal.find("3").orElseThrow().seq()).isEqualTo(3);
    }

    @Test
    void reportsWaitForTheDiskAndNoDeadLetterIsLostOrKeptTwice() throws Exception {
        open(data, Limits.NONE);
        journal.progress("slack");
        append(journal, "logging", event("1"), event("2"));
        disk.writesAllTheSame = true;
        disk.onCommit = SQLiteErrorCode.SQLITE_FULL;
        CompletableFuture<Void> reported = journal.report(new Report("slack", 2, List.of(),
                List.of(new DeadLetter(0, "slack", 1, clock.instant(), 1, "no", event("1"))), clock.instant()));
        await().atMost(LONG).until(() -> journal.space().refusal() != null);
        CompletableFuture<Void> second = journal.report(new Report("slack", 3,
                List.of(Report.Done.delivered(new long[]{2}, 1, null)), List.of(), clock.instant()));
        assertThat(reported).isNotDone();
        disk.onCommit = null;

        assertThat(reported).succeedsWithin(LONG);
        assertThat(second).succeedsWithin(LONG);
        assertThat(journal.deadLetters("slack", 9)).hasSize(1);
        assertThat(journal.progress("slack").cursor()).isEqualTo(3);
    }

    @Test
    void aTaskThatIsAtFaultItselfFailsAndTheOthersBesideItAreDone() {
        open(data, Limits.NONE);
        journal.progress("slack");
        Report bad = new Report("slack", 1, List.of(),
                List.of(new DeadLetter(0, "slack", 1, clock.instant(), 1, null, event("1"))), clock.instant());
        CompletableFuture<Void> failing = journal.report(bad);
        CompletableFuture<Receipt> good = journal.append(new Batch(List.of(event("1"))));

        assertThat(good).succeedsWithin(LONG);
        assertThat(failing).failsWithin(LONG);
        assertThat(ids(journal)).containsExactly("1");
        assertThat(journal.space().refusal()).isNull();
    }

    @Test
    void aDiskThatIsReallyFullIsSurvivedAndEventsAreTakenInAgainWhenThereIsRoom() throws Exception {
        try (SmallDisk small = SmallDisk.mount(data.resolve("small"), 24)) {
            assumeThat(small).as("may not mount").isNotNull();
            open(small.path(), Limits.NONE);
            journal.progress("slack");
            post(10);
            Path other = small.path().resolve("somebody-elses");
            Files.write(other, new byte[16 * (int) MB]);
            NotKept no = postUntilRefused(300_000, 100);
            assertThat(no).hasMessageContaining("full");
            assertThat(journal.find("e0")).as("what is kept can be read").isPresent();

            Files.delete(other);
            await().atMost(LONG).until(() -> post(10) == null);
            assertThat(new HashSet<>(ids(journal))).containsAll(kept);
            journal.close();
            open(small.path(), Limits.NONE);
            assertThat(new HashSet<>(ids(journal))).containsAll(kept);
            journal.close();
            journal = null;
        }
    }

    @Test
    void onASmallDiskTheRoomThatIsLeftFreeIsEnoughForTheReports() throws Exception {
        try (SmallDisk small = SmallDisk.mount(data.resolve("small"), 24)) {
            assumeThat(small).as("may not mount").isNotNull();
            open(small.path(), new Limits(0, 4 * MB, 64 * MB));
            journal.progress("slack");
            NotKept no = postUntilRefused(200_000, 200);
            assertThat(no).hasMessageContaining("the disk is nearly full");
            assertThat(kept).hasSizeGreaterThan(30);
            for (int i = 1; i <= 500; i++) {
                delivered("slack", Math.min(i, kept.size()));
            }

            await().atMost(LONG).until(() -> post(10) == null);
            postUntilRefused(200_000, 200);
            delivered("slack", journal.end());
            await().atMost(LONG).until(() -> post(10) == null);
            assertThat(ids(journal)).contains(kept.get(kept.size() - 1));
            journal.close();
            journal = null;
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaidAtTheStart() throws Exception {
        try (SmallDisk small = SmallDisk.mount(data.resolve("small"), 8)) {
            assumeThat(small).as("may not mount").isNotNull();
            small.readOnly(true);
            assertThatThrownBy(() -> open(small.path(), Limits.NONE)).hasMessageContaining(small.path().toString())
                    .hasMessageContaining("can't be used (signalbox.data)").hasMessageContaining("Read-only");
        }
    }

    @Test
    void manyEventsAtOnceThatDoNotAllFitAreKeptOrRefusedEachBatchAsAWhole() {
        open(data, new Limits(4 * MB, 0, 64 * MB));
        journal.progress("slack");
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = "b" + i + "-";
            answers.add(journal.append(
                    new Batch(IntStream.range(0, 10).mapToObj(each -> large(name + each, 20_000)).toList())));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).exceptionally(e -> null).join();

        long good = answers.stream().filter(answer -> !answer.isCompletedExceptionally()).count();
        assertThat(good).isBetween(10L, 25L);
        assertThat(ids(journal)).hasSize((int) good * 10).doesNotHaveDuplicates();
    }
}
