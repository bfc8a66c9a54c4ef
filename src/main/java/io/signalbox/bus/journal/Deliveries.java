package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Report;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** What became of the events at each backend? One row per batch that was accepted, one per dead letter, and the backend's cursor. */
final class Deliveries {
    /** A row covers no more places than this, so that a look-up need not look further back. */
    private static final int WIDEST = 1 << 16;

    private static final String CURSOR = "INSERT INTO cursor (backend, seq, updated) VALUES (?, ?, ?)"
            + " ON CONFLICT (backend) DO UPDATE SET seq = excluded.seq, updated = excluded.updated";
    private static final String DELIVERY = "INSERT INTO delivery (backend, first_seq, last_seq, bits, attempts, at, outcome,"
            + " answer, replay) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String OUTCOME = "SELECT id, first_seq, bits, attempts, at, outcome, answer, replay FROM delivery"
            + " WHERE backend = ?1 AND ";

    private Deliveries() {
    }

    static void write(Report report, Statements statements) throws SQLException {
        PreparedStatement cursor = statements.of(CURSOR);
        cursor.setString(1, report.backend());
        cursor.setLong(2, report.cursor());
        cursor.setLong(3, report.at().toEpochMilli());
        cursor.executeUpdate();
        for (Report.Done done : report.done()) {
            rows(report, done, 0, statements);
        }
        for (DeadLetter dead : report.dead()) {
            insert(statements, dead.backend(), dead.seq(), dead.seq(), null, dead.attempts(), dead.at(),
                    Outcome.DEAD_LETTERED, dead.reason(), 0);
            bury(dead, statements.connection());
        }
        told(report, statements.connection());
    }

    /** Notes of which problems and ends the backend was told. */
    static void told(Report report, Connection connection) throws SQLException {
        for (String dedupkey : report.told()) {
            execute("INSERT OR IGNORE INTO told (backend, dedupkey) VALUES (?, ?)", connection, report.backend(),
                    dedupkey);
        }
        for (String dedupkey : report.ended()) {
            execute("DELETE FROM told WHERE backend = ? AND dedupkey = ?", connection, report.backend(), dedupkey);
        }
    }

    private static void execute(String sql, Connection connection, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** Notes in which digest the events are that were left out and are in none yet. */
    static void digested(String backend, String digest, Connection connection) throws SQLException {
        execute("UPDATE delivery SET answer = ? WHERE backend = ? AND outcome = 'suppressed' AND answer IS NULL",
                connection, digest, backend);
    }

    /**
     * @param replay
     *            the replay that sent them, or 0
     */
    static void rows(Report report, Report.Done done, long replay, Statements statements) throws SQLException {
        long[] places = done.places();
        for (int from = 0; from < places.length;) {
            int to = from;
            while (to < places.length && places[to] - places[from] < WIDEST) {
                to++;
            }
            row(report, done, from, to, replay, statements);
            from = to;
        }
    }

    private static void row(Report report, Report.Done done, int from, int to, long replay, Statements statements)
            throws SQLException {
        long first = done.places()[from];
        long last = done.places()[to - 1];
        BitSet bits = null;
        if (last - first + 1 != to - from) {
            bits = new BitSet();
            for (int i = from; i < to; i++) {
                bits.set((int) (done.places()[i] - first));
            }
        }
        insert(statements, report.backend(), first, last, bits == null ? null : bits.toByteArray(), done.attempts(),
                report.at(), done.outcome(), done.answer(), replay);
    }

    static void bury(DeadLetter dead, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement(
                        // Told again after a commit that failed, it is still one.
                        "INSERT INTO dead_letter (backend, seq, at, attempts, reason, event) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
                                + " WHERE NOT EXISTS (SELECT 1 FROM dead_letter WHERE backend = ?1 AND seq = ?2 AND at = ?3)")) {
            insert.setString(1, dead.backend());
            insert.setLong(2, dead.seq());
            insert.setLong(3, dead.at().toEpochMilli());
            insert.setInt(4, dead.attempts());
            insert.setString(5, dead.reason());
            insert.setBytes(6, EventJson.bytes(dead.event()));
            insert.executeUpdate();
        }
    }

    static void insert(Statements statements, String backend, long first, long last, byte[] bits, int attempts,
            Instant at, String outcome, String answer, long replay) throws SQLException {
        PreparedStatement insert = statements.of(DELIVERY);
        insert.setString(1, backend);
        insert.setLong(2, first);
        insert.setLong(3, last);
        if (bits == null) {
            insert.setNull(4, Types.BLOB);
        } else {
            insert.setBytes(4, bits);
        }
        insert.setInt(5, attempts);
        insert.setLong(6, at.toEpochMilli());
        insert.setString(7, outcome);
        insert.setString(8, answer);
        insert.setObject(9, replay == 0 ? null : replay);
        insert.executeUpdate();
    }

    /** Where a backend stands, or null where it is not known. */
    static Progress progress(String backend, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT seq FROM cursor WHERE backend = ?")) {
            select.setString(1, backend);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Progress(row.getLong(1), done(backend, row.getLong(1), connection),
                                told(backend, connection), suppressed(backend, connection))
                        : null;
            }
        }
    }

    private static Set<String> told(String backend, Connection connection) throws SQLException {
        Set<String> told = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT dedupkey FROM told WHERE backend = ?")) {
            select.setString(1, backend);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    told.add(rows.getString(1));
                }
            }
        }
        return told;
    }

    private static List<Long> suppressed(String backend, Connection connection) throws SQLException {
        List<Long> places = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT first_seq, last_seq, bits FROM delivery"
                + " WHERE backend = ? AND outcome = 'suppressed' AND answer IS NULL ORDER BY first_seq")) {
            select.setString(1, backend);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    collect(rows, rows.getLong(1), places);
                }
            }
        }
        return places;
    }

    /** Adds the places of a row of first_seq, last_seq, bits, from one on. */
    private static void collect(ResultSet row, long from, Collection<Long> places) throws SQLException {
        BitSet bits = row.getBytes(3) == null ? null : BitSet.valueOf(row.getBytes(3));
        for (long seq = from; seq <= row.getLong(2); seq++) {
            if (bits == null || bits.get((int) (seq - row.getLong(1)))) {
                places.add(seq);
            }
        }
    }

    private static Set<Long> done(String backend, long cursor, Connection connection) throws SQLException {
        Set<Long> done = new HashSet<>();
        try (PreparedStatement select = connection
                .prepareStatement(
                        "SELECT first_seq, last_seq, bits FROM delivery WHERE backend = ? AND first_seq > ? AND last_seq >= ?")) {
            select.setString(1, backend);
            select.setLong(2, cursor - WIDEST);
            select.setLong(3, cursor);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    collect(rows, Math.max(cursor, rows.getLong(1)), done);
                }
            }
        }
        return done;
    }

    static List<Outcome> outcomes(long seq, Map<String, Long> cursors, Connection connection) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        for (var cursor : cursors.entrySet()) {
            Outcome outcome = outcome(cursor.getKey(), seq, connection);
            if (outcome != null) {
                outcomes.add(outcome);
            } else if (seq >= cursor.getValue()) {
                outcomes.add(new Outcome(cursor.getKey(), Outcome.PENDING, 0, null, null));
            }
        }
        return outcomes;
    }

    /** An event that went alone is found at its place; one that went with others, in the rows of many around it. */
    private static Outcome outcome(String backend, long seq, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OUTCOME + "first_seq = ?2 UNION ALL " + OUTCOME
                + "last_seq > first_seq AND first_seq < ?2 AND first_seq > ?3 AND last_seq >= ?2 ORDER BY id DESC")) {
            select.setString(1, backend);
            select.setLong(2, seq);
            select.setLong(3, seq - WIDEST);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    byte[] bits = rows.getBytes(3);
                    if (bits == null || BitSet.valueOf(bits).get((int) (seq - rows.getLong(2)))) {
                        return new Outcome(backend, rows.getString(6), rows.getInt(4),
                                Instant.ofEpochMilli(rows.getLong(5)),
                                rows.getString(7), rows.getLong(8));
                    }
                }
                return null;
            }
        }
    }

    static List<DeadLetter> deadLetters(String backend, long after, int limit, Connection connection)
            throws SQLException {
        return letters(connection, "LEFT JOIN replay_letter ON letter = id WHERE backend = ? AND seq > ?", limit,
                backend, after);
    }

    /** Dead letters by their places, of a selection that knows their replays. */
    static List<DeadLetter> letters(Connection connection, String which, int limit, Object... values)
            throws SQLException {
        List<DeadLetter> found = new ArrayList<>();
        try (PreparedStatement select = connection
                .prepareStatement("SELECT id, seq, at, attempts, reason, event, backend, replay FROM dead_letter "
                        + which + " ORDER BY seq LIMIT " + limit)) {
            Sql.set(select, values);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new DeadLetter(rows.getLong(1), rows.getString(7), rows.getLong(2),
                            Instant.ofEpochMilli(rows.getLong(3)), rows.getInt(4), rows.getString(5),
                            letter(rows), rows.getLong(8)));
                }
            }
        }
        return found;
    }

    /**
     * The event of a dead letter.
     *
     * @throws SQLiteException
     *             that the file is damaged, where no event stands there
     */
    static Event letter(ResultSet row) throws SQLException {
        try {
            byte[] event = row.getBytes("event");
            return EventJson.read(event, 0, event.length);
        } catch (RuntimeException e) {
            throw new SQLiteException("the dead letter " + row.getLong("id") + " is no event any more",
                    SQLiteErrorCode.SQLITE_CORRUPT);
        }
    }
}
