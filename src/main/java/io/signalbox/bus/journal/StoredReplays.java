package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Replay;
import io.signalbox.bus.ReplayReport;
import io.signalbox.bus.Report;

/**
 * How are replays kept? A row each; those of dead letters with a row for each letter that is not done with. What became of events is
 * written with the replay's place, in one transaction.
 */
final class StoredReplays {
    /** How tables of this kind come into a journal that has none. */
    static final String[] TABLES = {
            // A span of places, or dead letters, where the places are null.
            """
                    CREATE TABLE replay (
                      number INTEGER PRIMARY KEY AUTOINCREMENT, backend TEXT NOT NULL, state TEXT NOT NULL, began INTEGER NOT NULL,
                      ended INTEGER, since INTEGER, until INTEGER, first_seq INTEGER, seq INTEGER, end_seq INTEGER, kept_since INTEGER,
                      events INTEGER NOT NULL, delivered INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
                      missing INTEGER NOT NULL DEFAULT 0, reason TEXT)""",
            "CREATE INDEX replay_by_backend ON replay (backend)",
            "CREATE TABLE replay_letter (letter INTEGER PRIMARY KEY, replay INTEGER NOT NULL)",
            "CREATE INDEX replay_letter_by_replay ON replay_letter (replay)",
            // Which replay sent it; null for a live delivery.
            "ALTER TABLE delivery ADD COLUMN replay INTEGER"};

    private static final String COLUMNS = "SELECT number, backend, state, began, ended, since, until, first_seq, seq, end_seq, kept_since,"
            + " events, delivered, refused, missing, reason FROM replay ";

    private StoredReplays() {
    }

    static List<Replay> running(Connection connection) throws SQLException {
        return select(connection, "WHERE state = ? ORDER BY number", word(Replay.State.RUNNING));
    }

    static List<Replay> of(String backend, int limit, Connection connection) throws SQLException {
        return select(connection, "WHERE backend = ? ORDER BY number DESC LIMIT ?", backend, limit);
    }

    static Replay find(long number, Connection connection) throws SQLException {
        List<Replay> found = select(connection, "WHERE number = ?", number);
        return found.isEmpty() ? null : found.get(0);
    }

    static Replay beginLetters(String backend, Collection<Long> letters, Instant now, Connection connection)
            throws SQLException {
        long number = insert(connection, "INSERT INTO replay (backend, state, began, events) VALUES (?, ?, ?, 0)",
                backend, word(Replay.State.RUNNING), now.toEpochMilli());
        int taken = 0;
        if (letters == null) {
            taken = Sql.update(connection, "INSERT OR IGNORE INTO replay_letter (letter, replay)"
                    + " SELECT id, ? FROM dead_letter WHERE backend = ?", number, backend);
        } else {
            for (long letter : letters) {
                taken += Sql.update(connection, "INSERT OR IGNORE INTO replay_letter (letter, replay)"
                        + " SELECT id, ? FROM dead_letter WHERE backend = ? AND id = ?", number, backend, letter);
            }
        }
        Sql.update(connection, "UPDATE replay SET events = ? WHERE number = ?", taken, number);
        return find(number, connection);
    }

    /**
     * @param end
     *            the place that the next event will get
     */
    static Replay beginSpan(String backend, Instant since, Instant until, long end, Instant now,
            Connection connection) throws SQLException {
        // As it is in this transaction: what was reported a moment ago counts.
        Long stands = Sql.number(connection, "SELECT seq FROM cursor WHERE backend = ?", backend);
        long cursor = stands == null ? end : stands;
        Long kept = Sql.number(connection, "SELECT min(first_seq) FROM block");
        Long keptSince = kept == null || kept == 1
                ? null
                : Sql.number(connection, "SELECT received FROM block WHERE first_seq = ?", kept);
        boolean cut = keptSince != null && (since == null || since.toEpochMilli() < keptSince);
        Long first = Sql.number(connection,
                "SELECT first_seq FROM block WHERE received >= ? ORDER BY first_seq LIMIT 1",
                since == null ? Long.MIN_VALUE : since.toEpochMilli());
        Long last = Sql.number(connection,
                "SELECT first_seq + count FROM block WHERE received < ? ORDER BY first_seq DESC LIMIT 1",
                until == null ? Long.MAX_VALUE : until.toEpochMilli());
        long next = last == null ? cursor : Math.min(last, cursor);
        long begin = first == null || last == null ? next : Math.min(first, next);
        long number = insert(connection,
                "INSERT INTO replay (backend, state, began, since, until, first_seq, seq, end_seq,"
                        + " kept_since, events, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                backend,
                word(Replay.State.RUNNING), now.toEpochMilli(), since == null ? null : since.toEpochMilli(),
                until == null ? null : until.toEpochMilli(), begin, begin, next, cut ? keptSince : null, next - begin,
                cut ? kept - 1 : 0);
        return find(number, connection);
    }

    static Replay end(long number, Replay.State state, String reason, Instant now, Connection connection)
            throws SQLException {
        Sql.update(connection, "UPDATE replay SET state = ?, ended = ?, reason = ? WHERE number = ? AND state = ?",
                word(state), now.toEpochMilli(), reason, number, word(Replay.State.RUNNING));
        Sql.update(connection, "DELETE FROM replay_letter WHERE replay = ?", number);
        return find(number, connection);
    }

    static List<DeadLetter> letters(long number, long after, int limit, Connection connection) throws SQLException {
        return StoredOutcomes.letters(connection, "JOIN replay_letter ON letter = id WHERE replay = ? AND seq > ?",
                limit,
                number, after);
    }

    static Replay write(ReplayReport told, Connection connection) throws SQLException {
        Replay replay = find(told.number(), connection);
        Map<Long, Integer> before = attempts(told, connection);
        ReplayReport counted = told.after(before);
        Report report = counted.report();
        try (Statements statements = new Statements(connection)) {
            for (Report.Done done : report.done()) {
                Deliveries.rows(report, done, told.number(), statements);
                for (long seq : done.places()) {
                    if (before.containsKey(seq)) {
                        forget("backend = ? AND seq = ?", connection, report.backend(), seq);
                    }
                }
            }
            for (DeadLetter dead : report.dead()) {
                bury(dead, replay, statements);
            }
        }
        Deliveries.told(report, connection);
        Sql.update(connection, "UPDATE replay SET delivered = delivered + ?, refused = refused + ? WHERE number = ?",
                told.delivered(), report.dead().size(), told.number());
        Sql.update(connection,
                "UPDATE replay SET seq = CASE WHEN seq IS NULL THEN NULL ELSE ? END, missing = missing + ?"
                        + " WHERE number = ? AND state = ?",
                report.cursor(), told.missing(), told.number(), word(Replay.State.RUNNING));
        return told.over()
                ? end(told.number(), Replay.State.FINISHED, null, report.at(), connection)
                : find(told.number(), connection);
    }

    /** How often those of the events were tried before that are dead letters. */
    private static Map<Long, Integer> attempts(ReplayReport report, Connection connection) throws SQLException {
        Set<Long> places = report.places();
        Map<Long, Integer> attempts = new HashMap<>();
        if (places.isEmpty()) {
            return attempts;
        }
        try (PreparedStatement select = connection
                .prepareStatement("SELECT seq, attempts FROM dead_letter WHERE backend = ? AND seq BETWEEN ? AND ?")) {
            Sql.set(select, report.report().backend(), places.stream().mapToLong(Long::longValue).min().getAsLong(),
                    places.stream().mapToLong(Long::longValue).max().getAsLong());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (places.contains(rows.getLong(1))) {
                        attempts.put(rows.getLong(1), rows.getInt(2));
                    }
                }
            }
        }
        return attempts;
    }

    /** What is refused again stays what it was, with the new reason; one that was deleted meanwhile stays deleted. */
    private static void bury(DeadLetter dead, Replay replay, Statements statements) throws SQLException {
        Connection connection = statements.connection();
        Deliveries.insert(statements, dead.backend(), dead.seq(), dead.seq(), null, dead.attempts(), dead.at(),
                Outcome.DEAD_LETTERED, dead.reason(), replay.number());
        int known = Sql.update(connection,
                "UPDATE dead_letter SET at = ?, attempts = ?, reason = ? WHERE backend = ? AND seq = ?",
                dead.at().toEpochMilli(), dead.attempts(), dead.reason(), dead.backend(), dead.seq());
        if (known > 0) {
            Sql.update(connection, "DELETE FROM replay_letter WHERE replay = ? AND letter IN"
                    + " (SELECT id FROM dead_letter WHERE backend = ? AND seq = ?)", replay.number(), dead.backend(),
                    dead.seq());
        } else if (replay.span() != null) {
            Deliveries.bury(dead, connection);
        }
    }

    /** Throws dead letters away. */
    static int forget(String which, Connection connection, Object... values) throws SQLException {
        Sql.update(connection, "DELETE FROM replay_letter WHERE letter IN (SELECT id FROM dead_letter WHERE " + which
                + ")", values);
        return Sql.update(connection, "DELETE FROM dead_letter WHERE " + which, values);
    }

    private static long insert(Connection connection, String sql, Object... values) throws SQLException {
        Sql.update(connection, sql, values);
        return Sql.number(connection, "SELECT last_insert_rowid()");
    }

    private static List<Replay> select(Connection connection, String rest, Object... values) throws SQLException {
        List<Replay> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + rest)) {
            Sql.set(select, values);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(replay(row));
                }
            }
        }
        return found;
    }

    private static Replay replay(ResultSet row) throws SQLException {
        Replay.Span span = row.getObject(8) == null
                ? null
                : new Replay.Span(time(row, 6), time(row, 7), row.getLong(8), row.getLong(9), row.getLong(10),
                        time(row, 11));
        return new Replay(row.getLong(1), row.getString(2),
                Replay.State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                time(row, 4), time(row, 5), span, row.getLong(12), row.getLong(13), row.getLong(14), row.getLong(15),
                row.getString(16));
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static String word(Replay.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
