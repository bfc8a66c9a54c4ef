package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.signalbox.bus.Entry;
import io.signalbox.bus.Found;
import io.signalbox.bus.Pattern;
import io.signalbox.bus.Search;

/**
 * Which events does somebody look for? Blocks are read from the newest back, those only that may hold some; whoever looks for a needle is
 * told after a while how far that has come, and may go on from there.
 */
final class Searching {
    private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int ROWS = 1_000;

    private final Search search;
    private final Connection connection;
    private final Blocks blocks;
    private final List<Entry> found = new ArrayList<>();
    private final Needles needles;
    private final long until = System.nanoTime() + LONGEST_NANOS;

    Searching(Search search, Connection connection, Blocks blocks) {
        this.search = search;
        this.connection = connection;
        this.blocks = blocks;
        this.needles = new Needles(search);
    }

    Found run() throws SQLException {
        long before = search.before();
        while (found.size() < search.limit()) {
            long from = from(before);
            if (from == 0) {
                return new Found(found, 0);
            }
            before = look(from, before);
            if (System.nanoTime() > until) {
                return new Found(found, found.size() == search.limit() ? last() : before);
            }
        }
        return new Found(found, last());
    }

    private long last() {
        return found.get(found.size() - 1).seq();
    }

    /** The first of the next rows to be looked at; 0 where there are none. */
    private long from(long before) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT coalesce(min(first_seq), 0) FROM"
                + " (SELECT first_seq FROM block WHERE first_seq < ? ORDER BY first_seq DESC LIMIT " + ROWS + ")")) {
            select.setLong(1, before);
            try (ResultSet row = select.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    /** Looks through some rows, the newest first; returns the place before which everything is left. */
    private long look(long from, long before) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT first_seq, types FROM block WHERE first_seq >= ?"
                        + " AND first_seq < ? AND time_max >= ? AND time_min < ? AND severity >= ? ORDER BY first_seq DESC");
                PreparedStatement one = connection.prepareStatement(
                        "SELECT first_seq, count, received, crc, data FROM block WHERE first_seq = ?")) {
            select.setLong(1, from);
            select.setLong(2, before);
            select.setLong(3, search.since() == null ? Long.MIN_VALUE : search.since().toEpochMilli());
            select.setLong(4, search.until() == null ? Long.MAX_VALUE : search.until().toEpochMilli() + 1);
            select.setInt(5, search.minSeverity() == null ? 0 : search.minSeverity().number());
            try (ResultSet row = select.executeQuery()) {
                while (found.size() < search.limit() && row.next()) {
                    if (search.type() == null || Arrays.stream(row.getString(2).split(" "))
                            .anyMatch(type -> Pattern.matches(search.type(), type))) {
                        one.setLong(1, row.getLong(1));
                        collect(one);
                    }
                    if (System.nanoTime() > until) {
                        return row.getLong(1);
                    }
                }
            }
        }
        return from;
    }

    private void collect(PreparedStatement one) throws SQLException {
        try (ResultSet row = one.executeQuery()) {
            if (!row.next()) {
                return;
            }
            long first = row.getLong(1);
            byte[] data = row.getBytes(5);
            int[] ends = BlockCodec.ends(first, row.getInt(2), row.getInt(4), data);
            for (int at = ends.length - 1; at >= 0 && found.size() < search.limit(); at--) {
                if (first + at < search.before()
                        && needles.areIn(data, at == 0 ? 0 : ends[at - 1], ends[at])) {
                    Entry entry = BlockCodec.entry(first, at, row.getLong(3), ends, data);
                    if (search.finds(entry.event())) {
                        found.add(entry);
                    }
                }
            }
        } catch (DamagedBlock e) {
            blocks.aside(e);
        }
    }
}
