package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Channels;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Found;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Replays;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.bus.Space;
import io.signalbox.event.Severity;

/** What does a bus do, on local disk? {@link Writer} writes; here is what many threads ask. */
public final class Journal implements Bus {
    static final String FILE = "journal.db";
    private static final long FIRST_REPORT_SECONDS = 30;

    private final DataDirectory directory;
    private final Blocks blocks;
    private final Writer writer;
    private final JournalReplays replays;
    private final Map<String, Long> cursors = new ConcurrentHashMap<>();
    private final RemovedBackends removed;

    /**
     * Opens the journal in a directory, or makes it; where it is damaged, a new one with what could be saved of it.
     *
     * @param window
     *            for how long an id is remembered, to drop duplicates
     * @param retention
     *            for how long events are kept after every backend has them
     * @throws IllegalStateException
     *             where another process holds the directory
     */
    public static Journal open(Path directory, WallClock clock, Duration window, Duration retention, Limits limits) {
        return open(directory, clock, window, retention, limits, Schema::writer);
    }

    /** Opens it without limits. */
    public static Journal open(Path directory, WallClock clock, Duration window, Duration retention) {
        return open(directory, clock, window, retention, Limits.NONE);
    }

    /** How the file is opened for writing. */
    interface Opening {
        Connection open(Path file) throws SQLException;
    }

    static Journal open(Path directory, WallClock clock, Duration window, Duration retention, Limits limits,
            Opening opening) {
        DataDirectory taken = DataDirectory.take(directory);
        try {
            Path file = taken.file(FILE);
            Salvage.prepare(file);
            try {
                return new Journal(taken, clock, window, retention, limits, opening);
            } catch (SQLException | RuntimeException e) {
                if (!(e instanceof RuntimeException) && !Fault.isDamage(e)) {
                    throw e;
                }
                Salvage.replace(file, e);
                return new Journal(taken, clock, window, retention, limits, opening);
            }
        } catch (SQLException e) {
            taken.close();
            throw new IllegalStateException("the journal in " + directory + " can't be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    private Journal(DataDirectory directory, WallClock clock, Duration window, Duration retention, Limits limits,
            Opening opening) throws SQLException {
        this.directory = directory;
        Path file = directory.file(FILE);
        Connection connection = opening.open(file);
        try {
            this.blocks = new Blocks(file);
            loadCursors(connection);
            RunningReplays running = new RunningReplays();
            this.writer = new Writer(() -> opening.open(file), connection, blocks, cursors, running, clock, window,
                    retention, limits, file);
            this.replays = new JournalReplays(writer, blocks, running, clock);
            this.removed = new RemovedBackends(cursors, writer, blocks, replays, clock);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        writer.start();
    }

    private void loadCursors(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT backend, seq, seal FROM cursor");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (!Seal.holdsCursor(rows)) {
                    throw Fault.damage("the place of backend " + rows.getString(1) + " is not as it was written");
                }
                cursors.put(rows.getString(1), rows.getLong(2));
            }
        }
    }

    @Override
    public CompletableFuture<Receipt> append(Batch batch) {
        return writer.append(batch);
    }

    @Override
    public Block read(long seq) {
        long end = writer.kept().end();
        return seq >= end ? null : blocks.onward(seq, end);
    }

    @Override
    public long next(long seq, Severity least) {
        return blocks.next(seq, least, writer.kept().end());
    }

    @Override
    public long end() {
        return writer.kept().end();
    }

    @Override
    public void listen(Runnable appended) {
        writer.listen(appended);
    }

    @Override
    public void forget(Runnable appended) {
        writer.forget(appended);
    }

    @Override
    public Map<String, Instant> expect(Set<String> backends, Duration grace) {
        return removed.expect(backends, grace);
    }

    @Override
    public Progress progress(String backend) {
        removed.isBack(backend);
        Progress known = blocks.readers().readingPatiently(connection -> StoredOutcomes.progress(backend, connection));
        if (known != null) {
            writer.hold(backend);
            return known;
        }
        Progress fresh = new Progress(
                blocks.readers().readingPatiently(connection -> Quarantine.beginning(end(), connection)), Set.of());
        writer.hold(backend);
        // Known from now on: what comes while it is away is waiting for it when it is back.
        try {
            report(Report.moved(backend, fresh.cursor(), Instant.now())).get(FIRST_REPORT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the journal can't note that there is a backend " + backend + ": "
                    + (space().refusal() == null ? e : space().refusal()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return fresh;
    }

    @Override
    public CompletableFuture<Void> report(Report report) {
        return writer.report(report);
    }

    @Override
    public CompletableFuture<Void> digested(String backend, String digest) {
        return writer.digested(backend, digest);
    }

    @Override
    public Space space() {
        return writer.space();
    }

    @Override
    public List<DeadLetter> deadLetters(String backend, long after, int limit) {
        return blocks.reading(connection -> StoredOutcomes.deadLetters(backend, after, limit, connection));
    }

    @Override
    public CompletableFuture<Integer> deleteDeadLetters(String backend, Collection<Long> letters) {
        return writer.write(false, connection -> {
            if (letters == null) {
                return StoredReplays.forget("backend = ?", connection, backend);
            }
            int deleted = 0;
            for (long letter : letters) {
                deleted += StoredReplays.forget("backend = ? AND id = ?", connection, backend, letter);
            }
            return deleted;
        });
    }

    @Override
    public Replays replays() {
        return replays;
    }

    @Override
    public Found search(Search search) {
        return blocks.reading(connection -> new Searching(search, connection, blocks).run());
    }

    @Override
    public Optional<Entry> find(String id) {
        long hash = IdIndex.hash(id);
        Entry[] found = new Entry[1];
        // An id may have come again after the window: the newest counts, and the newest are in memory.
        List<Long> runs = writer.kept().places(hash, seq -> {
            isFound(id, seq, found);
            return false;
        });
        if (found[0] == null) {
            blocks.reading(connection -> IdIndex.anyStored(runs, hash, connection, seq -> isFound(id, seq, found)));
        }
        return Optional.ofNullable(found[0]);
    }

    private boolean isFound(String id, long seq, Entry[] found) {
        Entry entry = seq >= writer.kept().end() ? null : blocks.entry(seq);
        boolean same = entry != null && entry.event().id().equals(id);
        if (same && (found[0] == null || found[0].seq() < seq)) {
            found[0] = entry;
        }
        return same;
    }

    @Override
    public List<Outcome> outcomes(long seq) {
        return blocks.reading(connection -> StoredOutcomes.outcomes(seq, cursors, connection));
    }

    @Override
    public Set<String> openProblems() {
        return blocks.reading(StoredProblems::keys);
    }

    @Override
    public Channels channels() {
        return writer.kept().channels();
    }

    @Override
    public void close() {
        try {
            writer.close();
            blocks.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the journal did not close: " + e.getMessage(), e);
        } finally {
            directory.close();
        }
    }
}
