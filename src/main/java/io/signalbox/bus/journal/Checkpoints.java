package io.signalbox.bus.journal;

import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jboss.logging.Logger;

/**
 * When is what stands in SQLite's log brought home into its file? A thread of its own does it beside the one that writes, a few megabytes at
 * a time: else every few thousandth event would wait for all of it, and nothing be taken in meanwhile.
 *
 * <p>
 * What is brought home while more is written is never all. So SQLite does the rest itself, with a commit, when the log has grown to
 * {@link #LONGEST_PAGES}; then the log begins anew.
 *
 * @see <a href="https://www.sqlite.org/wal.html#ckpt">checkpointing</a>
 */
final class Checkpoints implements AutoCloseable {
    /** How many pages the log may have until a commit waits for them. */
    static final int LONGEST_PAGES = 4096;
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);
    private static final long BYTES_EACH = 4 << 20;
    /** What a commit writes besides its events: pages of the tables that list them. */
    private static final int BYTES_A_COMMIT = 3 * Schema.PAGE_BYTES;
    /** To ask the file system for a length costs as much as a tenth of a small commit. */
    private static final long MEASURE_AGAIN_BYTES = 128 << 10;

    private final Path file;
    private final Object oneAtATime = new Object();
    private final Thread thread = new Thread(this::run, "journal-checkpoints");
    private long written;
    private long committed;
    private long measuredAt = -MEASURE_AGAIN_BYTES;
    private long logBytes;
    private boolean closed;

    Checkpoints(Path file) {
        this.file = file;
    }

    void start() {
        thread.start();
    }

    /** So many bytes of events went into the log with a commit. */
    synchronized void committed(long bytes) {
        long before = written;
        written += bytes + BYTES_A_COMMIT;
        committed += bytes + BYTES_A_COMMIT;
        if (before < BYTES_EACH && written >= BYTES_EACH) {
            notifyAll();
        }
    }

    /** Brings everything home, to the disk; between transactions, and not at the same time as the thread, which would be a failure. */
    void all(Connection connection) throws SQLException {
        synchronized (oneAtATime) {
            Schema.checkpoint(connection);
        }
        measuredAt = committed - MEASURE_AGAIN_BYTES;
    }

    /** Does something meanwhile that needs the file alone. */
    void whileNoneIsMade(Readers.Replacing replacing) throws SQLException {
        synchronized (oneAtATime) {
            replacing.replace();
        }
    }

    /** How long the log is, or a little less; for the one thread that writes. */
    long logBytes() {
        if (committed - measuredAt >= MEASURE_AGAIN_BYTES) {
            measuredAt = committed;
            logBytes = new File(file + "-wal").length();
        }
        return logBytes;
    }

    private void run() {
        try {
            while (isWanted()) {
                synchronized (oneAtATime) {
                    some();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isWanted() throws InterruptedException {
        while (written < BYTES_EACH && !closed) {
            wait();
        }
        written = 0;
        return !closed;
    }

    private void some() {
        try (Connection connection = Schema.connect(file); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            // What stays in the log is as safe there; whether the disk is at fault is for the one to say who writes.
            LOG.debugf("The journal's log could not be brought home: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
