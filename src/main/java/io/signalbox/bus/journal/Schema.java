package io.signalbox.bus.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

import org.jboss.logging.Logger;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * Which tables make a journal?
 *
 * <p>
 * Nothing is written per event: a commit is one row of {@code block}, a delivered batch one row of {@code delivery}. Columns may be added;
 * what is here keeps its meaning, so that a journal outlives the version that wrote it. A new file takes all the steps, one after another;
 * a file of an older version those that it has not taken. A step that was ever released is not changed any more.
 */
final class Schema {
    private static final Logger LOG = Logger.getLogger(Schema.class);
    /** How long somebody else, such as a backup or a person with sqlite3, may keep the file to himself before that is a failure. */
    private static final int BUSY_MILLIS = 10_000;
    static final int PAGE_BYTES = 8192;

    private static final String[] FIRST = {
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

    private static final String[] SECOND = {
            // Rows of block that can't be trusted any more, as they are: nothing is thrown away.
            """
                    CREATE TABLE quarantine (
                      first_seq INTEGER PRIMARY KEY, count INTEGER NOT NULL, received INTEGER NOT NULL, at INTEGER NOT NULL,
                      reason TEXT NOT NULL, codec INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB)""",
            // Problems that a backend was told of, and not of their end; kept where its throttle may leave events out.
            "CREATE TABLE IF NOT EXISTS told (backend TEXT NOT NULL, dedupkey TEXT NOT NULL, PRIMARY KEY (backend, dedupkey)) WITHOUT ROWID",
            // What became of one event, out of ten million: at once where it went alone, else among the few rows of many.
            "DROP INDEX delivery_by_place",
            "CREATE INDEX delivery_by_place ON delivery (backend, first_seq, last_seq)",
            "CREATE INDEX delivery_of_many ON delivery (backend, first_seq, last_seq) WHERE last_seq > first_seq"};

    private static final String[] FOURTH = {
            // What Seal makes of the row; null where an older version wrote it.
            "ALTER TABLE cursor ADD COLUMN seal INTEGER", "ALTER TABLE delivery ADD COLUMN seal INTEGER",
            "ALTER TABLE dead_letter ADD COLUMN seal INTEGER"};

    private static final String[][] STEPS = {FIRST, SECOND, StoredReplays.TABLES, FOURTH};

    /** The version of the tables, kept in SQLite's {@code user_version}: how many of the steps were taken. */
    static final int VERSION = STEPS.length;

    private Schema() {
    }

    /** Opens the file for the one thread that writes; makes the tables where they are not yet, and brings older ones up to date. */
    static Connection writer(Path file) throws SQLException {
        Connection connection = connect(file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            statement.execute("PRAGMA page_size = " + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode = WAL");
            // A commit is on disk before it returns: the promise of the 2xx.
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = " + Checkpoints.LONGEST_PAGES);
            statement.execute("PRAGMA cache_size = -16384");
            if (version(statement) <= VERSION && !isOrdered(statement)) {
                throw Fault.damage("its tables are not where they were made");
            }
            migrate(file, statement, VERSION);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Whether the file lists its tables as they were made, the events' at the first place and each at its own: SQLite believes what the
     * list says, and would read one table as another.
     */
    static boolean isOrdered(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) = count(DISTINCT rootpage)"
                + " AND (count(*) = 0 OR min(CASE WHEN name = 'block' THEN rootpage END) = 2)"
                + " FROM sqlite_schema WHERE type IN ('table', 'index') OR rootpage > 0")) {
            if (!row.getBoolean(1)) {
                return false;
            }
        }
        Set<String> listed = listed(statement);
        for (int version = VERSION; version >= 0; version--) {
            try (Connection model = JDBC.createConnection("jdbc:sqlite::memory:", new Properties());
                    Statement making = model.createStatement()) {
                take(making, 0, version);
                if ((version > 0 || listed.isEmpty()) && listed.containsAll(listed(making))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> listed(Statement statement) throws SQLException {
        Set<String> listed = new HashSet<>();
        try (ResultSet row = statement
                .executeQuery("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL")) {
            while (row.next()) {
                listed.add(String.join("|", row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
        }
        return listed;
    }

    private static void take(Statement statement, int from, int to) throws SQLException {
        for (int step = from; step < to; step++) {
            for (String sql : STEPS[step]) {
                statement.execute(sql);
            }
        }
    }

    /** Takes the steps from a file's version to another, all or none. */
    static void migrate(Path file, Statement statement, int wanted) throws SQLException {
        int version = version(statement);
        if (version > wanted) {
            throw new SQLException(file + " was written by a newer Signalbox (tables of version " + version
                    + ", known here: " + wanted
                    + "); start that one, or move the file away");
        }
        if (version == wanted) {
            return;
        }
        if (version > 0) {
            LOG.infof("Bringing %s from tables of version %d to %d; with many events this may take a minute", file,
                    version, wanted);
        }
        statement.execute("BEGIN IMMEDIATE");
        try {
            take(statement, version, wanted);
            statement.execute("PRAGMA user_version = " + wanted);
            statement.execute("COMMIT");
        } catch (SQLException e) {
            statement.execute("ROLLBACK");
            throw e;
        }
    }

    /** Brings everything that is in the log home into the file, to the disk; between transactions. */
    static void checkpoint(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (row.getInt(1) != 0) {
                throw new SQLException("somebody who reads it for long keeps its log from being written home");
            }
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** Writes something, to see that this goes well. */
    static void prove(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + VERSION);
        }
        connection.commit();
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

    /** Opens a file that somebody else may be writing, or a copy of one in a directory where nothing may be written. */
    static Connection inspector(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        boolean untouchable = !Files.isWritable(file.toAbsolutePath().getParent());
        return JDBC.createConnection(
                "jdbc:sqlite:" + (untouchable ? "file:" + file.toUri().getRawPath() + "?immutable=1" : file),
                config.toProperties());
    }

    /** Opens a file that may be damaged, for reading whatever can be read of it. Nothing is written to it. */
    static Connection doubtful(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
        try (Statement statement = connection.createStatement()) {
            // Lets a file be opened that is shorter than it says.
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute("PRAGMA cell_size_check = ON");
        }
        return connection;
    }

    /** By name: DriverManager knows only the drivers of whoever asked first, which after a live reload is nobody any more. */
    static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    }

    static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }
}
