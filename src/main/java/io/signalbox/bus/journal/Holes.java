package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.SQLException;

import org.sqlite.SQLiteException;

/**
 * Where no events are, should there be any? SQLite has no checksums: where a page that it looks through is not what it was, it finds nothing,
 * and says nothing. Who goes on behind a hole must know why it is there.
 */
final class Holes {
    private Holes() {
    }

    /**
     * Sees to it that it is known why there is nothing at some places: they were forgotten, or it is noted that they are missing.
     *
     * @param next
     *            the place after the hole
     * @throws SQLiteException
     *             that the file is damaged, where it is not
     */
    static void explain(Connection connection, long first, long next) throws SQLException {
        long from = unknown(connection, Math.max(first, forgotten(connection)), next);
        if (from < next) {
            throw Fault.damage("there is nothing at places " + from + " to " + (next - 1)
                    + ", and it is not noted why");
        }
    }

    /** The first place of a hole of which it is not noted why nothing is there; the place after the hole where there is none. */
    static long unknown(Connection connection, long first, long next) throws SQLException {
        long from = first;
        for (Long after = noted(connection, from); from < next && after != null; after = noted(connection, from)) {
            from = after;
        }
        return Math.min(from, next);
    }

    /** The place before which nothing is kept any more. */
    private static long forgotten(Connection connection) throws SQLException {
        Long kept = Sql.number(connection, "SELECT min(first_seq) FROM block");
        return kept == null ? Long.MAX_VALUE : kept;
    }

    /** The place after what is noted as missing at a place, or null. */
    private static Long noted(Connection connection, long seq) throws SQLException {
        return Sql.number(connection, "SELECT max(first_seq + count) FROM quarantine WHERE first_seq <= ?1"
                + " AND first_seq + count > ?1", seq);
    }
}
