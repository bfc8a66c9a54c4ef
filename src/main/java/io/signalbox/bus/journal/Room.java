package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.signalbox.bus.Space;

/**
 * Is there room for more events? As much as the quota and the disk leave. What counts is what is used inside the file: SQLite's file does
 * not shrink, what was forgotten is room in it.
 *
 * <p>
 * Once it is full it stays so until there is room worth speaking of, and for what was refused, so that a sender is not told yes and no by turns.
 */
final class Room {
    private static final long MEASURE_AGAIN_BYTES = 1 << 20;
    private static final long MEASURE_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long WORTH_SPEAKING_OF = 4 << 20;
    private static final long MOST_MARGIN = 1 << 30;
    private static final int EIGHTH = 8;
    private static final int TENTH = 10;
    private static final int FIFTIETH = 50;

    private final Path file;
    private final Limits limits;
    private final Supplier<String> slowest;
    private long taken;
    private long measuredAt;
    private long wanted;
    private boolean full;
    private volatile long used;
    private volatile long most = Long.MAX_VALUE;
    private volatile String refusal;

    /**
     * @param slowest
     *            the backend whose events hold up all forgetting, or null
     */
    Room(Path file, Limits limits, Supplier<String> slowest) {
        this.file = file;
        this.limits = limits;
        this.slowest = slowest;
    }

    /** Why nothing is taken in now, or null. */
    String refusal() {
        return refusal;
    }

    /** How full it is, as it was measured last. */
    Space space() {
        return new Space(used, most, refusal, 0);
    }

    /** Takes up so many bytes; false, and from now on full, where they are not there. */
    boolean take(long bytes) {
        if (full || used + taken + bytes > most) {
            wanted = Math.min(full ? Math.max(wanted, bytes) : bytes, most / TENTH);
            full = true;
            refusal = reason();
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Measures where something may have changed; between transactions. */
    void look(Connection connection) throws SQLException {
        if (full || taken > MEASURE_AGAIN_BYTES || System.nanoTime() - measuredAt > MEASURE_AGAIN_NANOS) {
            measure(connection);
        }
    }

    /** Measures. */
    void measure(Connection connection) throws SQLException {
        measuredAt = System.nanoTime();
        taken = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT page_size * page_count, page_size * freelist_count"
                        + " FROM pragma_page_size, pragma_page_count, pragma_freelist_count")) {
            used = row.getLong(1) - row.getLong(2);
        }
        connection.rollback();
        most = Math.min(limits.maxSize() > 0 ? limits.maxSize() : Long.MAX_VALUE, onDisk());
        full &= used + Math.max(wanted, Math.min(most / FIFTIETH, WORTH_SPEAKING_OF)) > most;
        refusal = full ? reason() : null;
    }

    private long onDisk() {
        // The file has its place already; whatever is in the log only must still find one.
        return limits.minFree() > 0
                ? Math.max(0, file.toFile().length() + free() - limits.minFree())
                : Long.MAX_VALUE;
    }

    private long free() {
        return file.toAbsolutePath().getParent().toFile().getUsableSpace();
    }

    /** Whether it is the disk that is full. */
    boolean isDiskFull() {
        return full && !isQuota();
    }

    /** Whether so much in the log is a good part of what is left for reports of deliveries, on a disk that is full or soon will be. */
    boolean isShortOf(long log) {
        return limits.minFree() > 0 && log > limits.minFree() / EIGHTH && free() < 2 * limits.minFree();
    }

    private boolean isQuota() {
        return limits.maxSize() > 0 && most == limits.maxSize();
    }

    /** So many bytes should be forgotten before their time, for it will soon be full. */
    long excess() {
        return most == Long.MAX_VALUE ? 0 : used + taken - (most - Math.min(most / TENTH, MOST_MARGIN));
    }

    private String reason() {
        String why = isQuota()
                ? "the journal is full: it may hold " + size(limits.maxSize()) + " (signalbox.journal.max-size)"
                : "the disk is nearly full: " + size(free()) + " are free, and " + size(limits.minFree())
                        + " are to stay so (signalbox.journal.min-free)";
        String backend = slowest.get();
        return backend == null
                ? why
                : why + "; nothing more can be forgotten until backend " + backend + " has its events";
    }

    private static String size(long bytes) {
        return bytes < 10L << 20
                ? bytes / 1024 + " KB"
                : bytes < 10L << 30 ? bytes / (1 << 20) + " MB" : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
