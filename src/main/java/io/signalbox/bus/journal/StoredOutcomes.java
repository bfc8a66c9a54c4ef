package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.sqlite.SQLiteException;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Progress;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** What is known of the events at each backend: where it stands, what became of each, and what it refused for good? */
final class StoredOutcomes {
    private static final String OUTCOME = "SELECT id, first_seq, bits, attempts, at, outcome, answer, replay FROM delivery"
            + " WHERE backend = ?1 AND ";

    private StoredOutcomes() {
    }

    /** Where a backend stands, or null where it is not known. */
    static Progress progress(String backend, Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT seq, backend, seal FROM cursor WHERE backend = ?")) {
            select.setString(1, backend);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                if (!Seal.holdsCursor(row)) {
                    throw Fault.damage("the place of backend " + backend + " is not as it was written");
                }
                return new Progress(row.getLong(1), done(backend, row.getLong(1), connection),
                        told(backend, connection), suppressed(backend, connection));
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
        // A row that speaks of what has not come yet is not as it was written: it is not believed.
        long last;
        try (Statement statement = connection.createStatement()) {
            last = Kept.end(statement) - 1;
        }
        try (PreparedStatement select = connection
                .prepareStatement(
                        "SELECT first_seq, last_seq, bits, outcome, backend, seal FROM delivery WHERE backend = ? AND first_seq > ?"
                                + " AND last_seq BETWEEN ? AND ?")) {
            select.setString(1, backend);
            select.setLong(2, cursor - Deliveries.WIDEST);
            select.setLong(3, cursor);
            select.setLong(4, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    // Of a row that is all zeroes SQLite knows the places, from its index, and takes all of them for done.
                    if (rows.getString(4) == null || !Seal.holdsDelivery(rows)) {
                        throw Fault.damage("a row of delivery is not as it was written");
                    }
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
            select.setLong(3, seq - Deliveries.WIDEST);
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
                .prepareStatement("SELECT id, seq, at, attempts, reason, event, backend, replay, seal FROM dead_letter "
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
    private static Event letter(ResultSet row) throws SQLException {
        String wrong = fault(row);
        if (wrong != null) {
            throw Fault.damage("the dead letter " + row.getLong("id") + " " + wrong);
        }
        return event(row);
    }

    /** What is wrong with a dead letter, or null. */
    static String fault(ResultSet row) throws SQLException {
        try {
            event(row);
            return Seal.holdsLetter(row) ? null : "is not as it was written";
        } catch (RuntimeException e) {
            return "can't be read: it is no event any more";
        }
    }

    private static Event event(ResultSet row) throws SQLException {
        byte[] event = row.getBytes("event");
        return EventJson.read(event, 0, event.length);
    }
}
