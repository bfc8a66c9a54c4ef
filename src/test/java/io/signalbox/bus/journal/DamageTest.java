package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.end;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.ids;
import static io.signalbox.bus.Batches.problem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;

import io.signalbox.bus.Batches;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.HandClock;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/** What becomes of a journal whose file is no longer as it was written? */
class DamageTest {
    private static final int PAGE = 8192;
    private static final int BATCHES = 400;

    private final HandClock clock = new HandClock();
    @TempDir
    private Path data;
    private Journal journal;

    private void open() {
        journal = Journal.open(data, WallClock.unset(clock), Duration.ofHours(24), Duration.ofHours(72));
    }

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }

    private Path file() {
        return data.resolve("journal.db");
    }

    /** A journal with something in every table: events b0-0 to b399-4, five a commit, of which "jsonl" has the first hundred. */
    private List<String> filled() {
        open();
        journal.progress("jsonl");
        journal.progress("slack");
        List<String> all = new ArrayList<>();
        append(journal, "alerting", problem("p", "hp-1"));
        all.add("p");
        for (int batch = 0; batch < BATCHES; batch++) {
            String name = "b" + batch + "-";
            List<Event> events = IntStream.range(0, 5).mapToObj(i -> event(name + i)).toList();
            append(journal, "logging", events);
            events.forEach(each -> all.add(each.id()));
        }
        journal.report(new Report("jsonl", 101,
                List.of(Report.Done.delivered(IntStream.range(1, 100).asLongStream().toArray(), 1, "200 ok")),
                List.of(new DeadLetter(0, "jsonl", 100, clock.instant(), 2, "422 no", event("dead"))), clock.instant()))
                .join();
        close();
        return all;
    }

    private void flip(String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        int at = new String(bytes, ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        overwrite(at, (byte) (bytes[at] ^ 1));
    }

    private void overwrite(long at, byte... bytes) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.seek(at);
            damaged.write(bytes);
        }
    }

    private void cut(long length) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.setLength(length);
        }
    }

    private List<Path> asideFiles() throws IOException {
        try (var files = Files.list(data)) {
            return files.filter(each -> each.toString().contains(".damaged-")).toList();
        }
    }

    private long count(String sql) throws Exception {
        try (Connection connection = Schema.connect(file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private int root(String table) throws Exception {
        return (int) count("SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'");
    }

    private void assertNothingElseIsLost() {
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(101);
        assertThat(journal.progress("slack").cursor()).isEqualTo(1);
        assertThat(journal.outcomes(50)).extracting(Outcome::backend, Outcome::outcome).containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple("jsonl", "delivered"),
                org.assertj.core.groups.Tuple.tuple("slack", "pending"));
        assertThat(journal.deadLetters("jsonl", 9)).extracting(dead -> dead.event().id()).containsExactly("dead");
        append(journal, "logging", end("resolved", "hp-1"));
        assertThat(journal.find("resolved").orElseThrow().event().problem())
                .isEqualTo(new Event.Problem("printer.offline", Severity.WARNING));
        assertThat(append(journal, "logging", event("b0-0"), event("b200-2")).accepted())
                .as("ids are known as before").isZero();
    }

    @Test
    void aDamagedBlockIsSetAsideAndAllOthersAreReadAndNothingIsDeleted() throws Exception {
        List<String> all = filled();
        flip("b100-3");
        open();

        all.removeIf(id -> id.startsWith("b100-"));
        assertThat(ids(journal)).isEqualTo(all);
        await().until(() -> journal.space().damaged() == 5);
        assertThat(journal.search(new Search(null, null, null, null, null, null, null, "b100", Long.MAX_VALUE, 9))
                .entries())
                .isEmpty();
        assertThat(journal.find("b100-1")).isEmpty();
        assertNothingElseIsLost();
        close();
        assertThat(count("SELECT count(*) FROM quarantine WHERE first_seq = 502 AND count = 5 AND reason LIKE"
                + " '%events 502 to 506 is damaged: its checksum does not match'")).isEqualTo(1);
        assertThat(asideFiles()).isEmpty();
        open();
        assertThat(journal.space().damaged()).as("and it is said again").isEqualTo(5);
    }

    @Test
    void aDamagedBlockIsSetAsideThoughTheDiskFailsMeanwhile() throws Exception {
        filled();
        flip("b100-3");
        FailingDisk disk = new FailingDisk();
        journal = Journal.open(data, WallClock.unset(clock), Duration.ofHours(24), Duration.ofHours(72), Limits.NONE,
                disk::open);
        disk.onCommit = SQLiteErrorCode.SQLITE_IOERR_FSYNC;
        ids(journal);
        await().until(() -> journal.space().refusal() != null);
        disk.onCommit = null;

        await().until(() -> journal.space().refusal() == null && journal.space().damaged() == 5);
        close();
        assertThat(count("SELECT count(*) FROM quarantine")).isEqualTo(1);
    }

    @Test
    void placesAreNotUsedAgainWhereTheNewestBlockIsDamaged() throws Exception {
        filled();
        flip("b399-3");
        open();
        assertThat(journal.read(1997)).isNull();
        await().until(() -> journal.space().damaged() == 5);
        close();
        open();

        append(journal, "logging", event("next"));
        assertThat(journal.find("next").orElseThrow().seq()).isEqualTo(2002);
        assertThat(journal.read(1997).first()).isEqualTo(2002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 18, 40, 56})
    void aDamagedHeaderLosesNothing(int at) throws Exception {
        List<String> all = filled();
        overwrite(at, (byte) 0x5a, (byte) 0x5a, (byte) 0x5a);
        byte[] damaged = Files.readAllBytes(file());
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertNothingElseIsLost();
        assertThat(asideFiles())
                .filteredOn(file -> !file.toString().endsWith("-shm") && !file.toString().endsWith("-wal"))
                .allSatisfy(file -> assertThat(Files.readAllBytes(file)).isEqualTo(damaged));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 100, 103, 120, PAGE - 700, PAGE - 200, PAGE - 21})
    void aDamagedListOfTablesLosesNothing(int at) throws Exception {
        List<String> all = filled();
        overwrite(at, (byte) 0xa5, (byte) 0x5a, (byte) 0xa5);
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertNothingElseIsLost();
    }

    @Test
    void aTableThatPointsToAnothersPagesIsNoticed() throws Exception {
        List<String> all = filled();
        try (Connection connection = Schema.connect(file()); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute(
                    "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'delivery')"
                            + " WHERE name = 'block'");
        }
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertNothingElseIsLost();
        assertThat(asideFiles()).isNotEmpty();
    }

    @Test
    void aTruncatedFileIsSetAsideAndWhatIsWholeIsSaved() throws Exception {
        List<String> all = filled();
        long size = Files.size(file());
        cut(size / 2 / PAGE * PAGE);
        open();

        assertThat(asideFiles()).isNotEmpty();
        String rest = Files.readString(asideFiles().stream().filter(each -> !each.toString().matches(".*-(wal|shm)"))
                .findFirst().orElseThrow(), ISO_8859_1);
        List<String> kept = ids(journal);
        assertThat(kept).containsAll(all.stream().filter(id -> rest.contains("\"" + id + "\"")).toList());
        assertThat(all).containsSequence(kept.subList(0, 100));
        assertThat(kept).hasSizeGreaterThan(all.size() / 4).isSubsetOf(all);
        assertThat(append(journal, "logging", event("new")).accepted()).isEqualTo(1);
        assertThat(journal.find("new").orElseThrow().seq()).isGreaterThan(kept.size());
        close();
        open();
        assertThat(journal.find("new")).isPresent();
    }

    @Test
    void aPageInTheMiddleOfTheEventsCostsTheEventsOfThatPageOnly() throws Exception {
        List<String> all = filled();
        byte[] bytes = Files.readAllBytes(file());
        int at = new String(bytes, ISO_8859_1).indexOf("b200-2");
        overwrite((long) at / PAGE * PAGE, new byte[64]);
        overwriteHeaderSoThatItIsNoticed();
        open();

        List<String> kept = ids(journal);
        assertThat(kept).doesNotContain("b200-2").startsWith("p", "b0-0").endsWith("b399-4").isSubsetOf(all)
                .hasSizeGreaterThan(all.size() - 100);
        assertThat(asideFiles()).isNotEmpty();
    }

    @Test
    void aPageToWhichAllOthersHangCostsNoneOfThem() throws Exception {
        List<String> all = filled();
        overwrite((root("block") - 1L) * PAGE, new byte[PAGE]);
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertNothingElseIsLost();
        assertThat(asideFiles()).isNotEmpty();
    }

    @Test
    void aBlockOfWhichABackendHasTheFirstHalfIsFoundWhereNoWayLeadsToIt() throws Exception {
        List<String> all = filled();
        open();
        journal.report(Report.moved("slack", 99, clock.instant())).join();
        close();
        overwrite((root("block") - 1L) * PAGE, new byte[PAGE]);
        open();

        assertThat(ids(journal)).endsWith(all.subList(98, all.size()).toArray(String[]::new));
        assertThat(journal.space().damaged()).isZero();
    }

    private void overwriteHeaderSoThatItIsNoticed() throws IOException {
        overwrite(0, (byte) 'X');
    }

    @Test
    void withoutItsCursorABackendGetsAgainWhatItIsNotKnownToHave() throws Exception {
        List<String> all = filled();
        overwrite((root("cursor") - 1L) * PAGE, new byte[PAGE]);
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(1);
        assertThat(journal.progress("jsonl").done()).hasSize(100);
        assertThat(journal.progress("slack").cursor()).as("of which nothing else is known").isEqualTo(1);
        assertThat(asideFiles()).isNotEmpty();
    }

    @Test
    void whatIsNoDatabaseAtAllIsSetAsideToo() throws Exception {
        byte[] garbage = new byte[5 * PAGE];
        new Random(1).nextBytes(garbage);
        Files.write(file(), garbage);
        open();

        append(journal, "logging", event("1"));
        assertThat(ids(journal)).containsExactly("1");
        assertThat(asideFiles()).singleElement()
                .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(garbage));
    }

    @Test
    void whatWasOnlyInTheLogIsSavedToo() throws Exception {
        open();
        append(journal, "logging", event("1"));
        append(journal, "logging", event("2"));
        Path copy = Files.createDirectory(data.resolve("crashed"));
        for (String name : List.of("journal.db", "journal.db-wal")) {
            Files.copy(data.resolve(name), copy.resolve(name));
        }
        try (RandomAccessFile damaged = new RandomAccessFile(copy.resolve("journal.db").toFile(), "rw")) {
            damaged.write(new byte[]{1, 2, 3});
        }
        try (Journal crashed = Journal.open(copy, WallClock.unset(clock), Duration.ofHours(24), Duration.ofHours(72))) {
            assertThat(Batches.ids(crashed)).containsExactly("1", "2");
        }
    }

    @Test
    void aProcessThatWasKilledBetweenSavingAndMovingGoesOnWithWhatWasSaved() throws Exception {
        List<String> all = filled();
        Files.move(file(), data.resolve("journal.db.salvaged-20261121T080000Z"));
        Files.write(file(), new byte[PAGE]);
        Files.write(data.resolve("journal.db-wal"), new byte[32]);
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertThat(asideFiles()).extracting(file -> file.getFileName().toString()).containsExactlyInAnyOrder(
                "journal.db.damaged-20261121T080000Z", "journal.db.damaged-20261121T080000Z-wal");
    }

    @Test
    void whereWhatIsWholeCannotBeSavedNothingIsTouchedAndTheReasonIsSaid() throws Exception {
        filled();
        overwrite(0, (byte) 'X');
        byte[] damaged = Files.readAllBytes(file());
        Path blocking = Files.createDirectories(data.resolve("journal.db.salvaging").resolve("in the way")).getParent();

        assertThatThrownBy(this::open).hasMessageContaining("journal in " + data + " can't be opened")
                .hasMessageContaining("could not be saved into a new one");
        assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
        Files.delete(blocking.resolve("in the way"));
        Files.delete(blocking);
    }

    @Test
    void anyByteMayBeFlippedAndItStartsAndLosesNoMoreThanABlockOrSaysSo() throws Exception {
        List<String> all = filled();
        byte[] sound = Files.readAllBytes(file());
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = sound.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Path another = Files.createDirectory(data.resolve("round" + round));
            Files.write(another.resolve("journal.db"), bytes);
            try (Journal damaged = Journal.open(another, WallClock.unset(clock), Duration.ofHours(24),
                    Duration.ofHours(72))) {
                assertThat(Batches.idsAtLast(damaged)).isSubsetOf(all).hasSizeGreaterThanOrEqualTo(all.size() - 130);
                assertThat(append(damaged, "logging", event("new")).accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void aDamagedPageThatIsFoundWhileItRunsCostsTheRowsOnItAndNothingIsStuck() throws Exception {
        List<String> all = filled();
        overwrite((root("dead_letter") - 1L) * PAGE, new byte[PAGE]);
        open();

        assertThatThrownBy(() -> journal.deadLetters("jsonl", 0, 9))
                .hasMessageContaining("what is whole is being saved into a new one");
        await().until(() -> !asideFiles().isEmpty() && journal.space().refusal() == null);
        assertThat(journal.deadLetters("jsonl", 0, 9)).isEmpty();
        assertThat(ids(journal)).isEqualTo(all);
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(101);
        assertThat(append(journal, "logging", event("b0-0"), event("new")).accepted()).isEqualTo(1);
        close();
        open();
        assertThat(journal.find("new")).isPresent();
    }

    @Test
    void aStartWaitsUntilWhatIsWholeOfADamagedRecordWasSaved() throws Exception {
        filled();
        overwrite((root("delivery_by_place") - 1L) * PAGE, new byte[PAGE]);
        open();

        assertThat(journal.progress("jsonl").cursor()).isEqualTo(101);
        assertThat(asideFiles()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"count = 3", "count = 700000000", "count = 0", "data = zeroblob(0)", "crc = 0"})
    void aRowThatIsNotAsItWasWrittenCostsItsOwnEvents(String change) throws Exception {
        List<String> all = filled();
        try (Connection connection = Schema.connect(file()); Statement statement = connection.createStatement()) {
            statement.execute("UPDATE block SET " + change + " WHERE first_seq = 502");
        }
        open();

        all.removeIf(id -> id.startsWith("b100-"));
        assertThat(ids(journal)).isEqualTo(all);
        close();
        assertThat(count("SELECT count FROM quarantine WHERE first_seq = 502")).isEqualTo(5);
        overwriteHeaderSoThatItIsNoticed();
        open();
        assertThat(ids(journal)).isEqualTo(all);
        assertThat(journal.space().damaged()).isEqualTo(5);
        assertNothingElseIsLost();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"x'7b22696400', seal = NULL | is no event any more",
            "replace(event, 'dead', 'deaf') | is not as it was written"})
    void aDeadLetterThatIsNotWhatWasRefusedDoesNotHideTheOthers(String now, String why) throws Exception {
        filled();
        open();
        journal.report(new Report("jsonl", 103, List.of(),
                List.of(new DeadLetter(0, "jsonl", 101, clock.instant(), 2, "422 no", event("whole"))),
                clock.instant())).join();
        close();
        try (Connection connection = Schema.connect(file()); Statement statement = connection.createStatement()) {
            statement.execute("UPDATE dead_letter SET event = " + now + " WHERE seq = 100");
        }
        open();

        assertThatThrownBy(() -> journal.deadLetters("jsonl", 0, 9)).hasMessageContaining(why);
        await().ignoreExceptions().until(() -> journal.deadLetters("jsonl", 0, 9).size() == 1);
        assertThat(journal.deadLetters("jsonl", 0, 9)).extracting(dead -> dead.event().id()).containsExactly("whole");
    }

    @Test
    void whatCannotBeNotedForADamagedPageIsNotedWhenWhatIsWholeIsSaved() throws Exception {
        List<String> all = filled();
        overwrite((root("delivery") - 1L) * PAGE, new byte[PAGE]);
        open();

        journal.report(new Report("slack", 4, List.of(Report.Done.delivered(new long[]{1, 2, 3}, 1, "ok")), List.of(),
                clock.instant())).join();
        assertThat(asideFiles()).isNotEmpty();
        assertThat(journal.progress("slack").cursor()).isEqualTo(4);
        assertThat(ids(journal)).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"emptied", "deleted", "older", "cut"})
    void whatIsNoLongerThereIsNamedAndNoPlaceIsUsedAgain(String what) throws Exception {
        filled();
        Path older = Files.copy(file(), data.resolve("older"));
        open();
        List<Event> more = IntStream.range(0, 100).mapToObj(i -> event("more" + i)).toList();
        append(journal, "logging", more);
        journal.report(Report.moved("slack", 1_500, clock.instant())).join();
        close();
        switch (what) {
            case "emptied" -> Files.write(file(), new byte[0]);
            case "deleted" -> Files.delete(file());
            case "older" -> Files.move(older, file(), StandardCopyOption.REPLACE_EXISTING);
            default -> cut(Files.size(file()) - PAGE);
        }
        open();

        List<String> kept = ids(journal);
        long awaited = 101;
        long end = 2_102;
        long first = kept.isEmpty() ? awaited : kept.size() + 1;
        assertThat(journal.space().damaged()).isEqualTo(end - first);
        append(journal, "logging", event("new"));
        assertThat(journal.find("new").orElseThrow().seq()).isEqualTo(end);
        close();
        assertThat(count("SELECT count(*) FROM quarantine WHERE reason LIKE 'events % to % are missing'")).isPositive();
        open();
        assertThat(journal.space().damaged()).as("and it is said again").isEqualTo(end - first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 18, 19, 20, 21, 22, 23, 44, 45, 46, 47, 52, 55, 56, 59, 64})
    void aHeaderThatLooksSoundAndIsNotLosesNothing(int at) throws Exception {
        List<String> all = filled();
        byte[] bytes = Files.readAllBytes(file());
        overwrite(at, (byte) (bytes[at] ^ 1));
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertNothingElseIsLost();
    }

    @Test
    void whatABackendHasGotAndIsNotThereForTheOthersIsNamedWithoutAMilestoneToo() throws Exception {
        List<String> all = filled();
        try (Connection connection = Schema.connect(file())) {
            Sql.update(connection, "UPDATE cursor SET seq = ?, seal = NULL WHERE backend = 'jsonl'", all.size() + 1);
            Sql.update(connection, "DELETE FROM block WHERE first_seq > ?", 1_000);
        }
        Files.delete(data.resolve(Milestone.FILE));
        open();

        List<String> kept = ids(journal);
        assertThat(kept).hasSizeBetween(990, 1_010);
        assertThat(journal.space().damaged()).isEqualTo(all.size() - kept.size());
        append(journal, "logging", event("new"));
        assertThat(journal.find("new").orElseThrow().seq()).isEqualTo(all.size() + 1);
    }

    @Test
    void aPlaceThatIsNotAsItWasWrittenTakesNoEventFromItsBackend() throws Exception {
        List<String> all = filled();
        try (Connection connection = Schema.connect(file())) {
            Sql.update(connection, "UPDATE cursor SET seq = 1500");
        }
        open();

        assertThat(ids(journal)).isEqualTo(all);
        assertThat(journal.progress("slack").cursor()).isEqualTo(1);
        assertThat(journal.progress("slack").done()).isEmpty();
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(1);
        assertThat(journal.progress("jsonl").done()).as("what it is known to have")
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(asideFiles()).as("it was noticed").isNotEmpty();
    }

    @Test
    void aDeliveryThatIsNotAsItWasWrittenIsNotBelieved() throws Exception {
        List<String> all = filled();
        try (Connection connection = Schema.connect(file())) {
            Sql.update(connection, "UPDATE delivery SET last_seq = 1500 WHERE outcome = 'delivered'");
        }
        open();

        assertThat(journal.progress("jsonl").cursor()).isEqualTo(101);
        assertThat(journal.progress("jsonl").done()).isEmpty();
        assertThat(ids(journal)).isEqualTo(all);
        assertThat(asideFiles()).as("it was noticed").isNotEmpty();
    }

    @Test
    void aDeliveryOfEventsThatHaveNotComeYetIsNotBelieved() throws Exception {
        List<String> all = filled();
        try (Connection connection = Schema.connect(file())) {
            Sql.update(connection,
                    "UPDATE delivery SET last_seq = last_seq + 4096, seal = NULL WHERE first_seq < last_seq");
        }
        open();

        append(journal, "logging", event("new"));
        assertThat(journal.progress("jsonl").done()).doesNotContain(all.size() + 1L);
    }

    /** Where a row of the record is all zeroes, SQLite knows its first and last place from an index, and nothing of those between. */
    @Test
    void aDeliveryOfSomeOfWhichOnlyZeroesAreLeftIsNotTakenForOneOfAll() throws Exception {
        filled();
        open();
        long[] everyOther = IntStream.rangeClosed(0, 50).mapToLong(i -> 500 + 2L * i).toArray();
        journal.report(new Report("slack", 499, List.of(Report.Done.delivered(everyOther, 1, "some")), List.of(),
                clock.instant())).join();
        close();
        byte[] bytes = Files.readAllBytes(file());
        int answer = new String(bytes, ISO_8859_1).indexOf("deliveredsome");
        int row = new String(bytes, 0, answer, ISO_8859_1).lastIndexOf("slack");
        int headBytes = 12;
        assertThat(bytes[row - headBytes]).as("it begins with the length of its head").isEqualTo((byte) headBytes);
        overwrite(row - headBytes, new byte[answer - row + headBytes]);
        open();

        append(journal, "logging", event("new"));
        assertThat(journal.progress("slack").done()).doesNotContain(501L, 503L, 599L);
        assertThat(asideFiles()).as("it was noticed").isNotEmpty();
    }

    /** Somebody puts back a copy of before: backends are in it where they were then, and go on behind what all of them had got. */
    @Test
    void whatEveryBackendHadGotIsNotLostWhereAnOlderJournalIsPutBack() throws Exception {
        List<String> all = filled();
        Path older = Files.copy(file(), data.resolve("older"));
        open();
        append(journal, "logging", IntStream.range(0, 100).mapToObj(i -> event("more" + i)).toList());
        long had = journal.end();
        append(journal, "logging", event("only-jsonl-had-it"));
        journal.report(Report.moved("jsonl", journal.end(), clock.instant())).join();
        journal.report(Report.moved("slack", had, clock.instant())).join();
        close();
        Files.move(older, file(), StandardCopyOption.REPLACE_EXISTING);
        open();

        append(journal, "logging", event("new"));
        assertThat(ids(journal)).startsWith(all.toArray(String[]::new)).endsWith("new").hasSize(all.size() + 1);
        assertThat(journal.space().damaged()).isEqualTo(1);
        assertThat(asideFiles()).as("nothing is damaged").isEmpty();
        assertThat(new Doctor(data, (doing, done, of) -> {
        }).examine().findings()).isEmpty();
    }

    @Test
    void aMilestoneThatCannotBeUnderstoodSaysNothing() throws Exception {
        List<String> all = filled();
        for (byte[] said : List.of(new byte[0], new byte[76], "next 99".getBytes(ISO_8859_1))) {
            Files.write(data.resolve(Milestone.FILE), said);
            open();
            assertThat(ids(journal)).isEqualTo(all);
            assertThat(journal.space().damaged()).isZero();
            close();
        }
    }

    @Test
    void aMilestoneThatSomebodyHasAddedToIsUnderstoodAgainAfterTheNextEvent() throws Exception {
        List<String> all = filled();
        Files.writeString(data.resolve(Milestone.FILE), "and more\n", StandardOpenOption.APPEND);
        open();
        append(journal, "logging", event("new"));
        close();
        Files.delete(file());
        open();

        assertThat(journal.space().damaged()).isEqualTo(all.size() + 1);
    }
}
