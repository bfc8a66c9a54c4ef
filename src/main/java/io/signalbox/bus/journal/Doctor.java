package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Is a journal as it should be? Looks at the files: while an instance writes them, or at a copy. Only {@link #repair} changes anything, and
 * only while no instance runs.
 */
public final class Doctor {
    /** Hears what is being done, and how far it is. */
    public interface Listener {
        /**
         * @param of
         *            how many there are; 0 where that is not known
         */
        void at(String what, long done, long of);
    }

    /**
     * What was found.
     *
     * @param events
     *            how many events are whole
     * @param facts
     *            what is there, in a line each
     * @param findings
     *            what is not as it should be, and what helps
     * @param notes
     *            what is worth knowing, and is as it should be
     */
    public record Report(long events, List<String> facts, List<String> findings, List<String> notes) {
        /** Whether all is as it should be. */
        public boolean isGood() {
            return findings.isEmpty();
        }
    }

    private final Path directory;
    private final Path file;
    private final Listener listener;

    /**
     * @throws NoSuchElementException
     *             where there is no journal in the directory
     */
    public Doctor(Path directory, Listener listener) {
        this.directory = directory;
        this.file = directory.resolve(Journal.FILE);
        this.listener = listener;
        if (!Files.exists(file)) {
            throw new NoSuchElementException("there is no journal in " + directory.toAbsolutePath() + " (no "
                    + Journal.FILE + ")");
        }
    }

    /** Looks at everything. */
    public Report examine() {
        String log = logDamage();
        // An instance that runs begins its log anew now and then: damage is what is there at a second look.
        if (log != null && log.equals(logDamage())) {
            return new Report(0, List.of(), List.of(log), List.of());
        }
        try (Connection connection = Schema.inspector(file)) {
            return new Examination(connection, listener).report();
        } catch (SQLException e) {
            return new Report(0, List.of(), List.of(damage(e)), List.of());
        }
    }

    private static String damage(SQLException e) {
        return Fault.isDamage(e) ? damage(e.getMessage()) : "the file can't be read: " + e.getMessage();
    }

    private static String damage(String why) {
        return "the file is damaged: " + why + "; --repair saves what is whole into a new one, and keeps this one";
    }

    /** What is wrong with the log that lies beside the file, or null. */
    private String logDamage() {
        try {
            Wal log = Wal.beside(file);
            if (log.isOlderThanTheFile()) {
                return "the log is damaged, and older than the file; --repair sets it aside";
            }
            String why = log.damage();
            return why == null ? null : damage(why);
        } catch (IOException e) {
            return damage("its log can't be read: " + e);
        }
    }

    /**
     * Mends what can be mended; events are set aside at the worst, never deleted.
     *
     * @return what was done, in words
     * @throws IllegalStateException
     *             where an instance runs on the directory; says which
     */
    public List<String> repair() throws SQLException {
        try (DataDirectory taken = DataDirectory.take(directory)) {
            Salvage.finish(file);
            List<String> done = new ArrayList<>();
            listener.at("checking the file's pages", 0, 0);
            String why = wreckage(done);
            if (why != null) {
                listener.at("saving what is whole", 0, 0);
                done.add(Salvage.replace(file, new SQLException(why)));
            }
            try (Connection connection = Schema.writer(file)) {
                new Repair(connection, listener, done).run();
                connection.commit();
            }
            return done;
        }
    }

    private String wreckage(List<String> done) {
        try {
            if (Wal.beside(file).isOlderThanTheFile()) {
                done.add(Salvage.setLogAside(file));
            }
            String why = Wal.beside(file).damage();
            if (why != null) {
                return why;
            }
        } catch (IOException e) {
            return "its log can't be read or set aside: " + e;
        }
        try (Connection connection = Schema.writer(file)) {
            List<String> wrong = Examination.integrity(connection);
            connection.rollback();
            return wrong.isEmpty() ? null : wrong.get(0);
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    /**
     * Writes events as lines of JSON.
     *
     * @param backend
     *            only what this one has not got yet, whether or not it wants it; null for all
     * @return how many
     * @throws NoSuchElementException
     *             where no backend of that name was ever heard of
     */
    public long export(OutputStream out, String backend) throws SQLException, IOException {
        try (Connection connection = Schema.inspector(file)) {
            return new Export(connection, out, listener).events(backend);
        }
    }

    /**
     * Writes what can still be read of the events that were set aside, as lines of JSON. Their checksum did not match: a line may not be what
     * was sent.
     *
     * @return how many
     */
    public long exportQuarantined(OutputStream out) throws SQLException, IOException {
        try (Connection connection = Schema.inspector(file)) {
            return new Export(connection, out, listener).quarantined();
        }
    }
}
