package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * How does a damaged journal become one that works? What is whole is copied into a new one; then the old one is moved aside as it is, under
 * a name that says when, and the new one takes its place. A process that is killed meanwhile goes on at its next start.
 */
final class Salvage {
    private static final Logger LOG = Logger.getLogger(Salvage.class);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String SALVAGING = ".salvaging";
    private static final String COPY = SALVAGING + "-copy";
    private static final String SALVAGED = ".salvaged-";
    private static final String DAMAGED = ".damaged-";
    private static final List<String> FILES = List.of("-shm", "-wal", "");
    private static final int HEADER = 100;
    private static final int FREE_PAGES_AT = 32;

    private Salvage() {
    }

    /** Looks at what SQLite would pass over without a word, before it opens the file: what can't be read is saved, what is missing is said. */
    static void prepare(Path file) throws SQLException {
        finish(file);
        try {
            Wal log = Wal.beside(file);
            String missing = log.missing();
            if (log.isOlderThanTheFile()) {
                LOG.error(setLogAside(file));
                log = Wal.beside(file);
            }
            String why = log.damage() == null ? Header.damage(file) : log.damage();
            if (why != null) {
                replace(file, new SQLException(why));
            } else if (missing != null) {
                LOG.errorf("%s is not as it was left: %s. What was accepted last is lost; what is here is whole, and"
                        + " backends may get again what they have", file, missing);
            }
        } catch (IOException e) {
            throw new SQLException("it can't be read: " + e, e);
        }
    }

    /** Moves a log out of the way that SQLite must not read; says so. */
    static String setLogAside(Path file) throws IOException {
        String stamp = STAMP.format(Instant.now());
        // The log first: what is left in it must not be read when the index does not say any more how far the file has come.
        for (String end : List.of("-wal", "-shm")) {
            if (Files.exists(sibling(file, end))) {
                Files.move(sibling(file, end), sibling(file, DAMAGED + stamp + end));
            }
        }
        return "The log of " + file + " was damaged. All that is left of it is in the file already; it lies in "
                + sibling(file, DAMAGED + stamp + "-wal").toAbsolutePath();
    }

    /** Makes a new journal of what is whole of this one; says what that was. */
    static String replace(Path file, Throwable why) throws SQLException {
        LOG.errorf(
                "%s is damaged (%s). What is whole is saved into a new one now; with many events this takes minutes.",
                file, why.getMessage());
        Path into = sibling(file, SALVAGING);
        String stamp = STAMP.format(Instant.now());
        try {
            delete(into);
            Salvaged saved = copy(file, into);
            Files.move(into, sibling(file, SALVAGED + stamp));
            finish(file);
            String words = file + " was damaged. " + saved + ". The damaged one lies, as it was, in "
                    + sibling(file, DAMAGED + stamp).toAbsolutePath() + ": keep it until nothing is missed.";
            LOG.error(words);
            return words;
        } catch (SQLException | IOException e) {
            delete(into);
            throw new SQLException("it is damaged (" + why.getMessage() + "), and what is whole could not be saved"
                    + " into a new one beside it, which takes as much room again: " + e.getMessage(), e);
        }
    }

    /** Puts a new journal that is complete into its place, where that was not done yet. */
    static void finish(Path file) {
        try (var siblings = Files.list(file.toAbsolutePath().getParent())) {
            String mark = file.getFileName() + SALVAGED;
            Path saved = siblings.filter(each -> each.getFileName().toString().startsWith(mark)
                    && !each.toString().endsWith("-wal") && !each.toString().endsWith("-shm")).findFirst().orElse(null);
            if (saved == null) {
                return;
            }
            String stamp = saved.getFileName().toString().substring(mark.length());
            // The log first: it must never lie beside another file than its own.
            for (String end : FILES) {
                Path old = sibling(file, end);
                if (Files.exists(old)) {
                    Files.move(old, sibling(file, DAMAGED + stamp + end));
                }
            }
            Files.move(saved, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal that was saved can't be put into its place: " + e, e);
        }
    }

    private static Salvaged copy(Path file, Path into) throws SQLException, IOException {
        Path readable = file;
        try (Connection to = Schema.writer(into)) {
            // On disk, for it may serve as a model.
            Schema.checkpoint(to);
            Wal log = Wal.beside(file);
            if (log.damage() != null || log.isOlderThanTheFile()) {
                readable = sibling(file, COPY);
                delete(readable);
                log.home(readable);
            }
            if (!isReadable(readable)) {
                readable = withNewHead(readable, into, HEADER);
                if (!isReadable(readable)) {
                    readable = withNewHead(readable, into, Schema.PAGE_BYTES);
                }
            }
            Salvaged saved = new Salvaged();
            try (Connection from = Schema.doubtful(readable); Leaves leaves = new Leaves(readable)) {
                new Wreck(from, to, leaves, saved).save();
            }
            to.commit();
            Schema.checkpoint(to);
            return saved;
        } finally {
            if (readable != file) {
                delete(readable);
            }
        }
    }

    private static boolean isReadable(Path file) throws SQLException, IOException {
        if (Header.damage(file) != null) {
            return false;
        }
        try (Connection connection = Schema.doubtful(file); Statement statement = connection.createStatement()) {
            return Schema.isOrdered(statement);
        } catch (SQLException e) {
            return false;
        }
    }

    /** A copy whose first bytes are what a journal's are when it is made: a hundred of them, or with the list of its tables. */
    private static Path withNewHead(Path file, Path sound, int length) throws IOException {
        Path copy = file.getFileName().toString().endsWith(COPY) ? file : sibling(file, COPY);
        if (copy != file) {
            delete(copy);
            Files.copy(file, copy);
            if (Files.exists(sibling(file, "-wal"))) {
                Files.copy(sibling(file, "-wal"), sibling(copy, "-wal"));
            }
        }
        ByteBuffer head = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(sound)) {
            if (channel.read(head, 0) < length) {
                throw new IOException("the new journal is not on disk yet");
            }
        }
        head.putInt(Header.PAGES_AT, (int) (Files.size(copy) / Schema.PAGE_BYTES)).putLong(FREE_PAGES_AT, 0);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.write(head.rewind(), 0);
        }
        return copy;
    }

    private static void delete(Path file) {
        try {
            for (String end : FILES) {
                Files.deleteIfExists(sibling(file, end));
            }
        } catch (IOException e) {
            LOG.warnf("%s can't be deleted: %s", file, e);
        }
    }

    private static Path sibling(Path file, String end) {
        return file.resolveSibling(file.getFileName() + end);
    }
}
