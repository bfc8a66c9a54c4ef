package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.ids;
import static io.signalbox.bus.Batches.problem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.HandClock;
import io.signalbox.bus.Report;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** What does the doctor find, and does it help? */
class DoctorTest {
    private final HandClock clock = new HandClock();
    @TempDir
    private Path data;
    private Journal journal;

    @BeforeEach
    void fill() {
        open();
        journal.progress("jsonl");
        journal.progress("slack");
        append(journal, "alerting", problem("p", "hp-1"), event("1"));
        append(journal, "logging", event("2"), event("3"));
        append(journal, "logging", event("4"), event("5"));
        journal.report(new Report("jsonl", 3, List.of(Report.Done.delivered(new long[]{1, 4}, 1, "200")),
                List.of(new DeadLetter(0, "jsonl", 2, clock.instant(), 1, "422 no", event("1"))), clock.instant()))
                .join();
    }

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

    private Doctor doctor() {
        return new Doctor(data, (what, done, of) -> {
        });
    }

    private void sql(String sql) throws Exception {
        try (Connection connection = Schema.connect(data.resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void flip(String text) throws Exception {
        Path file = data.resolve("journal.db");
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, ISO_8859_1).indexOf(text)] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void aSoundJournalIsGoodWhileItIsWrittenAndAfterwards() {
        for (int round = 0; round < 2; round++) {
            Doctor.Report report = doctor().examine();
            assertThat(report.findings()).isEmpty();
            assertThat(report.notes()).isEmpty();
            assertThat(report.events()).isEqualTo(6);
            assertThat(report.facts()).contains("6 events in 3 blocks, the first at place 1",
                    "backend jsonl is at place 3, 4 before the end", "1 dead letters", "1 open problems");
            close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "UPDATE cursor SET seq = 5 WHERE backend = 'slack'         | the place of backend slack is not as it was written",
            "UPDATE delivery SET last_seq = 3 WHERE outcome = 'delivered' | 1 rows of deliveries are not as they were written",
            "UPDATE cursor SET seq = 99, seal = NULL WHERE backend = 'slack' | backend slack is at place 99, beyond the last event (6)",
            "UPDATE cursor SET seq = -3, seal = NULL WHERE backend = 'slack' | backend slack is at place -3, which there is none",
            "DELETE FROM block WHERE first_seq = 1                     | backend slack has not got the events from place 1 on, and those before 3 are no longer there",
            "DELETE FROM block WHERE first_seq = 3                     | events 3 to 4 are missing",
            "UPDATE block SET data = zeroblob(50) WHERE first_seq = 3  | the journal's block of events 3 to 4 is damaged: its checksum does not match",
            "UPDATE block SET ids = zeroblob(16) WHERE first_seq = 3   | events 3 to 4 would not be found by their ids",
            "DELETE FROM cursor WHERE backend = 'jsonl'                | rows of deliveries are of a backend that has no place",
            "INSERT INTO delivery (id, backend, first_seq, last_seq, bits, attempts, at, outcome, answer) VALUES (99, 'jsonl', 70, 71, NULL, 1, 0, 'delivered', NULL) | 1 rows of deliveries are of events that there are not",
            "INSERT INTO id_run VALUES (1, 3, 3, 0, x'00')             | the index of ids from place 1 on, part 3: it has 1 bytes",
            "UPDATE problem SET severity = 99                          | the open problem hp-1 can't be understood",
            "UPDATE problem SET channels = 4096                        | the open problem hp-1 can't be understood",
            "UPDATE dead_letter SET event = replace(event, 'news', 'mews') | dead letter 1 of backend jsonl is not as it was written",
            "UPDATE dead_letter SET event = x'7b'                      | dead letter 1 of backend jsonl can't be read"})
    void whatIsWrongIsFoundAndMendedAndThenAllIsGood(String damage, String finding) throws Exception {
        close();
        sql(damage);

        Doctor.Report found = doctor().examine();
        assertThat(found.isGood()).isFalse();
        assertThat(found.findings()).anySatisfy(each -> assertThat(each).contains(finding).contains("--repair"));
        assertThat(doctor().repair()).isNotEmpty();
        assertThat(doctor().examine().findings()).isEmpty();
        open();
        append(journal, "logging", event("6"));
        assertThat(ids(journal)).contains("4", "5", "6");
        assertThat(journal.find("4")).isPresent();
    }

    @Test
    void aDamagedBlockIsSetAsideAndWhatCanBeReadOfItIsWrittenOut() throws Exception {
        append(journal, "logging", event("whole-1"), event("the-damaged-one"), event("whole-2"));
        close();
        flip("the-damaged-one");

        assertThat(doctor().repair()).singleElement().asString()
                .contains("set aside: the journal's block of events 7 to 9");
        Doctor.Report report = doctor().examine();
        assertThat(report.isGood()).isTrue();
        assertThat(report.notes()).singleElement().asString().contains("events 7 to 9 is damaged", "--quarantined");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(doctor().exportQuarantined(out)).isEqualTo(3);
        assertThat(out.toString(UTF_8)).contains("\"id\":\"whole-1\"", "\"id\":\"whole-2\"");
    }

    @Test
    void aFileThatSqliteCannotReadIsSavedFrom() throws Exception {
        close();
        byte[] bytes = Files.readAllBytes(data.resolve("journal.db"));
        bytes[3] ^= 1;
        Files.write(data.resolve("journal.db"), bytes);

        assertThat(doctor().examine().findings()).singleElement().asString().contains("the file is damaged",
                "--repair");
        assertThat(doctor().repair()).singleElement().asString().contains("Saved: 6 events", "Not saved: nothing",
                "journal.db.damaged-");
        assertThat(doctor().examine().isGood()).isTrue();
        open();
        assertThat(ids(journal)).containsExactly("p", "1", "2", "3", "4", "5");
        assertThat(journal.progress("jsonl").cursor()).isEqualTo(3);
    }

    @Test
    void anIndexThatIsNotOfItsTableIsFoundAndMended() throws Exception {
        close();
        sql("PRAGMA writable_schema = ON");
        try (Connection connection = Schema.connect(data.resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute(
                    "UPDATE sqlite_schema SET sql = 'CREATE INDEX dead_letter_by_backend ON dead_letter (seq, backend)'"
                            + " WHERE name = 'dead_letter_by_backend'");
        }

        assertThat(doctor().examine().findings()).first().asString().contains("the file's pages: ");
        doctor().repair();
        assertThat(doctor().examine().findings()).isEmpty();
    }

    @Test
    void whileAnInstanceRunsNothingIsMendedAndItIsSaidWhich() {
        assertThatThrownBy(() -> doctor().repair()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void itLooksAtACopyToo() throws Exception {
        Path copy = Files.createDirectory(data.resolve("copy"));
        close();
        Files.copy(data.resolve("journal.db"), copy.resolve("journal.db"));

        assertThat(new Doctor(copy, (what, done, of) -> {
        }).examine()).satisfies(report -> assertThat(report.isGood()).isTrue())
                .satisfies(report -> assertThat(report.events()).isEqualTo(6));
    }

    @Test
    void eventsAreWrittenAsLinesThatCanBeTakenInAgain() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(doctor().export(out, null)).isEqualTo(6);

        List<Event> events = out.toString(UTF_8).lines().map(line -> line.getBytes(UTF_8))
                .map(line -> EventJson.read(line, 0, line.length)).toList();
        assertThat(events).extracting(Event::id).containsExactly("p", "1", "2", "3", "4", "5");
        assertThat(events.get(1)).isEqualTo(event("1"));
    }

    @Test
    void whatABackendHasNotGotIsWrittenByItself() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(doctor().export(out, "jsonl")).isEqualTo(3);
        assertThat(out.toString(UTF_8)).contains("\"id\":\"2\"", "\"id\":\"4\"", "\"id\":\"5\"")
                .doesNotContain("\"id\":\"3\"");
        assertThatThrownBy(() -> doctor().export(out, "pager")).isInstanceOf(NoSuchElementException.class)
                .hasMessage("the journal has not heard of a backend \"pager\"; it knows jsonl, slack");
    }

    @Test
    void whereThereIsNoJournalItSaysSo() {
        assertThatThrownBy(() -> new Doctor(data.resolve("nowhere"), (what, done, of) -> {
        })).isInstanceOf(NoSuchElementException.class).hasMessageContaining("there is no journal in ");
    }
}
