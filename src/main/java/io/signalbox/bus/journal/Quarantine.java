package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

import org.jboss.logging.Logger;

/**
 * Where does a damaged block go? As it is into a table of its own: nobody stumbles over it any more, and nothing is thrown away. What can
 * still be read of it, {@code signalbox doctor} writes out.
 */
final class Quarantine {
    private static final Logger LOG = Logger.getLogger(Quarantine.class);

    /** The place of a row that is about no event. */
    private static final int STRANGERS = 0;

    /** What stands for the codec of a row that holds no block. */
    private static final int NOTHING = 0;
    private static final int NOT_LOST = -1;

    /** The count in the row may be what is damaged: up to the next that is known of there is nothing else. */
    private static final String COUNT = "coalesce((SELECT min(first_seq) FROM (SELECT min(first_seq) AS first_seq FROM block AS next"
            + " WHERE next.first_seq > block.first_seq UNION ALL SELECT min(first_seq) FROM quarantine AS next"
            + " WHERE next.first_seq > block.first_seq)) - first_seq, count)";

    private Quarantine() {
    }

    /** Notes that events are missing, so that it is known from now on. */
    static void gap(long first, long next, Instant now, Connection connection) throws SQLException {
        note(first, next, "are missing", NOTHING, now, connection);
    }

    /** Notes that events are not here that nobody waits for: whoever comes there goes on, and nobody need be alarmed. */
    static void delivered(long first, long next, Instant now, Connection connection) throws SQLException {
        note(first, next, "are not here; every backend had got them", NOT_LOST, now, connection);
    }

    private static void note(long first, long next, String what, int codec, Instant now, Connection connection)
            throws SQLException {
        Sql.update(connection,
                "INSERT OR IGNORE INTO quarantine (first_seq, count, received, at, reason, codec, crc, data)"
                        + " VALUES (?, ?, 0, ?, ?, ?, 0, NULL)",
                first, next - first, now.toEpochMilli(), "events " + first + " to " + (next - 1) + " " + what, codec);
    }

    /** How many events were lost. */
    static long lost(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT coalesce(sum(count), 0) FROM quarantine WHERE codec <> " + NOT_LOST);
    }

    /**
     * Notes that cursors were lost: who seems to be new may be somebody who waits for all that is kept.
     *
     * @param end
     *            the place that comes next
     */
    static void strangers(long end, Instant now, Connection connection) throws SQLException {
        Sql.update(connection,
                "INSERT OR REPLACE INTO quarantine (first_seq, count, received, at, reason, codec, crc, data)"
                        + " VALUES (" + STRANGERS
                        + ", 0, ?, ?, 'places of backends were lost: one that is not known gets all that is"
                        + " kept from before place ' || ?, 0, 0, NULL)",
                end, now.toEpochMilli(), end);
    }

    /** Where a backend begins that is not known: usually at the end. */
    static long beginning(long end, Connection connection) throws SQLException {
        Long first = Sql.number(connection, "SELECT min(first_seq) FROM block WHERE first_seq <"
                + " (SELECT received FROM quarantine WHERE first_seq = " + STRANGERS + ")");
        return first == null ? end : first;
    }

    /** Moves the block, inside the caller's transaction; returns what is to be said when that is committed. */
    static Runnable take(DamagedBlock block, Instant now, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO quarantine (first_seq, count, received, at, reason, codec, crc, data)"
                        + " SELECT first_seq, " + COUNT
                        + ", received, ?, ?, codec, crc, data FROM block WHERE first_seq = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM block WHERE first_seq = ?")) {
            insert.setLong(1, now.toEpochMilli());
            insert.setString(2, block.getMessage());
            insert.setLong(3, block.first());
            insert.executeUpdate();
            delete.setLong(1, block.first());
            delete.executeUpdate();
        }
        return () -> LOG.errorf(
                "Damage on disk: %s. These %d events are not delivered to who has not got them yet; the others flow."
                        + " They are set aside in the journal, nothing is deleted: \"signalbox doctor --quarantined"
                        + " --export FILE\" writes what can still be read",
                block.getMessage(), block.count());
    }
}
