package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Who reads the file? As many as like to, each with a connection that is lent for it; while another file takes its place, nobody. */
final class Readers implements AutoCloseable {
    private static final Duration LONGEST_SAVING = Duration.ofMinutes(30);
    private static final Duration SAVED_SOON = Duration.ofMillis(100);

    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
    private final ReadWriteLock place = new ReentrantReadWriteLock();
    private final AtomicReference<SQLException> damage = new AtomicReference<>();
    private final Path file;

    Readers(Path file) {
        this.file = file;
    }

    /** It was damaged, and what is whole is being saved: who can wait may ask again. */
    static final class BeingSaved extends IllegalStateException {
        BeingSaved(String message, Throwable cause) {
            super(message
                    + "; what is whole is being saved into a new one, ask again in a moment (in ten minutes where that"
                    + " was done just now)", cause);
        }
    }

    /** What is done with a connection that reads. */
    interface Reading<T> {
        T with(Connection connection) throws SQLException;
    }

    /** What is done while nobody reads. */
    interface Replacing {
        void replace() throws SQLException;
    }

    /**
     * Lends a connection.
     *
     * @throws IllegalStateException
     *             where the file can't be read now
     */
    <T> T reading(Reading<T> reading) {
        if (!place.readLock().tryLock()) {
            throw new BeingSaved("the journal " + file + " is damaged", null);
        }
        try {
            return lent(reading);
        } catch (SQLException e) {
            String words = "the journal " + file + " can't be read: " + e.getMessage();
            if (Fault.isDamage(e)) {
                damage.compareAndSet(null, e);
                throw new BeingSaved(words, e);
            }
            throw new IllegalStateException(words, e);
        } finally {
            place.readLock().unlock();
        }
    }

    private <T> T lent(Reading<T> reading) throws SQLException {
        Connection connection = idle.poll();
        if (connection == null) {
            connection = Schema.reader(file);
        }
        try {
            return reading.with(connection);
        } catch (SQLException e) {
            // What is wrong with it may be wrong for ever.
            connection.close();
            throw e;
        } finally {
            if (!connection.isClosed()) {
                idle.add(connection);
            }
        }
    }

    /** Lends a connection to somebody who waits while what is whole is saved: a start must not fail of that, it would only begin again. */
    <T> T readingPatiently(Reading<T> reading) {
        long until = System.nanoTime() + LONGEST_SAVING.toNanos();
        while (true) {
            try {
                return reading(reading);
            } catch (BeingSaved e) {
                if (System.nanoTime() > until || Thread.interrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(SAVED_SOON.toNanos());
            }
        }
    }

    /** Damage that somebody came across since this was asked last, or null. */
    SQLException damage() {
        return damage.get() == null ? null : damage.getAndSet(null);
    }

    /** Waits for whoever reads, and sends everybody else away until another file is in this one's place. */
    void whileNobodyReads(Replacing replacing) throws SQLException {
        place.writeLock().lock();
        try {
            close();
            replacing.replace();
            damage.set(null);
        } finally {
            place.writeLock().unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }
}
