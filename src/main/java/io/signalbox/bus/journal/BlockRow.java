package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.signalbox.event.Event;

/** What does the row of a block say of its events besides, so that a search can pass it over and an id is found again? */
final class BlockRow {
    private static final String INSERT = "INSERT INTO block (first_seq, count, received, time_min, time_max, severity, types, ids,"
            + " codec, crc, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private BlockRow() {
    }

    /**
     * Writes the row.
     *
     * @param hashes
     *            of the events' ids; may be longer
     * @param data
     *            as {@link BlockCodec} wants it
     */
    static void insert(Statements statements, long first, long received, List<Event> events, long[] hashes, byte[] data)
            throws SQLException {
        ByteBuffer packedIds = ByteBuffer.allocate(events.size() * Long.BYTES);
        packedIds.asLongBuffer().put(hashes, 0, events.size());
        Set<String> types = new HashSet<>();
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        int severity = 0;
        for (Event event : events) {
            types.add(event.type());
            long millis = event.time().toEpochMilli();
            earliest = Math.min(earliest, millis);
            latest = Math.max(latest, millis);
            severity = Math.max(severity, event.severity().number());
        }
        PreparedStatement insert = statements.of(INSERT);
        insert.setLong(1, first);
        insert.setInt(2, events.size());
        insert.setLong(3, received);
        insert.setLong(4, earliest);
        insert.setLong(5, latest);
        insert.setInt(6, severity);
        insert.setString(7, String.join(" ", new TreeSet<>(types)));
        insert.setBytes(8, packedIds.array());
        insert.setInt(9, BlockCodec.PLAIN);
        insert.setInt(10, BlockCodec.checksum(data));
        insert.setBytes(11, data);
        insert.executeUpdate();
    }
}
