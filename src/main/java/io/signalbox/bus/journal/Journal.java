package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Channels;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Pattern;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Replays;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.event.Severity;

/** What does a bus do, on local disk? {@link Writer} writes; here is what many threads ask. */
public final class Journal implements Bus {
    private final DataDirectory directory;
    private final Blocks blocks;
    private final Writer writer;
    private final JournalReplays replays;
    private final Map<String, Long> cursors = new ConcurrentHashMap<>();

    /**
     * Opens the journal in a directory, or makes it.
     *
     * @param window
     *            for how long an id is remembered, to drop duplicates
     * @param retention
     *            for how long events are kept after every backend has them
     * @throws IllegalStateException
     *             where another process holds the directory
     */
    public static Journal open(Path directory, Clock clock, Duration window, Duration retention) {
        DataDirectory taken = DataDirectory.take(directory);
        try {
            return new Journal(taken, clock, window, retention);
        } catch (SQLException e) {
            taken.close();
            throw new IllegalStateException("the journal in " + directory + " can't be opened: " + e.getMessage(), e);
        }
    }

    private Journal(DataDirectory directory, Clock clock, Duration window, Duration retention) throws SQLException {
        this.directory = directory;
        Path file = directory.file("journal.db");
        Connection connection = Schema.writer(file);
        this.blocks = new Blocks(file);
        loadCursors(connection);
        RunningReplays running = new RunningReplays(StoredReplays.running(connection));
        this.writer = new Writer(connection, blocks, cursors, running, clock, window, retention);
        this.replays = new JournalReplays(writer, blocks, running, clock);
    }

    private void loadCursors(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT backend, seq FROM cursor");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
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
        return seq >= writer.end() ? null : blocks.at(seq);
    }

    @Override
    public long next(long seq, Severity least) {
        return blocks.next(seq, least, writer.end());
    }

    @Override
    public long end() {
        return writer.end();
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
    public Progress progress(String backend) {
        Progress known = blocks.reading(connection -> Deliveries.progress(backend, connection));
        if (known != null) {
            writer.hold(backend);
            return known;
        }
        Progress fresh = new Progress(end(), java.util.Set.of());
        cursors.put(backend, fresh.cursor());
        writer.hold(backend);
        // Known from now on: what comes while it is away is waiting for it when it is back.
        report(Report.moved(backend, fresh.cursor(), Instant.now())).join();
        return fresh;
    }

    @Override
    public CompletableFuture<Void> report(Report report) {
        return writer.report(report);
    }

    @Override
    public List<DeadLetter> deadLetters(String backend, long after, int limit) {
        return blocks.reading(connection -> Deliveries.deadLetters(backend, after, limit, connection));
    }

    @Override
    public CompletableFuture<Integer> deleteDeadLetters(String backend, Collection<Long> letters) {
        return writer.write(connection -> {
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
    public CompletableFuture<Void> digested(String backend, String digest) {
        return writer.digested(backend, digest);
    }

    @Override
    public List<Entry> search(Search search) {
        return blocks.reading(connection -> {
            List<Entry> found = new ArrayList<>();
            try (PreparedStatement select = connection
                    .prepareStatement("SELECT first_seq, count, received, crc, data, types FROM block"
                            + " WHERE first_seq < ? AND time_max >= ? AND time_min < ? AND severity >= ? ORDER BY first_seq DESC")) {
                select.setLong(1, search.before());
                select.setLong(2, search.since() == null ? Long.MIN_VALUE : search.since().toEpochMilli());
                select.setLong(3, search.until() == null ? Long.MAX_VALUE : search.until().toEpochMilli() + 1);
                select.setInt(4, search.minSeverity() == null ? 0 : search.minSeverity().number());
                try (ResultSet rows = select.executeQuery()) {
                    while (found.size() < search.limit() && rows.next()) {
                        if (search.type() == null || Arrays.stream(rows.getString(6).split(" "))
                                .anyMatch(type -> Pattern.matches(search.type(), type))) {
                            collect(Blocks.read(rows), search, found);
                        }
                    }
                }
            }
            return found;
        });
    }

    private static void collect(Block block, Search search, List<Entry> found) {
        for (long seq = block.next() - 1; seq >= block.first() && found.size() < search.limit(); seq--) {
            Entry entry = block.entry(seq);
            if (seq < search.before() && search.finds(entry.event())) {
                found.add(entry);
            }
        }
    }

    @Override
    public Optional<Entry> find(String id) {
        long hash = IdIndex.hash(id);
        Entry[] found = new Entry[1];
        // An id may have come again after the window: the newest counts, and the newest are in memory.
        writer.anyRecent(hash, seq -> {
            isFound(id, seq, found);
            return false;
        });
        if (found[0] == null) {
            blocks.reading(connection -> IdIndex.anyStored(hash, connection, seq -> isFound(id, seq, found)));
        }
        return Optional.ofNullable(found[0]);
    }

    private boolean isFound(String id, long seq, Entry[] found) {
        Entry entry = seq >= writer.end() ? null : blocks.entry(seq);
        boolean same = entry != null && entry.event().id().equals(id);
        if (same && (found[0] == null || found[0].seq() < seq)) {
            found[0] = entry;
        }
        return same;
    }

    @Override
    public List<Outcome> outcomes(long seq) {
        return blocks.reading(connection -> Deliveries.outcomes(seq, cursors, connection));
    }

    @Override
    public Channels channels() {
        return writer.channels();
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
