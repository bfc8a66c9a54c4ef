package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.BitSet;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Report;
import io.signalbox.event.EventJson;

/** How is written what became of the events at each backend? One row per batch that was accepted, one per dead letter, and the backend's cursor. */
final class Deliveries {
    /** A row covers no more places than this, so that a look-up need not look further back. */
    static final int WIDEST = 1 << 16;

    private static final String CURSOR = "INSERT INTO cursor (backend, seq, updated, seal) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (backend) DO UPDATE SET seq = excluded.seq, updated = excluded.updated, seal = excluded.seal";
    private static final String DELIVERY = "INSERT INTO delivery (backend, first_seq, last_seq, bits, attempts, at, outcome,"
            + " answer, replay, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private Deliveries() {
    }

    static void write(Report report, Statements statements) throws SQLException {
        PreparedStatement cursor = statements.of(CURSOR);
        cursor.setString(1, report.backend());
        cursor.setLong(2, report.cursor());
        cursor.setLong(3, report.at().toEpochMilli());
        cursor.setInt(4, Seal.ofCursor(report.backend(), report.cursor()));
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
                        "INSERT INTO dead_letter (backend, seq, at, attempts, reason, event, seal) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
                                + " WHERE NOT EXISTS (SELECT 1 FROM dead_letter WHERE backend = ?1 AND seq = ?2 AND at = ?3)")) {
            insert.setString(1, dead.backend());
            insert.setLong(2, dead.seq());
            insert.setLong(3, dead.at().toEpochMilli());
            insert.setInt(4, dead.attempts());
            insert.setString(5, dead.reason());
            byte[] event = EventJson.bytes(dead.event());
            insert.setBytes(6, event);
            insert.setInt(7, Seal.ofLetter(dead.backend(), dead.seq(), event));
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
        insert.setInt(10, Seal.ofDelivery(backend, first, last, bits, outcome));
        insert.executeUpdate();
    }
}
