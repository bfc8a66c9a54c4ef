package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

import io.signalbox.bus.Block;

/** Which blocks are there, one after another, whole or not? Read in pieces, so that whoever writes meanwhile is not held up. */
final class Scan {
    private static final int ROWS = 50;

    /** Is told of each block. */
    interface Visitor {
        /**
         * @param idsMatch
         *            whether the row names its events' ids rightly
         */
        void whole(Block block, boolean idsMatch) throws SQLException, java.io.IOException;

        void damaged(DamagedBlock block) throws SQLException;

        /** Events are missing before a block. */
        void gap(long first, long next) throws SQLException;
    }

    private final Connection connection;
    private final Doctor.Listener listener;

    Scan(Connection connection, Doctor.Listener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    /** Visits the blocks from the one on that holds a place; returns the place after the last. */
    long from(long seq, String what, Visitor visitor) throws SQLException, java.io.IOException {
        long last = number("SELECT coalesce(max(first_seq), 0) FROM block");
        long after = number("SELECT coalesce(max(first_seq), 0) FROM block WHERE first_seq <= " + seq) - 1;
        long began = after;
        long next = 0;
        int rows = ROWS;
        while (rows == ROWS) {
            rows = 0;
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT first_seq, count, received, crc, data, ids FROM block WHERE first_seq > ? ORDER BY first_seq LIMIT "
                            + ROWS)) {
                select.setLong(1, after);
                try (ResultSet row = select.executeQuery()) {
                    for (; row.next(); rows++) {
                        after = row.getLong(1);
                        if (next != 0 && after > next) {
                            between(next, after, visitor);
                        }
                        next = visit(row, visitor);
                    }
                }
            }
            listener.at(what, after - began, last - began);
        }
        return next;
    }

    private static long visit(ResultSet row, Visitor visitor) throws SQLException, java.io.IOException {
        try {
            Block block = Blocks.read(row);
            long[] ids = Arrays.stream(block.events()).mapToLong(event -> IdIndex.hash(event.id())).toArray();
            byte[] stored = row.getBytes(6);
            long[] names = new long[stored.length / Long.BYTES];
            java.nio.ByteBuffer.wrap(stored).asLongBuffer().get(names);
            visitor.whole(block, Arrays.equals(ids, names));
            return block.next();
        } catch (DamagedBlock e) {
            visitor.damaged(e);
            return e.first() + Math.max(1, e.count());
        }
    }

    /** What lies between two blocks and was not set aside is missing. */
    private void between(long first, long next, Visitor visitor) throws SQLException {
        long from = isQuarantine() ? Holes.unknown(connection, first, next) : first;
        if (from < next) {
            visitor.gap(from, next);
        }
    }

    boolean isQuarantine() throws SQLException {
        return number("SELECT count(*) FROM sqlite_schema WHERE name = 'quarantine'") == 1;
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
