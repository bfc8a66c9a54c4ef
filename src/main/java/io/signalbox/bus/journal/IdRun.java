package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * How do the ids of the events at consecutive places lie on disk? As hashes with their places, sorted, in 64 rows by the upper bits of a hash;
 * and in one row more the filter that says which hashes are not among them.
 *
 * @param newest
 *            when the last of them was accepted, in milliseconds since 1970
 */
record IdRun(long first, long last, long newest) {
    private static final int ENTRY = Long.BYTES + Integer.BYTES;
    private static final int BLOOM = -1;

    /** All that are there, the oldest first. */
    static List<IdRun> all(Connection connection) throws SQLException {
        List<IdRun> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT first_seq, last_seq, newest FROM id_run WHERE bucket = "
                        + BLOOM + " ORDER BY first_seq")) {
            while (rows.next()) {
                runs.add(new IdRun(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        return runs;
    }

    /** Its filter as it was written; null for one of the first version, which is not asked. */
    Bloom filter(Connection connection) throws SQLException {
        byte[] stored = row(first, BLOOM, connection);
        if (stored == null) {
            throw Fault.damage("the run of ids that begins at " + first + " has lost its filter");
        }
        return Bloom.isOfThisVersion(stored.length) ? new Bloom(stored) : null;
    }

    /** Whether one of the places of a hash in the run that begins at a place passes a test. */
    static boolean any(long first, long hash, Connection connection, LongPredicate test) throws SQLException {
        byte[] entries = row(first, bucket(hash), connection);
        return entries != null && any(entries, first, hash, test);
    }

    private static byte[] row(long first, int bucket, Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT entries FROM id_run WHERE first_seq = ? AND bucket = ?")) {
            select.setLong(1, first);
            select.setInt(2, bucket);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : null;
            }
        }
    }

    private static boolean any(byte[] bytes, long first, long hash, LongPredicate test) {
        ByteBuffer entries = ByteBuffer.wrap(bytes);
        int low = 0;
        int high = bytes.length / ENTRY;
        while (low < high) {
            int middle = low + high >>> 1;
            if (entries.getLong(middle * ENTRY) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (; low < bytes.length / ENTRY && entries.getLong(low * ENTRY) == hash; low++) {
            if (test.test(first + entries.getInt(low * ENTRY + Long.BYTES))) {
                return true;
            }
        }
        return false;
    }

    /** What is wrong with a row of a run, or null. */
    static String fault(long first, long last, int bucket, byte[] entries) {
        if (bucket == BLOOM) {
            return Bloom.isLength(entries.length) ? null : "its filter has " + entries.length + " bytes";
        }
        if (entries.length % ENTRY != 0) {
            return "it has " + entries.length + " bytes";
        }
        ByteBuffer buffer = ByteBuffer.wrap(entries);
        long before = Long.MIN_VALUE;
        while (buffer.hasRemaining()) {
            long hash = buffer.getLong();
            int place = buffer.getInt();
            if (hash < before || bucket(hash) != bucket || place < 0 || first + place > last) {
                return "it is not in order";
            }
            before = hash;
        }
        return null;
    }

    private static int bucket(long hash) {
        return (int) (hash >>> 58);
    }

    /** Writes its ids, inside the caller's transaction, and returns their filter. */
    Bloom write(LongIndex.Sorted ids, Connection connection) throws SQLException {
        long[] hashes = ids.hashes();
        Bloom filter = new Bloom();
        try (PreparedStatement insert = connection
                .prepareStatement(
                        "INSERT INTO id_run (first_seq, bucket, last_seq, newest, entries) VALUES (?, ?, ?, ?, ?)")) {
            for (int at = 0; at < hashes.length;) {
                int from = at;
                int bucket = bucket(hashes[at]);
                while (at < hashes.length && bucket(hashes[at]) == bucket) {
                    filter.add(hashes[at++]);
                }
                insert(insert, bucket, pack(ids, from, at));
            }
            insert(insert, BLOOM, filter.bytes());
        }
        return filter;
    }

    private byte[] pack(LongIndex.Sorted ids, int from, int to) {
        ByteBuffer packed = ByteBuffer.allocate((to - from) * ENTRY);
        for (int at = from; at < to; at++) {
            packed.putLong(ids.hashes()[at]).putInt((int) (ids.places()[at] - first));
        }
        return packed.array();
    }

    private void insert(PreparedStatement insert, int bucket, byte[] entries) throws SQLException {
        insert.setLong(1, first);
        insert.setInt(2, bucket);
        insert.setLong(3, last);
        insert.setLong(4, newest);
        insert.setBytes(5, entries);
        insert.executeUpdate();
    }

    void delete(Connection connection) throws SQLException {
        Sql.update(connection, "DELETE FROM id_run WHERE first_seq = ?", first);
    }
}
