package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Where is the event of an id? The newest ids are in memory; each quarter million of them is written as a sorted run ({@link IdRun}), so that
 * taking in an event costs no search tree on disk. What is in memory is rebuilt at a start from the ids that each block keeps.
 */
final class IdIndex {
    private static final int RUN = 1 << 18;
    private static final int NO_FILTER = -1;

    /**
     * @param filter
     *            the place of its filter, while it is among the newest {@link Filters#MOST}
     */
    private record Known(IdRun run, int filter) {
        boolean isAmong(long suspects) {
            return filter != NO_FILTER && (suspects >>> filter & 1) != 0;
        }
    }

    /** The newest first. Duplicates are looked for among those that have a filter; in the others an id is only looked up. */
    private final Deque<Known> runs = new ArrayDeque<>();
    private final Filters filters = new Filters();
    private final LongIndex recent = new LongIndex(1 << 12);
    private int nextFilter;
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
        clearRecent();
        List<IdRun> stored = IdRun.all(connection);
        for (int at = 0; at < stored.size(); at++) {
            IdRun run = stored.get(at);
            enter(run, at < stored.size() - Filters.MOST ? null : run.filter(connection));
        }
        long after = runs.isEmpty() ? 0 : runs.peekFirst().run().last();
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

    /** A run is known from now on; its filter takes the place of the oldest one where all are taken. */
    private void enter(IdRun run, Bloom filter) {
        int place = NO_FILTER;
        if (filter != null) {
            place = nextFilter;
            nextFilter = (nextFilter + 1) % Filters.MOST;
            filters.put(place, filter);
        }
        runs.addFirst(new Known(run, place));
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
        int newer = 0;
        for (Known known : runs) {
            if (newer++ == Filters.MOST) {
                break;
            }
            // Not the end of the search: where the clock was set back, an older run is the newer one.
            if (known.isAmong(suspects) && known.run().newest() >= millis
                    && IdRun.any(known.run().first(), hash, connection, test)) {
                return true;
            }
        }
        return false;
    }

    /** The runs on disk that may hold an id of this hash, the newest first: for {@link #anyStored}. */
    List<Long> runsThatMayHold(long hash) {
        long suspects = filters.thatMayHold(hash);
        List<Long> found = new ArrayList<>();
        int newer = 0;
        for (Known known : runs) {
            if (newer++ >= Filters.MOST || known.filter() == NO_FILTER || known.isAmong(suspects)) {
                found.add(known.run().first());
            }
        }
        return found;
    }

    /** Whether one of the places on disk of this hash passes a test, however old. */
    static boolean anyStored(List<Long> runs, long hash, Connection connection, LongPredicate test)
            throws SQLException {
        for (long first : runs) {
            if (IdRun.any(first, hash, connection, test)) {
                return true;
            }
        }
        return false;
    }

    boolean anyRecent(long hash, LongPredicate test) {
        return recent.any(hash, test);
    }

    boolean isRunFull() {
        return recent.size() >= RUN;
    }

    /** Writes what is in memory as a run, inside the caller's transaction; where that is not committed, all must be loaded anew. */
    void write(Connection connection, long lastSeq, long newest) throws SQLException {
        IdRun run = new IdRun(firstRecent, lastSeq, newest);
        enter(run, run.write(recent.sorted(), connection));
        clearRecent();
    }

    private void clearRecent() {
        recent.clear();
        firstRecent = 0;
    }

    /** Forgets the oldest run where no event is left of it; says whether it did. */
    boolean prune(Connection connection, long firstKept) throws SQLException {
        Known oldest = runs.peekLast();
        if (oldest == null || oldest.run().last() >= firstKept) {
            return false;
        }
        oldest.run().delete(connection);
        runs.removeLast();
        return true;
    }
}
