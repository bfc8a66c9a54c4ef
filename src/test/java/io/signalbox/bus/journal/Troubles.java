package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.sqlite.SQLiteErrorCode;

import io.signalbox.event.Event;

/** What may happen to a journal's disk while a whole Signalbox runs on it? */
public final class Troubles {
    private Troubles() {
    }

    /** A journal one of whose commits fails whenever a file is there, which it takes away. */
    public static Journal open(Path data, WallClock clock, Duration window, Duration retention, Path failing) {
        FailingDisk disk = new FailingDisk(() -> {
            try {
                return Files.deleteIfExists(failing) ? SQLiteErrorCode.SQLITE_IOERR_FSYNC : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Journal.open(data, clock, window, retention, Limits.NONE, disk::open);
    }

    /**
     * Flips a bit of the first block that a backend has not got, while nobody has the journal; returns the ids of its events, none where it is
     * damaged already, and null where the backend has everything.
     */
    public static List<String> flip(Path data, String backend) throws SQLException {
        try (Connection connection = Schema.writer(data.resolve(Journal.FILE));
                PreparedStatement select = connection.prepareStatement(
                        "SELECT first_seq, count, received, crc, data FROM block WHERE first_seq >="
                                + " (SELECT seq FROM cursor WHERE backend = ?) ORDER BY first_seq LIMIT 1");
                PreparedStatement update = connection
                        .prepareStatement("UPDATE block SET data = ? WHERE first_seq = ?")) {
            select.setString(1, backend);
            byte[] bytes;
            List<String> ids;
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                ids = Arrays.stream(Blocks.read(row).events()).map(Event::id).toList();
                update.setLong(2, row.getLong(1));
                bytes = row.getBytes(5);
            }
            bytes[bytes.length / 2] ^= 1;
            update.setBytes(1, bytes);
            update.executeUpdate();
            connection.commit();
            return ids;
        } catch (DamagedBlock e) {
            return List.of();
        }
    }

    /** Brings everything home that is in the log of a journal that nobody has, as a start and a stop would. */
    public static void home(Path data) throws SQLException {
        Schema.writer(data.resolve(Journal.FILE)).close();
    }

    /** Brings home what is in the log of a journal that somebody has, as far as that goes beside others; the log stays where it is. */
    public static void homeBesideOthers(Path data) throws SQLException {
        try (Connection connection = Schema.connect(data.resolve(Journal.FILE));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    /**
     * What a journal holds.
     *
     * @param ids
     *            by their places
     * @param missing
     *            places whose events it says that it has lost: the first, and the first after them
     * @param deadLetters
     *            reasons by id, for each backend
     */
    public record Contents(NavigableMap<Long, String> ids, NavigableMap<Long, Long> missing,
            Map<String, Map<String, String>> deadLetters) {
    }

    /** Looks into a journal that nobody has; nothing is changed. */
    public static Contents contents(Path data) throws SQLException, IOException {
        Contents contents = new Contents(new TreeMap<>(), new TreeMap<>(), new HashMap<>());
        onACopy(data, connection -> {
            try (Statement statement = connection.createStatement()) {
                try (ResultSet row = statement
                        .executeQuery("SELECT first_seq, count, received, crc, data FROM block ORDER BY first_seq")) {
                    while (row.next()) {
                        long seq = row.getLong(1);
                        for (Event event : Blocks.read(row).events()) {
                            contents.ids.put(seq++, event.id());
                        }
                    }
                }
                try (ResultSet row = statement
                        .executeQuery("SELECT first_seq, count FROM quarantine WHERE count > 0 AND codec >= 0")) {
                    while (row.next()) {
                        contents.missing.put(row.getLong(1), row.getLong(1) + row.getLong(2));
                    }
                }
                try (ResultSet row = statement.executeQuery("SELECT DISTINCT backend FROM dead_letter")) {
                    while (row.next()) {
                        Map<String, String> reasons = new HashMap<>();
                        StoredOutcomes.deadLetters(row.getString(1), 0, Integer.MAX_VALUE, connection)
                                .forEach(letter -> reasons.put(letter.event().id(), letter.reason()));
                        contents.deadLetters.put(row.getString(1), reasons);
                    }
                }
            }
        });
        return contents;
    }

    /** The page at which a table begins. */
    public static int root(Path data, String table) throws SQLException, IOException {
        int[] root = new int[1];
        onACopy(data, connection -> {
            try (PreparedStatement select = connection
                    .prepareStatement("SELECT rootpage FROM sqlite_schema WHERE name = ?")) {
                select.setString(1, table);
                try (ResultSet row = select.executeQuery()) {
                    root[0] = row.getInt(1);
                }
            }
        });
        return root[0];
    }

    private interface Look {
        void at(Connection connection) throws SQLException;
    }

    private static void onACopy(Path data, Look look) throws SQLException, IOException {
        Path copy = Files.createTempDirectory("copy");
        List<Path> files = List.of(copy.resolve(Journal.FILE), copy.resolve(Journal.FILE + "-wal"));
        try {
            for (Path file : files) {
                if (Files.exists(data.resolve(file.getFileName()))) {
                    Files.copy(data.resolve(file.getFileName()), file);
                }
            }
            try (Connection connection = Schema.writer(files.get(0))) {
                look.at(connection);
            }
        } finally {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(copy.resolve(Journal.FILE + "-shm"));
            Files.delete(copy);
        }
    }
}
