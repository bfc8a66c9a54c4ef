package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

import org.jboss.logging.Logger;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Channels;
import io.signalbox.bus.NotKept;
import io.signalbox.bus.OpenProblems;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Report;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;

/**
 * What goes to disk next? One thread takes whatever is waiting, writes it with one commit and one fsync, and then tells everybody who
 * waited: the more callers, the cheaper each.
 */
final class Writer {
    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final int EVENTS_A_COMMIT = 4_000;
    private static final int TASKS_A_COMMIT = 1_000;
    /** Events that wait for the disk; beyond this a sender is told to come back later, so that memory stays bounded. */
    private static final int MOST_WAITING = 100_000;

    private sealed interface Task {
        void failed(Throwable why);
    }

    private record Append(Batch batch, EventJson.Encoded encoded, CompletableFuture<Receipt> done) implements Task {
        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why instanceof NotKept
                    ? why
                    : new NotKept("the event could not be kept: " + why.getMessage(), why));
        }
    }

    private record Note(Report report, CompletableFuture<Void> done) implements Task {
        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /** Anything else that is written, and of which somebody wants to know the result. */
    interface Writing<T> {
        T with(Connection connection) throws SQLException;
    }

    private record Change<T>(Writing<T> writing, CompletableFuture<T> done) implements Task {
        /** Returns what is to be done when it is committed. */
        Runnable write(Connection connection) throws SQLException {
            T result = writing.with(connection);
            return () -> done.complete(result);
        }

        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /** What a backend's throttle left out is in a digest now. */
    private record Digested(String backend, String digest, CompletableFuture<Void> done) implements Task {
        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /** Lets the thread see that it is to stop. */
    private record Stop() implements Task {
        @Override
        public void failed(Throwable why) {
            // Nobody waits for it.
        }
    }

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Connection connection;
    private final Blocks blocks;
    private final Map<String, Long> cursors;
    private final Clock clock;
    private final Duration window;
    private final Retention retention;
    private final IdIndex ids = new IdIndex();
    private final OpenProblems problems = new OpenProblems();
    private final StoredChannels channels;
    private final Thread thread;
    private volatile long end;
    private volatile boolean closing;

    Writer(Connection connection, Blocks blocks, Map<String, Long> cursors, RunningReplays replays, Clock clock,
            Duration window,
            Duration retention)
            throws SQLException {
        this.connection = connection;
        this.blocks = blocks;
        this.cursors = cursors;
        this.clock = clock;
        this.window = window;
        this.retention = new Retention(connection, blocks, cursors, replays, retention);
        this.channels = new StoredChannels(connection);
        load();
        this.thread = new Thread(this::run, "journal-writer");
        thread.start();
    }

    private void load() throws SQLException {
        synchronized (ids) {
            ids.load(connection);
        }
        problems.clear();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT dedupkey, type, severity, channels FROM problem")) {
                while (rows.next()) {
                    problems.restore(rows.getString(1), new OpenProblems.Open(rows.getString(2),
                            Severity.of(rows.getInt(3)).orElseThrow(), rows.getLong(4)));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT max(next) FROM (SELECT max(first_seq + count) AS next FROM block UNION SELECT max(seq) FROM cursor UNION SELECT 1)")) {
                end = row.getLong(1);
            }
        }
        connection.commit();
    }

    CompletableFuture<Receipt> append(Batch batch) {
        CompletableFuture<Receipt> done = new CompletableFuture<>();
        int size = batch.events().size();
        if (closing) {
            new Append(batch, null, done).failed(new IllegalStateException("Signalbox is stopping"));
        } else if (waiting.addAndGet(size) > MOST_WAITING && waiting.get() != size) {
            waiting.addAndGet(-size);
            new Append(batch, null, done)
                    .failed(NotKept.overloaded());
        } else {
            tasks.add(new Append(batch, batch.encoded(), done));
        }
        return done;
    }

    CompletableFuture<Void> report(Report report) {
        Note note = new Note(report, new CompletableFuture<>());
        if (closing) {
            note.failed(new IllegalStateException("Signalbox is stopping"));
        } else {
            tasks.add(note);
        }
        return note.done();
    }

    <T> CompletableFuture<T> write(Writing<T> writing) {
        Change<T> change = new Change<>(writing, new CompletableFuture<>());
        if (closing) {
            change.failed(new IllegalStateException("Signalbox is stopping"));
        } else {
            tasks.add(change);
        }
        return change.done();
    }

    CompletableFuture<Void> digested(String backend, String digest) {
        Digested note = new Digested(backend, digest, new CompletableFuture<>());
        if (closing) {
            note.failed(new IllegalStateException("Signalbox is stopping"));
        } else {
            tasks.add(note);
        }
        return note.done();
    }

    /** From now on, what this backend has not got is not forgotten. */
    void hold(String backend) {
        retention.hold(backend);
    }

    /** Calls whoever listens. */
    void tell() {
        listeners.forEach(Runnable::run);
    }

    long end() {
        return end;
    }

    Channels channels() {
        return channels.all();
    }

    void listen(Runnable appended) {
        listeners.add(appended);
    }

    void forget(Runnable appended) {
        listeners.remove(appended);
    }

    boolean anyRecent(long hash, LongPredicate test) {
        synchronized (ids) {
            return ids.anyRecent(hash, test);
        }
    }

    private void run() {
        try {
            while (!closing || !tasks.isEmpty()) {
                List<Task> taken = take();
                if (!taken.isEmpty()) {
                    commit(taken);
                }
                forget();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget() {
        try {
            retention.apply(clock.instant(), end, ids);
        } catch (SQLException | RuntimeException e) {
            undo(e);
        }
    }

    private List<Task> take() throws InterruptedException {
        List<Task> taken = new ArrayList<>();
        Task task = tasks.poll(1, TimeUnit.SECONDS);
        int events = 0;
        while (task != null) {
            taken.add(task);
            events += task instanceof Append append ? append.batch().events().size() : 0;
            Task next = events >= EVENTS_A_COMMIT || taken.size() >= TASKS_A_COMMIT ? null : tasks.poll();
            task = next;
        }
        return taken;
    }

    private void commit(List<Task> taken) {
        List<Runnable> answers = new ArrayList<>(taken.size());
        try {
            Block block = write(taken, answers);
            connection.commit();
            if (block != null) {
                blocks.add(block);
                end = block.next();
            }
        } catch (Throwable e) {
            // An error too: with this thread everything would end, and nobody would know.
            undo(e);
            taken.forEach(task -> task.failed(e));
            release(taken);
            return;
        }
        release(taken);
        tell();
        answers.forEach(Runnable::run);
    }

    private void release(List<Task> taken) {
        taken.forEach(task -> waiting.addAndGet(task instanceof Append append ? -append.batch().events().size() : 0));
    }

    private Block write(List<Task> taken, List<Runnable> answers) throws SQLException {
        Instant now = clock.instant();
        Commit commit = new Commit(end, now, now.minus(window).toEpochMilli(), ids, problems,
                new StoredProblems(connection), blocks,
                connection);
        synchronized (ids) {
            for (Task task : taken) {
                if (task instanceof Append append) {
                    Receipt receipt = commit.add(append.batch(), append.encoded());
                    answers.add(() -> append.done().complete(receipt));
                } else if (task instanceof Note note) {
                    Deliveries.write(note.report(), connection);
                    answers.add(() -> reported(note));
                } else if (task instanceof Change<?> change) {
                    answers.add(change.write(connection));
                } else if (task instanceof Digested note) {
                    Deliveries.digested(note.backend(), note.digest(), connection);
                    answers.add(() -> note.done().complete(null));
                }
            }
            channels.store();
            if (commit.size() == 0) {
                return null;
            }
            Block block;
            try (PreparedStatement insert = connection
                    .prepareStatement("INSERT INTO block (first_seq, count, received, time_min, time_max,"
                            + " severity, types, ids, codec, crc, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                block = commit.write(insert);
            }
            if (ids.isRunFull()) {
                ids.written(ids.write(connection, block.next() - 1, now.toEpochMilli()));
            }
            return block;
        }
    }

    /** Only what is durable may be forgotten: a cursor counts from here on. */
    private void reported(Note note) {
        cursors.put(note.report().backend(), note.report().cursor());
        note.done().complete(null);
    }

    /** What was not committed must not be remembered either. */
    private void undo(Throwable why) {
        LOG.errorf("The journal could not be written; the senders are told so: %s", why.getMessage());
        try {
            connection.rollback();
            channels.recount();
            load();
        } catch (SQLException e) {
            LOG.errorf("The journal could not be read again after that: %s", e.getMessage());
        }
    }

    /** Writes what is waiting, and stops. */
    void close() throws SQLException {
        closing = true;
        tasks.add(new Stop());
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
        // What came while the thread was ending.
        for (Task late = tasks.poll(); late != null; late = tasks.poll()) {
            late.failed(new IllegalStateException("Signalbox is stopping"));
        }
    }
}
