package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.NotKept;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Report;
import io.signalbox.bus.Space;

/**
 * What goes to disk next? One thread takes whatever is waiting, writes it with one commit and one fsync, and then tells everybody who
 * waited: the more callers, the cheaper each.
 *
 * <p>
 * While the file can't be written, events are told no; reports of deliveries wait.
 */
final class Writer {
    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final long SOON_MILLIS = 20;

    private final Waiting waiting;
    private final List<Task> owed = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Checkpoints checkpoints;
    private final Milestone milestone;
    private final OpenFile file;
    private final Kept kept;
    private final Blocks blocks;
    private final Map<String, Long> cursors;
    private final WallClock clock;
    private final Duration window;
    private final Retention retention;
    private final Room room;
    private final Tidying tidying;
    private final Thread thread;

    Writer(OpenFile.Opening opening, Connection connection, Blocks blocks, Map<String, Long> cursors,
            RunningReplays replays, WallClock clock, Duration window, Duration retention, Limits limits, Path path)
            throws SQLException {
        this.milestone = Milestone.beside(path);
        milestone.compare(connection);
        this.waiting = new Waiting(limits.maxWaiting());
        this.checkpoints = new Checkpoints(path);
        this.file = new OpenFile(opening, connection, this::reread, checkpoints,
                why -> checkpoints.whileNoneIsMade(
                        () -> blocks.readers().whileNobodyReads(() -> Salvage.replace(path, why))));
        this.kept = new Kept(replays, connection);
        this.blocks = blocks;
        this.cursors = cursors;
        this.clock = clock;
        this.window = window;
        this.retention = new Retention(connection, blocks, cursors, replays, clock, retention);
        this.room = new Room(path, limits, this.retention::slowest);
        this.tidying = new Tidying(file, kept, this.retention, room, checkpoints);
        room.measure(connection);
        this.thread = new Thread(this::run, "journal-writer");
    }

    void start() {
        thread.start();
        checkpoints.start();
    }

    private void reread(Connection connection) throws SQLException {
        milestone.compare(connection);
        blocks.reread();
        kept.reload(connection);
        room.measure(connection);
    }

    CompletableFuture<Receipt> append(Batch batch) {
        Task.Append append = new Task.Append(batch, batch.encoded(), new CompletableFuture<>());
        String no = refusal();
        if (no == null) {
            waiting.add(append);
        } else {
            append.failed(new NotKept(no, null));
        }
        return append.done();
    }

    /** Why nothing is taken in now, or null. */
    private String refusal() {
        String no = file.broken();
        return no != null ? no : room.refusal();
    }

    CompletableFuture<Void> report(Report report) {
        Task.Note note = new Task.Note(report, new CompletableFuture<>());
        waiting.add(note);
        return note.done();
    }

    CompletableFuture<Void> digested(String backend, String digest) {
        Task.Digested note = new Task.Digested(backend, digest, new CompletableFuture<>());
        waiting.add(note);
        return note.done();
    }

    /**
     * @param isReport
     *            whether it waits when the disk takes nothing, instead of failing
     */
    <T> CompletableFuture<T> write(boolean isReport, Task.Writing<T> writing) {
        Task.Change<T> change = new Task.Change<>(writing, isReport, new CompletableFuture<>());
        waiting.add(change);
        return change.done();
    }

    /** From now on, what this backend has not got is not forgotten. */
    void hold(String backend) {
        retention.hold(backend);
    }

    Kept kept() {
        return kept;
    }

    Space space() {
        Space space = room.space();
        return new Space(space.used(), space.most(), refusal(), kept.damagedEvents());
    }

    void listen(Runnable appended) {
        listeners.add(appended);
    }

    void forget(Runnable appended) {
        listeners.remove(appended);
    }

    /** Calls whoever listens. */
    void tell() {
        listeners.forEach(Runnable::run);
    }

    private void run() {
        try {
            while (!waiting.isOver()) {
                List<Task> taken = waiting.take(retention.hasMore() ? SOON_MILLIS : IDLE_MILLIS);
                SQLException damage = blocks.readers().damage();
                if (damage != null) {
                    file.isDamaged(damage);
                }
                if (file.broken() == null || mended()) {
                    work(taken);
                } else {
                    taken.forEach(waiting::left);
                    refuse(taken, new NotKept(file.broken(), null));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!owed.isEmpty()) {
            LOG.errorf("%d reports of deliveries could not be written; those events are delivered again after the next"
                    + " start", owed.size());
            owed.forEach(note -> note.failed(new IllegalStateException(file.broken())));
        }
    }

    private boolean mended() {
        boolean mended = file.mended();
        if (mended) {
            tell();
        }
        return mended;
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
        if (file.broken() == null) {
            tidying.tidy();
        }
    }

    private void commit(List<Task> taken) {
        Connection connection = file.connection();
        List<Runnable> answers = new ArrayList<>(taken.size());
        long bytes = 0;
        try {
            Commit commit = write(taken, answers, connection);
            Block block = commit.size() == 0 ? null : commit.write();
            if (block != null) {
                kept.writeIds(block, connection);
            }
            connection.commit();
            if (block != null) {
                blocks.add(block, commit.bytes());
                kept.committed(block);
                bytes = commit.bytes();
            }
        } catch (Throwable e) {
            // An error too: with this thread everything would end, and nobody would know.
            failed(taken, e);
            return;
        }
        taken.forEach(waiting::left);
        retention.appended(bytes);
        checkpoints.committed(bytes);
        milestone.reached(kept.end(), cursors.values());
        tell();
        answers.forEach(Runnable::run);
    }

    private Commit write(List<Task> taken, List<Runnable> answers, Connection connection) throws SQLException {
        Instant now = clock.now();
        synchronized (kept.ids()) {
            Commit commit = kept.begin(now, clock.ago(window), blocks, file.statements());
            for (Task task : taken) {
                if (task instanceof Task.Append append) {
                    answers.add(append(append, commit));
                } else if (task instanceof Task.Note note) {
                    Deliveries.write(note.report(), file.statements());
                    answers.add(() -> reported(note));
                } else if (task instanceof Task.Digested note) {
                    Deliveries.digested(note.backend(), note.digest(), connection);
                    answers.add(() -> note.done().complete(null));
                } else if (task instanceof Task.Change<?> change) {
                    answers.add(change.write(connection));
                } else if (task instanceof Task.Aside aside) {
                    answers.add(Quarantine.take(aside.block(), now, connection));
                    kept.damaged(aside.block().count());
                }
            }
            kept.storeChannels(connection);
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
            file.breaks(why);
        } else {
            file.doubted(why);
        }
        taken.forEach(waiting::left);
        if (disk || !mended()) {
            refuse(taken, why);
        } else if (taken.size() == 1) {
            taken.get(0).failed(why);
        } else {
            // One of them is at fault: each by itself tells which.
            for (Task task : taken) {
                waiting.entered(task);
                commit(new ArrayList<>(List.of(task)));
            }
        }
    }

    /** Tells no to events; keeps what must not get lost. */
    private void refuse(List<Task> taken, Throwable why) {
        for (Task task : taken) {
            if (task.isReport()) {
                owed.add(task);
            } else {
                task.failed(why);
            }
        }
    }

    /** Writes what is waiting, and stops. */
    void close() throws SQLException {
        waiting.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        checkpoints.close();
        file.connection().close();
        milestone.close();
        waiting.refuseTheRest();
    }
}
