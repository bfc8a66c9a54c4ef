package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static io.signalbox.bus.Batches.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.HandClock;
import io.signalbox.bus.Outcome;
import io.signalbox.event.EventJson;

/** What becomes of a journal that an older version wrote? */
class SchemaTest {
    @TempDir
    private Path data;

    @Test
    void aJournalOfTheFirstVersionIsBroughtUpToDateWithAllThatIsInIt() throws Exception {
        Path file = data.resolve("journal.db");
        firstVersion(file);

        try (Journal journal = Journal.open(data, WallClock.unset(new HandClock()), Duration.ofHours(24),
                Duration.ofHours(72))) {
            assertThat(ids(journal)).containsExactly("1", "2");
            assertThat(journal.find("2").orElseThrow().seq()).isEqualTo(2);
            assertThat(journal.progress("jsonl").cursor()).isEqualTo(2);
            assertThat(journal.outcomes(1)).extracting(Outcome::outcome).containsExactly("delivered");
            assertThat(append(journal, "logging", event("1"), event("3")).accepted()).isEqualTo(1);
        }
        try (Connection connection = Schema.connect(file); Statement statement = connection.createStatement()) {
            assertThat(Schema.version(statement)).isEqualTo(Schema.VERSION);
        }
    }

    @Test
    void itThenHasTheSameTablesAsANewOne() throws Exception {
        firstVersion(data.resolve("old.db"));
        Schema.writer(data.resolve("old.db")).close();
        Schema.writer(data.resolve("new.db")).close();

        assertThat(tables(data.resolve("old.db"))).isEqualTo(tables(data.resolve("new.db")))
                .anySatisfy(table -> assertThat(table).startsWith("CREATE TABLE quarantine"));
    }

    private static List<String> tables(Path file) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = Schema.connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** Two events, and a backend that got one of them, as version 1 kept them. */
    private static void firstVersion(Path file) throws SQLException {
        try (Connection connection = Schema.connect(file); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            Schema.migrate(file, statement, 1);
            assertThat(Schema.version(statement)).isEqualTo(1);
            for (int seq = 1; seq <= 2; seq++) {
                byte[] json = EventJson.bytes(event("" + seq));
                byte[] block = java.nio.ByteBuffer.allocate(BlockCodec.HEAD + json.length).putLong(1)
                        .putInt(json.length)
                        .put(json).array();
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO block VALUES (?1, 1, 1795248000000, 0, 1, 9, 'news.came', ?2, 0, ?3, ?4)")) {
                    insert.setLong(1, seq);
                    insert.setBytes(2, java.nio.ByteBuffer.allocate(8).putLong(IdIndex.hash("" + seq)).array());
                    insert.setInt(3, BlockCodec.checksum(block));
                    insert.setBytes(4, block);
                    insert.executeUpdate();
                }
            }
            statement.execute("INSERT INTO cursor VALUES ('jsonl', 2, 1795248000000)");
            statement.execute(
                    "INSERT INTO delivery VALUES (1, 'jsonl', 1, 1, NULL, 1, 1795248000000, 'delivered', NULL)");
        }
    }
}
