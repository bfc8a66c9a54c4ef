package io.signalbox.bus.journal;

import java.sql.Connection;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

import org.jboss.logging.Logger;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Channels;
import io.signalbox.bus.NotKept;
import io.signalbox.bus.OpenProblems;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Report;
import io.signalbox.bus.Space;
import io.signalbox.event.Severity;

/**
 * What goes to disk next? One thread takes whatever is waiting, writes it with one commit and one fsync, and then tells everybody who
 * waited: the more callers, the cheaper each.
 *
 * <p>
 * After a commit that failed nobody knows what is on disk. Nothing more is taken in until the file was opened anew, everything in its log was
 * brought home, a commit went well, and what is there was read again. Events are told no meanwhile; reports of deliveries wait.
 */
final class Writer {
    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final int EVENTS_A_COMMIT = 4_000;
    private static final long BYTES_A_COMMIT = 8 << 20;
    private static final int TASKS_A_COMMIT = 1_000;
    /** Events that wait for the disk; beyond this a sender is told to come back later, so that memory stays bounded. */
    private static final int MOST_WAITING = 100_000;
    private static final long IDLE_MILLIS = 1_000;
    private static final long SOON_MILLIS = 20;
    private static final long MEND_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Opens the file; another time after a failure. */
    interface Opening {
        Connection open() throws SQLException;
    }

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final List<Task> owed = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Opening opening;
    private final Blocks blocks;
    private final Map<String, Long> cursors;
    private final RunningReplays replays;
    private final Clock clock;
    private final Duration window;
    private final Limits limits;
    private final Retention retention;
    private final Room room;
    private final IdIndex ids = new IdIndex();
    private final OpenProblems problems = new OpenProblems();
    private final StoredChannels channels;
    private final Thread thread;
    private Connection connection;
    private long mendAt;
    private long checkpointAt = System.nanoTime();
    private volatile long damagedEvents;
    private volatile long end;
    private volatile String broken;
    private volatile boolean closing;

    Writer(Opening opening, Connection connection, Blocks blocks, Map<String, Long> cursors,
            RunningReplays replays, Clock clock, Duration window, Duration retention, Limits limits,
            java.nio.file.Path file) throws SQLException {
        this.opening = opening;
        this.connection = connection;
        this.blocks = blocks;
        this.cursors = cursors;
        this.replays = replays;
        this.clock = clock;
        this.window = window;
        this.limits = limits;
        this.retention = new Retention(connection, blocks, cursors, replays, clock, retention);
        this.room = new Room(file, limits, this.retention::slowest);
        this.channels = new StoredChannels(connection);
        load();
        this.thread = new Thread(this::run, "journal-writer");
    }

    void start() {
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
                    // What can't be understood is nobody's problem: the doctor says so.
                    Severity severity = Severity.of(rows.getInt(3)).orElse(null);
                    if (severity != null) {
                        problems.restore(rows.getString(1),
                                new OpenProblems.Open(rows.getString(2), severity, rows.getLong(4)));
                    }
                }
            }
            end = end(statement);
            try (ResultSet row = statement.executeQuery("SELECT coalesce(sum(count), 0) FROM quarantine")) {
                damagedEvents = row.getLong(1);
            }
        }
        replays.restore(StoredReplays.running(connection));
        room.measure(connection);
    }

    /** The place that comes next: none is used again. */
    static long end(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(next) FROM ("
                + "SELECT * FROM (SELECT first_seq + count AS next FROM block ORDER BY first_seq DESC LIMIT 1)"
                + " UNION ALL SELECT max(first_seq + count) FROM quarantine UNION ALL SELECT max(seq) FROM cursor"
                + " UNION ALL SELECT 1)")) {
            return row.getLong(1);
        }
    }

    CompletableFuture<Receipt> append(Batch batch) {
        Task.Append append = new Task.Append(batch, batch.encoded(), new CompletableFuture<>());
        String no = refusal();
        if (closing) {
            append.failed(new IllegalStateException("Signalbox is stopping"));
        } else if (no != null) {
            append.failed(new NotKept(no, null));
        } else if (isTooMuch(append)) {
            waits(append, -1);
            append.failed(NotKept.overloaded());
        } else {
            tasks.add(append);
        }
        return append.done();
    }

    /** Why nothing is taken in now, or null. */
    private String refusal() {
        String no = broken;
        return no != null ? no : room.refusal();
    }

    /** However large it is, what nobody else waits beside is let in. */
    private boolean isTooMuch(Task append) {
        waits(append, 1);
        return (waiting.get() > MOST_WAITING || waitingBytes.get() > limits.maxWaiting())
                && waitingBytes.get() != append.bytes();
    }

    private void waits(Task task, int times) {
        waiting.addAndGet(times * task.events());
        waitingBytes.addAndGet(times * task.bytes());
    }

    CompletableFuture<Void> report(Report report) {
        Task.Note note = new Task.Note(report, new CompletableFuture<>());
        if (closing) {
            note.failed(new IllegalStateException("Signalbox is stopping"));
        } else {
            tasks.add(note);
        }
        return note.done();
    }

    CompletableFuture<Void> digested(String backend, String digest) {
        Task.Digested note = new Task.Digested(backend, digest, new CompletableFuture<>());
        if (closing) {
            note.failed(new IllegalStateException("Signalbox is stopping"));
        } else {
            tasks.add(note);
        }
        return note.done();
    }

    /**
     * @param isReport
     *            whether it waits when the disk takes nothing, instead of failing
     */
    <T> CompletableFuture<T> write(boolean isReport, Task.Writing<T> writing) {
        Task.Change<T> change = new Task.Change<>(writing, isReport, new CompletableFuture<>());
        if (closing) {
            change.failed(new IllegalStateException("Signalbox is stopping"));
        } else {
            tasks.add(change);
        }
        return change.done();
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

    Space space() {
        Space space = room.space();
        return new Space(space.used(), space.most(), refusal(), damagedEvents);
    }

    void listen(Runnable appended) {
        listeners.add(appended);
    }

    void forget(Runnable appended) {
        listeners.remove(appended);
    }

    /** Passes each place in memory of a hash to a test, and names the runs on disk that may hold more of it. */
    List<Long> places(long hash, LongPredicate test) {
        synchronized (ids) {
            ids.anyRecent(hash, test);
            return ids.runsThatMayHold(hash);
        }
    }

    private void run() {
        try {
            while (!closing || !tasks.isEmpty()) {
                List<Task> taken = take();
                if (broken == null || mended()) {
                    work(taken);
                } else {
                    refuse(taken);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!owed.isEmpty()) {
            LOG.errorf("%d reports of deliveries could not be written; those events are delivered again after the next"
                    + " start", owed.size());
            owed.forEach(note -> note.failed(new IllegalStateException(broken)));
        }
    }

    private List<Task> take() throws InterruptedException {
        List<Task> taken = new ArrayList<>();
        Task task = tasks.poll(retention.hasMore() ? SOON_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS);
        int events = 0;
        long bytes = 0;
        while (task != null) {
            taken.add(task);
            events += task.events();
            bytes += task.bytes();
            task = events >= EVENTS_A_COMMIT || bytes >= BYTES_A_COMMIT || taken.size() >= TASKS_A_COMMIT
                    ? null
                    : tasks.poll();
        }
        return taken;
    }

    private void work(List<Task> taken) {
        for (DamagedBlock block = blocks.damagedNews(); block != null; block = blocks.damagedNews()) {
            taken.add(new Task.Aside(block));
        }
        taken.addAll(0, owed);
        owed.clear();
        if (!taken.isEmpty()) {
            commit(taken);
        }
        if (broken == null) {
            tidy();
        }
    }

    /** Forgets what may be forgotten, and looks how much room there is. */
    private void tidy() {
        try {
            boolean forgot = retention.apply(connection, end, ids, room.excess());
            if (room.isDiskFull() && System.nanoTime() > checkpointAt) {
                // What is in the log is written a second time when it is brought home: until then it takes twice its room.
                checkpointAt = System.nanoTime() + MEND_AGAIN_NANOS;
                Schema.checkpoint(connection);
            }
            if (forgot) {
                room.measure(connection);
            } else {
                room.look(connection);
            }
        } catch (SQLException | RuntimeException e) {
            breaks(e);
        }
    }

    private void commit(List<Task> taken) {
        List<Runnable> answers = new ArrayList<>(taken.size());
        long bytes = 0;
        try {
            Commit commit = write(taken, answers);
            Block block = commit.size() == 0 ? null : commit.write();
            if (block != null && ids.isRunFull()) {
                synchronized (ids) {
                    ids.written(ids.write(connection, block.next() - 1, block.received().toEpochMilli()));
                }
            }
            connection.commit();
            if (block != null) {
                blocks.add(block, commit.bytes());
                end = block.next();
                bytes = commit.bytes();
            }
        } catch (Throwable e) {
            // An error too: with this thread everything would end, and nobody would know.
            failed(taken, e);
            return;
        }
        taken.forEach(task -> waits(task, -1));
        retention.appended(bytes);
        tell();
        answers.forEach(Runnable::run);
    }

    private Commit write(List<Task> taken, List<Runnable> answers) throws SQLException {
        Instant now = clock.instant();
        synchronized (ids) {
            Commit commit = new Commit(end, now, now.minus(window).toEpochMilli(), ids, problems,
                    new StoredProblems(connection), blocks, connection);
            for (Task task : taken) {
                if (task instanceof Task.Append append) {
                    answers.add(append(append, commit));
                } else if (task instanceof Task.Note note) {
                    Deliveries.write(note.report(), connection);
                    answers.add(() -> reported(note));
                } else if (task instanceof Task.Digested note) {
                    Deliveries.digested(note.backend(), note.digest(), connection);
                    answers.add(() -> note.done().complete(null));
                } else if (task instanceof Task.Change<?> change) {
                    answers.add(change.write(connection));
                } else if (task instanceof Task.Aside aside) {
                    answers.add(Quarantine.take(aside.block(), now, connection));
                    damagedEvents += aside.block().count();
                }
            }
            channels.store(connection);
            return commit;
        }
    }

    private Runnable append(Task.Append append, Commit commit) throws SQLException {
        if (append.events() > 0 && !room.take(append.bytes())) {
            String no = room.refusal();
            return () -> append.failed(new NotKept(no, null));
        }
        Receipt receipt = commit.add(append.batch(), append.encoded());
        return () -> append.done().complete(receipt);
    }

    /** Only what is durable may be forgotten: a cursor counts from here on. */
    private void reported(Task.Note note) {
        cursors.put(note.report().backend(), note.report().cursor());
        note.done().complete(null);
    }

    private void failed(List<Task> taken, Throwable why) {
        boolean disk = Fault.isOfTheDisk(why);
        if (disk) {
            breaks(why);
        } else {
            // A task is at fault, not the disk: what others send meanwhile waits, and is not refused for it.
            mendAt = System.nanoTime();
            LOG.errorf("The journal could not be written, and what is on disk is read again: %s", why);
        }
        taken.forEach(task -> waits(task, -1));
        if (disk || !mended()) {
            refuse(taken, why);
        } else if (taken.size() == 1) {
            taken.get(0).failed(why);
        } else {
            // One of them is at fault: each by itself tells which.
            for (Task task : taken) {
                waits(task, 1);
                commit(new ArrayList<>(List.of(task)));
            }
        }
    }

    /** Tells no to events; keeps what must not get lost. */
    private void refuse(List<Task> taken) {
        taken.forEach(task -> waits(task, -1));
        refuse(taken, new NotKept(broken, null));
    }

    private void refuse(List<Task> taken, Throwable why) {
        for (Task task : taken) {
            if (task instanceof Task.Note || task instanceof Task.Digested
                    || task instanceof Task.Change<?> change && change.isReport()) {
                owed.add(task);
            } else {
                task.failed(why);
            }
        }
    }

    private void breaks(Throwable why) {
        broken = "the journal can't be written: " + why.getMessage();
        mendAt = System.nanoTime();
        LOG.errorf("The journal could not be written; the senders are told so, and what is on disk is read again: %s",
                why);
    }

    /** Opens the file anew; whether it can be written again. */
    private boolean mended() {
        if (System.nanoTime() < mendAt) {
            return false;
        }
        try {
            close(connection);
            connection = opening.open();
            Schema.checkpoint(connection);
            Schema.prove(connection);
            blocks.reread();
            channels.recount(connection);
            load();
            LOG.info("The journal can be written again");
            broken = null;
            listeners.forEach(Runnable::run);
            return true;
        } catch (SQLException | RuntimeException e) {
            String still = "the journal can't be written: " + e.getMessage();
            if (!still.equals(broken)) {
                LOG.errorf("The journal can't be written yet: %s", e.getMessage());
            }
            broken = still;
            mendAt = System.nanoTime() + MEND_AGAIN_NANOS;
            return false;
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf("The journal's old connection did not close: %s", e.getMessage());
        }
    }

    /** Writes what is waiting, and stops. */
    void close() throws SQLException {
        closing = true;
        tasks.add(new Task.Stop());
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
