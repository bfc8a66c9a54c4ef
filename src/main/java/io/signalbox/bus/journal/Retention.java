package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What may be forgotten? Events that are older than the retention and that every backend which runs has got, and every replay of it. A little at a time, so that
 * nobody waits for it.
 *
 * <p>
 * After a start every backend that was ever heard of counts as one that runs, until there was time for all to come: the first of them must
 * not have forgotten what the last still waits for.
 */
final class Retention {
    private static final int BLOCKS_AT_A_TIME = 200;
    private static final int DELIVERIES_AT_A_TIME = 2_000;
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final long ALL_HAVE_COME_NANOS = Duration.ofMinutes(10).toNanos();

    private final Connection connection;
    private final Blocks blocks;
    private final Map<String, Long> cursors;
    private final RunningReplays replays;
    private final Duration kept;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> came = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private Instant last = Instant.EPOCH;

    Retention(Connection connection, Blocks blocks, Map<String, Long> cursors, RunningReplays replays,
            Duration kept) {
        this.connection = connection;
        this.blocks = blocks;
        this.cursors = cursors;
        this.replays = replays;
        this.kept = kept;
        held.addAll(cursors.keySet());
    }

    void hold(String backend) {
        came.add(backend);
        held.add(backend);
    }

    void apply(Instant now, long end, IdIndex ids) throws SQLException {
        // Either way: a clock that is set back must not keep it from forgetting until the old time comes again.
        if (Duration.between(last, now).abs().compareTo(BETWEEN) < 0) {
            return;
        }
        last = now;
        if (System.nanoTime() - began > ALL_HAVE_COME_NANOS) {
            held.retainAll(came);
        }
        // The newest block stays whatever its age: at the next start it says which place comes next.
        long needed = Math.min(end - 1,
                held.stream().mapToLong(backend -> cursors.getOrDefault(backend, 0L)).min().orElse(end));
        needed = Math.min(needed, replays.needed(held));
        if (forgetBlocks(now, needed) == BLOCKS_AT_A_TIME) {
            last = Instant.EPOCH;
        }
        long firstKept = firstKept(end);
        forgetTraces(firstKept, ids);
        connection.commit();
        blocks.forget(firstKept);
    }

    private int forgetBlocks(Instant now, long needed) throws SQLException {
        try (PreparedStatement delete = connection
                .prepareStatement("DELETE FROM block WHERE first_seq IN (SELECT first_seq FROM block"
                        + " WHERE received < ? AND first_seq + count <= ? ORDER BY first_seq LIMIT " + BLOCKS_AT_A_TIME
                        + ")")) {
            delete.setLong(1, now.minus(kept).toEpochMilli());
            delete.setLong(2, needed);
            return delete.executeUpdate();
        }
    }

    private long firstKept(long end) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(min(first_seq), " + end + ") FROM block")) {
            return row.getLong(1);
        }
    }

    private void forgetTraces(long firstKept, IdIndex ids) throws SQLException {
        synchronized (ids) {
            ids.prune(connection, firstKept);
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM delivery WHERE last_seq < ? AND id IN"
                + " (SELECT id FROM delivery ORDER BY id LIMIT " + DELIVERIES_AT_A_TIME + ")")) {
            delete.setLong(1, firstKept);
            delete.executeUpdate();
        }
    }
}
