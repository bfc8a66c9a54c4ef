package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What may be forgotten? Events that every backend which runs has got, with its replays, and that are older than the retention or, when room grows short, the
 * oldest. A little at a time, so that nobody waits for it.
 *
 * <p>
 * After a start every backend that was ever heard of counts as one that runs, until there was time for all to come: the first of them must
 * not have forgotten what the last still waits for. And for want of room alone nothing is taken from a backend that was heard of within the
 * retention: it may be back.
 */
final class Retention {
    private static final int ROWS_A_STEP = 500;
    private static final long BYTES_A_STEP = 1 << 20;
    private static final long BETWEEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_STEPS_NANOS = Duration.ofMillis(40).toNanos();
    private static final long ALL_HAVE_COME_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int ROW_BYTES = 500;

    private final Blocks blocks;
    private final Map<String, Long> cursors;
    private final RunningReplays replays;
    private final WallClock clock;
    private final Duration kept;
    private final Map<String, Instant> heard = new HashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> came = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private long last = began - BETWEEN_NANOS;
    private boolean more;
    private long appended;

    Retention(Connection connection, Blocks blocks, Map<String, Long> cursors, RunningReplays replays,
            WallClock clock, Duration kept) throws SQLException {
        this.blocks = blocks;
        this.cursors = cursors;
        this.replays = replays;
        this.clock = clock;
        this.kept = kept;
        held.addAll(cursors.keySet());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT backend, updated FROM cursor")) {
            while (rows.next()) {
                heard.put(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)));
            }
        }
    }

    /** From now on, what this backend has not got is not forgotten. */
    void hold(String backend) {
        came.add(backend);
        held.add(backend);
    }

    /** The backend that holds up all forgetting, or null. */
    String slowest() {
        return cursors.entrySet().stream().filter(each -> holds(each.getKey(), true)).min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey).orElse(null);
    }

    private boolean holds(String backend, boolean early) {
        return held.contains(backend)
                || early && heard.getOrDefault(backend, Instant.MIN).isAfter(clock.ago(kept));
    }

    private long needed(long end, boolean early) {
        return Math.min(replays.needed(held), cursors.entrySet().stream()
                .filter(each -> holds(each.getKey(), early)).mapToLong(Map.Entry::getValue).min().orElse(end));
    }

    /** So many bytes came in: it must not fall behind. */
    void appended(long bytes) {
        appended += bytes;
    }

    /** Whether it would go on forgetting at once. */
    boolean hasMore() {
        return more;
    }

    /**
     * Forgets a little, where it is time.
     *
     * @param excess
     *            so many bytes should be forgotten before their time
     * @return whether anything was forgotten
     */
    boolean apply(Connection connection, long end, IdIndex ids, long excess) throws SQLException {
        if (excess <= 0 && System.nanoTime() - last < (more ? BETWEEN_STEPS_NANOS : BETWEEN_NANOS)) {
            return false;
        }
        // Where room grows short there is no time to lose: it keeps pace with what comes in.
        last = System.nanoTime();
        if (last - began > ALL_HAVE_COME_NANOS) {
            held.retainAll(came);
        }
        long most = BYTES_A_STEP + 2 * appended;
        appended = 0;
        long before = firstKept(connection, end);
        long upTo = forgettable(connection, end, excess, most);
        more = upTo > before;
        if (more) {
            delete(connection, "DELETE FROM block WHERE first_seq < ?", upTo);
        }
        long firstKept = more ? firstKept(connection, end) : before;
        boolean deleted = more | forgetTraces(connection, firstKept, ids);
        if (deleted) {
            connection.commit();
            blocks.forget(firstKept);
        } else {
            connection.rollback();
        }
        return deleted;
    }

    /** The place before which a step may forget everything. */
    private long forgettable(Connection connection, long end, long excess, long most) throws SQLException {
        long tooOld = clock.ago(kept).toEpochMilli();
        // The newest block stays whatever its age: at the next start it says which place comes next.
        long needed = Math.min(end - 1, needed(end, false));
        long neededEarly = Math.min(end - 1, needed(end, true));
        long upTo = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT first_seq + count, received, length(data) + length(ids) FROM block ORDER BY first_seq LIMIT "
                                + ROWS_A_STEP)) {
            long bytes = 0;
            while (rows.next() && bytes < most) {
                long next = rows.getLong(1);
                boolean old = rows.getLong(2) < tooOld && next <= needed;
                if (!old && (bytes >= excess || next > neededEarly)) {
                    break;
                }
                bytes += rows.getLong(3) + ROW_BYTES;
                upTo = next;
            }
        }
        return upTo;
    }

    private static long firstKept(Connection connection, long end) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(min(first_seq), " + end + ") FROM block")) {
            return row.getLong(1);
        }
    }

    private boolean forgetTraces(Connection connection, long firstKept, IdIndex ids) throws SQLException {
        boolean pruned;
        synchronized (ids) {
            pruned = ids.prune(connection, firstKept);
        }
        int deliveries = delete(connection, "DELETE FROM delivery WHERE last_seq < ? AND id IN"
                + " (SELECT id FROM delivery ORDER BY id LIMIT " + ROWS_A_STEP + ")", firstKept);
        more |= pruned || deliveries == ROWS_A_STEP;
        return pruned || deliveries > 0;
    }

    private static int delete(Connection connection, String sql, long before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, before);
            return delete.executeUpdate();
        }
    }
}
