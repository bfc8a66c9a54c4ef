package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Where is the event of an id? The newest ids are in memory; each quarter million of them is written as a sorted run, in 64 rows, so that
 * taking in an event costs no search tree on disk. What is in memory is rebuilt at a start from the ids that each block keeps.
 */
final class IdIndex {
    private static final int RUN = 1 << 18;
    private static final int ENTRY = Long.BYTES + Integer.BYTES;
    private static final int BLOOM = -1;
    /** The place of a run that is too old for a filter in memory: duplicates are looked for among the ids of the others. */
    private static final int NO_FILTER = -1;

    /**
     * Ids of the events at consecutive places, on disk.
     *
     * @param newest
     *            when the last of them was accepted, in milliseconds since 1970
     * @param filter
     *            the place of its filter
     */
    private record Run(long first, long last, long newest, int filter) {
        /** One that old is only looked up, on disk, and no duplicate is looked for there any more. */
        Run withoutFilter() {
            return new Run(first, last, newest, NO_FILTER);
        }
    }

    /** A run that is written and may yet be taken back. */
    private record Written(long last, long newest, Bloom filter) {
    }

    private final Deque<Run> runs = new ArrayDeque<>();
    private final Filters filters = new Filters();
    private final LongIndex recent = new LongIndex(1 << 12);
    private long firstRecent;

    /** Spreads an id over 64 bits. Two ids may share a hash: whoever finds a place looks at the event there. */
    static long hash(String id) {
        long hash = 0x9E3779B97F4A7C15L ^ id.length();
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        hash *= 0xC4CEB9FE1A85EC53L;
        return hash ^ hash >>> 29;
    }

    /** Reads what was kept. */
    void load(Connection connection) throws SQLException {
        runs.clear();
        recent.clear();
        firstRecent = 0;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement
                    .executeQuery("SELECT first_seq, last_seq, newest, entries FROM id_run WHERE bucket = " + BLOOM
                            + " ORDER BY first_seq DESC LIMIT " + Filters.MOST)) {
                while (rows.next()) {
                    byte[] filter = rows.getBytes(4);
                    int place = Bloom.isOfThisVersion(filter.length) ? runs.size() : NO_FILTER;
                    if (place != NO_FILTER) {
                        filters.put(place, new Bloom(filter));
                    }
                    runs.addLast(new Run(rows.getLong(1), rows.getLong(2), rows.getLong(3), place));
                }
            }
            try (ResultSet rows = statement
                    .executeQuery("SELECT first_seq, last_seq, newest FROM id_run WHERE bucket = " + BLOOM
                            + " ORDER BY first_seq DESC LIMIT -1 OFFSET " + Filters.MOST)) {
                while (rows.next()) {
                    runs.addLast(new Run(rows.getLong(1), rows.getLong(2), rows.getLong(3), NO_FILTER));
                }
            }
        }
        long after = runs.isEmpty() ? 0 : runs.peekFirst().last();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT first_seq, ids FROM block WHERE first_seq > " + after + " ORDER BY first_seq")) {
            while (rows.next()) {
                long seq = rows.getLong(1);
                ByteBuffer ids = ByteBuffer.wrap(rows.getBytes(2));
                while (ids.hasRemaining()) {
                    add(ids.getLong(), seq++);
                }
            }
        }
    }

    void add(long hash, long seq) {
        if (firstRecent == 0) {
            firstRecent = seq;
        }
        recent.add(hash, seq);
    }

    /** Whether one of the places that an id of this hash was accepted at, since a time, passes a test. */
    boolean anySince(long hash, long millis, Connection connection, LongPredicate test) throws SQLException {
        if (recent.any(hash, test)) {
            return true;
        }
        long suspects = filters.thatMayHold(hash);
        if (suspects == 0) {
            return false;
        }
        for (Run run : runs) {
            // Not the end of the search: where the clock was set back, an older run is the newer one.
            if (run.newest() >= millis && isAmong(suspects, run) && inRun(run.first(), hash, connection, test)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAmong(long suspects, Run run) {
        return run.filter() != NO_FILTER && (suspects >>> run.filter() & 1) != 0;
    }

    /** The runs on disk that may hold an id of this hash, the newest first: for {@link #anyStored}. */
    List<Long> runsThatMayHold(long hash) {
        long suspects = filters.thatMayHold(hash);
        return runs.stream().filter(run -> run.filter() == NO_FILTER || isAmong(suspects, run)).map(Run::first)
                .toList();
    }

    /** Whether one of the places on disk of this hash passes a test, however old. */
    static boolean anyStored(List<Long> runs, long hash, Connection connection, LongPredicate test)
            throws SQLException {
        for (long first : runs) {
            if (inRun(first, hash, connection, test)) {
                return true;
            }
        }
        return false;
    }

    boolean anyRecent(long hash, LongPredicate test) {
        return recent.any(hash, test);
    }

    private static boolean inRun(long first, long hash, Connection connection, LongPredicate test) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT entries FROM id_run WHERE first_seq = ? AND bucket = ?")) {
            select.setLong(1, first);
            select.setInt(2, bucket(hash));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && inBucket(rows.getBytes(1), first, hash, test);
            }
        }
    }

    private static boolean inBucket(byte[] bytes, long first, long hash, LongPredicate test) {
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

    boolean isRunFull() {
        return recent.size() >= RUN;
    }

    /** Writes what is in memory as a run, inside the caller's transaction; {@link #written} then takes it over. */
    Object write(Connection connection, long lastSeq, long newest) throws SQLException {
        LongIndex.Sorted sorted = recent.sorted();
        long[] hashes = sorted.hashes();
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
                insert(insert, bucket, lastSeq, newest, pack(sorted, from, at));
            }
            insert(insert, BLOOM, lastSeq, newest, filter.bytes());
        }
        return new Written(lastSeq, newest, filter);
    }

    private byte[] pack(LongIndex.Sorted sorted, int from, int to) {
        ByteBuffer packed = ByteBuffer.allocate((to - from) * ENTRY);
        for (int at = from; at < to; at++) {
            packed.putLong(sorted.hashes()[at]).putInt((int) (sorted.places()[at] - firstRecent));
        }
        return packed.array();
    }

    private void insert(PreparedStatement insert, int bucket, long lastSeq, long newest, byte[] entries)
            throws SQLException {
        insert.setLong(1, firstRecent);
        insert.setInt(2, bucket);
        insert.setLong(3, lastSeq);
        insert.setLong(4, newest);
        insert.setBytes(5, entries);
        insert.executeUpdate();
    }

    void written(Object run) {
        Written written = (Written) run;
        int place = free();
        filters.put(place, written.filter());
        runs.addFirst(new Run(firstRecent, written.last(), written.newest(), place));
        recent.clear();
        firstRecent = 0;
    }

    /** A place for a filter; where there is none, that of the oldest one. */
    private int free() {
        long used = 0;
        Run oldest = null;
        for (Run run : runs) {
            if (run.filter() != NO_FILTER) {
                used |= 1L << run.filter();
                oldest = run;
            }
        }
        int place = Long.numberOfTrailingZeros(~used);
        if (place < Filters.MOST) {
            return place;
        }
        Run last = oldest;
        List<Run> all = runs.stream().map(run -> run == last ? run.withoutFilter() : run).toList();
        runs.clear();
        runs.addAll(all);
        return last.filter();
    }

    /** Forgets the oldest run where no event is left of it; says whether it did. */
    boolean prune(Connection connection, long firstKept) throws SQLException {
        Run oldest = runs.peekLast();
        if (oldest == null || oldest.last() >= firstKept) {
            return false;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM id_run WHERE first_seq = ?")) {
            delete.setLong(1, oldest.first());
            delete.executeUpdate();
        }
        runs.removeLast();
        return true;
    }
}
