package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.Batches;
import io.signalbox.bus.HandClock;
import io.signalbox.bus.Report;
import io.signalbox.event.Event;

/** What becomes of events that are in the log only, when a process is killed and then the log is damaged? SQLite would pass them over in silence. */
class WalTest {
    private static final int HEAD = 32;
    private static final int FRAME = 24 + 8192;
    /** So few that nothing is brought home while they come. */
    private static final int BATCHES = 120;

    private final HandClock clock = new HandClock();
    private final List<String> all = new ArrayList<>();
    @TempDir
    private Path folder;
    private Path data;

    private Journal open(Path directory) {
        return Journal.open(directory, WallClock.unset(clock), Duration.ofHours(24), Duration.ofHours(72));
    }

    private interface Life {
        void of(Journal journal) throws Exception;
    }

    /** Half of the events are at home in the file, half in the log, five a commit; then it is killed. */
    @BeforeEach
    void crash() throws Exception {
        try (Journal journal = open(folder.resolve("running"))) {
            fill(journal, "home", BATCHES);
        }
        data = crashed("crashed", journal -> fill(journal, "log", BATCHES));
    }

    private Path crashed(String name, Life life) throws Exception {
        Path running = folder.resolve("running");
        Path crashed = Files.createDirectory(folder.resolve(name));
        try (Journal journal = open(running)) {
            life.of(journal);
            for (String file : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
                Files.copy(running.resolve(file), crashed.resolve(file));
            }
        }
        return crashed;
    }

    private void fill(Journal journal, String name, int batches) {
        for (int batch = 0; batch < batches; batch++) {
            String prefix = name + batch + "-";
            List<Event> events = IntStream.range(0, 5).mapToObj(i -> event(prefix + i)).toList();
            append(journal, "logging", events);
            events.forEach(each -> all.add(each.id()));
        }
    }

    private Path log() {
        return data.resolve("journal.db-wal");
    }

    private long frames() throws IOException {
        return (Files.size(log()) - HEAD) / FRAME;
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(at);
            int was = damaged.read();
            damaged.seek(at);
            damaged.write(was ^ 0x40);
        }
    }

    private List<String> kept() throws IOException {
        try (Journal journal = open(data)) {
            List<String> kept = Batches.ids(journal);
            assertThat(append(journal, "logging", event("fresh")).accepted()).isEqualTo(1);
            return kept;
        }
    }

    private List<String> aside() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(each -> each.getFileName().toString()).filter(each -> each.contains(".damaged-")).toList();
        }
    }

    @Test
    void whatIsWholeIsLeftAlone() throws Exception {
        assertThat(Wal.beside(data.resolve("journal.db")).damage()).isNull();
        assertThat(Wal.beside(data.resolve("journal.db")).missing()).isNull();
        assertThat(kept()).isEqualTo(all);
        assertThat(aside()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
    void aPageThatIsDamagedCostsNothingThatIsWholeBehindIt(double where) throws Exception {
        long frame = (long) (where * frames());
        byte[] bytes = Files.readAllBytes(log());
        // What the page holds: later pages mostly hold it again.
        String page = new String(bytes, (int) (HEAD + frame * FRAME + 24), 8192, ISO_8859_1);
        flip(log(), HEAD + frame * FRAME + 24 + 5_000);
        byte[] damaged = Files.readAllBytes(log());

        List<String> kept = kept();
        assertThat(kept).isSubsetOf(all)
                .containsAll(all.stream().filter(id -> !page.contains("\"" + id + "\"")).toList());
        assertThat(aside()).hasSizeGreaterThan(1).filteredOn(name -> name.endsWith("-wal"))
                .allSatisfy(name -> assertThat(Files.readAllBytes(data.resolve(name))).isEqualTo(damaged));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 10, 17, 21, 25, 30})
    void aDamagedHeadOfTheLogLosesNothing(int at) throws Exception {
        flip(log(), at);

        assertThat(kept()).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12, 16, 20})
    void aDamagedHeadOfAPageLosesNoOtherPage(int at) throws Exception {
        flip(log(), HEAD + frames() / 2 * FRAME + at);

        assertThat(kept()).isSubsetOf(all).hasSizeGreaterThan(all.size() - 60);
    }

    @Test
    void theNewestCommitIsMissedWhereItsPageIsDamaged() throws Exception {
        flip(log(), HEAD + (frames() - 1) * FRAME + 2_000);

        assertThat(Wal.beside(data.resolve("journal.db")).damage()).contains("of its log is damaged");
        assertThat(kept()).containsAll(all.subList(0, all.size() - 60));
    }

    @Test
    void aFileThatIsEmptyIsMadeAgainFromItsLog() throws Exception {
        Files.write(data.resolve("journal.db"), new byte[0]);

        assertThat(kept()).containsAll(all.subList(all.size() / 2 + 60, all.size()));
        assertThat(aside()).anyMatch(name -> name.endsWith("-wal"));
    }

    @Test
    void aFileThatIsGoneIsMadeAgainFromItsLog() throws Exception {
        Files.delete(data.resolve("journal.db"));

        assertThat(kept()).containsAll(all.subList(all.size() / 2 + 60, all.size()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.99})
    void aLogThatIsCutShortIsNoticedAndWhatIsLeftIsThere(double where) throws Exception {
        long left = (long) (where * frames());
        try (RandomAccessFile damaged = new RandomAccessFile(log().toFile(), "rw")) {
            damaged.setLength(left == 0 ? 0 : HEAD + left * FRAME + 17);
        }

        assertThat(Wal.beside(data.resolve("journal.db")).missing()).contains("committed pages of its log");
        List<String> kept = kept();
        assertThat(kept).isEqualTo(all.subList(0, kept.size())).hasSizeGreaterThanOrEqualTo(all.size() / 2);
    }

    @Test
    void aLogThatIsGoneIsNoticed() throws Exception {
        Files.delete(log());

        assertThat(Wal.beside(data.resolve("journal.db")).missing()).contains("committed pages of its log");
        assertThat(kept()).isEqualTo(all.subList(0, all.size() / 2));
    }

    /** Some of the log is home in the file already, and it is cut or damaged before the place up to which it is. */
    @ParameterizedTest
    @CsvSource({"0, cut", "0, damaged", "1, cut", "1, damaged", "30, cut", "30, damaged"})
    void whatIsHomeAlreadyIsNotTakenBackByALogOfWhichLessIsLeft(int batchesSince, String what) throws Exception {
        data = crashed("later", journal -> {
            fill(journal, "more", BATCHES);
            // While somebody reads it, the log does not begin anew.
            try (Connection reader = Schema.connect(folder.resolve("running/journal.db"))) {
                reader.setAutoCommit(false);
                Sql.number(reader, "SELECT count(*) FROM block");
                Troubles.homeBesideOthers(folder.resolve("running"));
                fill(journal, "since", batchesSince);
            }
        });
        int home = all.size() - 5 * batchesSince;
        if (what.equals("cut")) {
            try (RandomAccessFile damaged = new RandomAccessFile(log().toFile(), "rw")) {
                damaged.setLength(HEAD + frames() / 3 * FRAME);
            }
        } else {
            flip(log(), HEAD + frames() / 3 * FRAME + 24 + 5_000);
        }

        Doctor doctor = new Doctor(data, (doing, done, of) -> {
        });
        assertThat(doctor.examine().findings()).singleElement().asString().contains("log", "damaged", "--repair");
        List<String> kept = kept();
        assertThat(doctor.examine().findings()).isEmpty();
        assertThat(kept).startsWith(all.subList(0, home).toArray(String[]::new));
        assertThat(kept).isSubsetOf(all);
    }

    /** Nobody knows how far the file had come: old pages stand beside new ones, and what that costs is said. */
    @ParameterizedTest
    @CsvSource({"0.1, gone", "0.3, gone", "0.6, gone", "0.9, gone", "0.1, amid", "0.3, amid", "0.6, amid", "0.9, amid"})
    void whereOldPagesMayStandBesideNewOnesWhatIsMissingIsNamed(double where, String index) throws Exception {
        data = crashed("later", journal -> {
            journal.progress("reader");
            fill(journal, "more", BATCHES);
            Troubles.homeBesideOthers(folder.resolve("running"));
            journal.report(Report.moved("reader", journal.end(), Instant.now())).get(10, TimeUnit.SECONDS);
            Troubles.homeBesideOthers(folder.resolve("running"));
        });
        Path shm = data.resolve("journal.db-shm");
        if (index.equals("gone")) {
            Files.delete(shm);
        } else {
            try (RandomAccessFile amid = new RandomAccessFile(shm.toFile(), "rw")) {
                amid.seek(96);
                amid.write(new byte[4]);
            }
        }
        try (RandomAccessFile damaged = new RandomAccessFile(log().toFile(), "rw")) {
            damaged.setLength(HEAD + (long) (where * frames()) * FRAME);
        }

        List<String> kept = kept();
        assertThat(kept).isSubsetOf(all);
        assertThat(kept.size() + named()).isEqualTo(all.size());
    }

    @Test
    void whereTheFileIsCutTooWhatIsLeftOfAnOlderLogHelps() throws Exception {
        data = crashed("later", journal -> {
            fill(journal, "more", BATCHES);
            Troubles.homeBesideOthers(folder.resolve("running"));
        });
        for (Path file : List.of(log(), data.resolve("journal.db"))) {
            try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                damaged.setLength(damaged.length() * 9 / 10);
            }
        }

        List<String> kept = kept();
        assertThat(kept).isSubsetOf(all).hasSizeGreaterThan(all.size() * 8 / 10);
    }

    @Test
    void theDoctorSetsALogAsideThatIsOlderThanTheFile() throws Exception {
        data = crashed("later", journal -> {
            fill(journal, "more", BATCHES);
            Troubles.homeBesideOthers(folder.resolve("running"));
        });
        flip(log(), HEAD + frames() / 3 * FRAME + 24 + 5_000);
        byte[] damaged = Files.readAllBytes(log());

        Doctor doctor = new Doctor(data, (doing, done, of) -> {
        });
        assertThat(doctor.repair()).singleElement().asString().contains("was damaged", "journal.db.damaged-");
        assertThat(doctor.examine().findings()).isEmpty();
        assertThat(aside()).filteredOn(name -> name.endsWith("-wal")).singleElement()
                .satisfies(name -> assertThat(Files.readAllBytes(data.resolve(name))).isEqualTo(damaged));
        assertThat(kept()).isEqualTo(all);
    }

    private long named() throws SQLException {
        try (Connection connection = Schema.connect(data.resolve("journal.db"))) {
            return Quarantine.lost(connection);
        }
    }

    @Test
    void anyBytesOfTheFileAndTheLogMayBeFlippedAndNoMoreIsLostThanWhatLiesThere() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            Path another = Files.createDirectory(folder.resolve("round" + round));
            for (String name : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
                Files.copy(data.resolve(name), another.resolve(name));
            }
            Path file = another.resolve("journal.db" + (round % 3 == 0 ? "" : "-wal"));
            flip(file, (long) (random.nextDouble() * Files.size(file)));
            try (Journal journal = open(another)) {
                assertThat(Batches.idsAtLast(journal)).as("round %d", round).isSubsetOf(all)
                        .hasSizeGreaterThan(all.size() - 60);
                assertThat(append(journal, "logging", event("fresh")).accepted()).isEqualTo(1);
            }
        }
    }
}
