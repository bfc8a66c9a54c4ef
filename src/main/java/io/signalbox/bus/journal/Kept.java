package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;

import io.signalbox.bus.Block;
import io.signalbox.bus.Channels;
import io.signalbox.bus.OpenProblems;
import io.signalbox.event.Severity;

/** What must be known of the file to write on in it: which ids it holds, which problems are open, which place comes next. */
final class Kept {
    private final IdIndex ids = new IdIndex();
    private final OpenProblems problems = new OpenProblems();
    private final StoredChannels channels;
    private final RunningReplays replays;
    private volatile long damagedEvents;
    private volatile long end;

    Kept(RunningReplays replays, Connection connection) throws SQLException {
        this.replays = replays;
        this.channels = new StoredChannels(connection);
        load(connection);
    }

    /** Forgets what was known, and reads what is on disk. */
    void reload(Connection connection) throws SQLException {
        channels.recount(connection);
        load(connection);
    }

    private void load(Connection connection) throws SQLException {
        synchronized (ids) {
            ids.load(connection);
        }
        try (Statement statement = connection.createStatement()) {
            loadProblems(statement);
            end = end(statement);
        }
        damagedEvents = Quarantine.lost(connection);
        replays.restore(StoredReplays.running(connection));
    }

    private void loadProblems(Statement statement) throws SQLException {
        problems.clear();
        try (ResultSet rows = statement.executeQuery("SELECT dedupkey, type, severity, channels FROM problem")) {
            while (rows.next()) {
                // What can't be understood is nobody's problem: the doctor says so.
                Severity severity = Severity.of(rows.getInt(3)).orElse(null);
                if (severity != null) {
                    problems.restore(rows.getString(1),
                            new OpenProblems.Open(rows.getString(2), severity, rows.getLong(4)));
                }
            }
        }
    }

    /** The place that comes next: none is used again. */
    static long end(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(seq) FROM cursor")) {
            long known = row.getLong(1);
            return Math.max(known, endOfStored(statement));
        }
    }

    /** The place after the last of which it is known what became of the event: it is here, or it is noted that it is not. */
    static long endOfStored(Statement statement) throws SQLException {
        long end = 1;
        try (ResultSet row = statement.executeQuery("SELECT max(first_seq + count) FROM quarantine")) {
            end = Math.max(end, row.getLong(1));
        }
        try (ResultSet row = statement
                .executeQuery("SELECT first_seq, count FROM block ORDER BY first_seq DESC LIMIT 1")) {
            if (row.next()) {
                if (row.getLong(1) < 1 || row.getInt(2) < 1) {
                    throw Fault.damage("the last row of block is none");
                }
                end = Math.max(end, row.getLong(1) + row.getInt(2));
            }
        }
        return end;
    }

    /** Begins what is to be written with the next commit; whoever calls it holds {@link #ids}. */
    Commit begin(Instant now, Instant remembered, Blocks blocks, Statements statements) throws SQLException {
        return new Commit(end, now, remembered.toEpochMilli(), ids, problems,
                new StoredProblems(statements.connection()), blocks, statements);
    }

    /** Writes the ids in memory to disk where there are enough for a run. */
    void writeIds(Block block, Connection connection) throws SQLException {
        if (ids.isRunFull()) {
            synchronized (ids) {
                ids.write(connection, block.next() - 1, block.received().toEpochMilli());
            }
        }
    }

    /** Passes each place in memory of a hash to a test, and names the runs on disk that may hold more of it. */
    List<Long> places(long hash, LongPredicate test) {
        synchronized (ids) {
            ids.anyRecent(hash, test);
            return ids.runsThatMayHold(hash);
        }
    }

    IdIndex ids() {
        return ids;
    }

    void storeChannels(Connection connection) throws SQLException {
        channels.store(connection);
    }

    Channels channels() {
        return channels.all();
    }

    /** It is on disk. */
    void committed(Block block) {
        end = block.next();
    }

    long end() {
        return end;
    }

    /** So many events are put aside as damaged. */
    void damaged(int events) {
        damagedEvents += events;
    }

    long damagedEvents() {
        return damagedEvents;
    }
}
