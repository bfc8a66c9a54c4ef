package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.sqlite.JDBC;

/**
 * Which tables make a journal?
 *
 * <p>
 * Nothing is written per event: a commit is one row of {@code block}, a delivered batch one row of {@code delivery}. Columns may be added;
 * what is here keeps its meaning, so that a journal outlives the version that wrote it.
 */
final class Schema {
    /** The version of the tables, kept in SQLite's {@code user_version}. */
    static final int VERSION = 1;

    private static final String[] TABLES = {
            // Events of one commit at consecutive places. types, severity and the times let a search skip the block.
            """
                    CREATE TABLE block (
                      first_seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, received INTEGER NOT NULL,
                      time_min INTEGER NOT NULL, time_max INTEGER NOT NULL, severity INTEGER NOT NULL, types TEXT NOT NULL,
                      ids BLOB NOT NULL, codec INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL)""",
            // Sorted hashes of ids, a quarter million a run, 64 buckets and a filter (bucket -1) each.
            """
                    CREATE TABLE id_run (
                      first_seq INTEGER NOT NULL, bucket INTEGER NOT NULL, last_seq INTEGER NOT NULL, newest INTEGER NOT NULL,
                      entries BLOB NOT NULL, PRIMARY KEY (first_seq, bucket)) WITHOUT ROWID""",
            "CREATE TABLE channel (bit INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            """
                    CREATE TABLE problem (
                      dedupkey TEXT PRIMARY KEY, type TEXT NOT NULL, severity INTEGER NOT NULL, channels INTEGER NOT NULL) WITHOUT ROWID""",
            // Everything before seq is done with at that backend.
            "CREATE TABLE cursor (backend TEXT PRIMARY KEY, seq INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID",
            // What a backend accepted at once: bits has one bit a place from first_seq on, and is null where all are set.
            """
                    CREATE TABLE delivery (
                      id INTEGER PRIMARY KEY, backend TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, bits BLOB,
                      attempts INTEGER NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL, answer TEXT)""",
            "CREATE INDEX delivery_by_place ON delivery (backend, first_seq)",
            """
                    CREATE TABLE dead_letter (
                      id INTEGER PRIMARY KEY AUTOINCREMENT, backend TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
                      attempts INTEGER NOT NULL, reason TEXT NOT NULL, event BLOB NOT NULL)""",
            "CREATE INDEX dead_letter_by_backend ON dead_letter (backend, seq)"};

    /** Tables that came later, each made where it is not there. */
    private static final String[] LATER = {
            // Problems that a backend was told of, and not of their end; kept where its throttle may leave events out.
            "CREATE TABLE IF NOT EXISTS told (backend TEXT NOT NULL, dedupkey TEXT NOT NULL, PRIMARY KEY (backend, dedupkey)) WITHOUT ROWID"};

    private Schema() {
    }

    /** Opens the file for the one thread that writes; makes the tables where they are not yet. */
    static Connection writer(Path file) throws SQLException {
        Connection connection = connect(file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = 8192");
            statement.execute("PRAGMA journal_mode = WAL");
            // A commit is on disk before it returns: the promise of the 2xx.
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = 4096");
            statement.execute("PRAGMA cache_size = -16384");
            int version = version(statement);
            if (version > VERSION) {
                throw new SQLException(file + " was written by a newer Signalbox (tables of version " + version
                        + ", known here: " + VERSION
                        + "); start that one, or move the file away");
            }
            if (version == 0) {
                statement.execute("BEGIN");
                for (String table : TABLES) {
                    statement.execute(table);
                }
                statement.execute("PRAGMA user_version = " + VERSION);
                statement.execute("COMMIT");
            }
            for (String table : LATER) {
                statement.execute(table);
            }
            if (Sql.number(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'replay'") == null) {
                statement.execute("BEGIN");
                for (String table : StoredReplays.TABLES) {
                    statement.execute(table);
                }
                statement.execute("COMMIT");
            }
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** Opens the file for reading; a reader never waits for the writer, nor the other way round. */
    static Connection reader(Path file) throws SQLException {
        Connection connection = connect(file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            statement.execute("PRAGMA cache_size = -2048");
        }
        return connection;
    }

    /** By name: DriverManager knows only the drivers of whoever asked first, which after a live reload is nobody any more. */
    private static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }
}
