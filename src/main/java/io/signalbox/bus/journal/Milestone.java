package io.signalbox.bus.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.zip.CRC32;

import org.jboss.logging.Logger;

/**
 * How far had the journal come, whatever is left of it? A small file beside it says so, written with each commit before anybody hears of it.
 * Where the journal is emptied, cut short, or replaced by an older one, what is missing has a name, and no place is used again.
 *
 * <p>
 * It is not forced to disk. After a loss of power it may be some commits behind, and then says less than is missing, never more; what it
 * says of a process that was killed is exact.
 */
final class Milestone implements AutoCloseable {
    static final String FILE = "journal.milestone";
    private static final Logger LOG = Logger.getLogger(Milestone.class);
    private static final String EMPTY_LINE = "next 0000000000000000000, awaited since 0000000000000000000, sum 0000000000\n";
    private static final int NEXT_AT = 5;
    private static final int SINCE_AT = 40;
    private static final int PLACE_DIGITS = 19;
    private static final int SUMMED = SINCE_AT + PLACE_DIGITS;
    private static final int SUM_AT = SUMMED + 6;
    private static final int SUM_DIGITS = 10;

    private final Path journal;
    private final byte[] line = EMPTY_LINE.getBytes(ISO_8859_1);
    private long next = 1;
    private long since = 1;
    private FileChannel channel;
    private boolean isAlone;

    private Milestone(Path journal) {
        this.journal = journal;
    }

    /** The one beside a journal; it need not be there. */
    static Milestone beside(Path journal) throws SQLException {
        Milestone milestone = new Milestone(journal);
        Path file = milestone.file();
        try {
            if (Files.exists(file)) {
                milestone.understand(Files.readAllBytes(file));
            }
            return milestone;
        } catch (IOException e) {
            throw new SQLException(file + " can't be read: " + e, e);
        }
    }

    private Path file() {
        return journal.resolveSibling(FILE);
    }

    /** What is not as it was written says nothing. */
    private void understand(byte[] said) {
        if (said.length == line.length && number(said, SUM_AT, SUM_DIGITS) == sum(said)) {
            next = number(said, NEXT_AT, PLACE_DIGITS);
            since = number(said, SINCE_AT, PLACE_DIGITS);
        }
    }

    /** Notes in the journal what it should have and has not. */
    void compare(Connection connection) throws SQLException {
        // What some backend has got was there, whatever else is known.
        long end = Math.max(next, known("SELECT max(seq) FROM cursor", connection));
        long awaited = Math.max(since, known("SELECT min(seq) FROM cursor", connection));
        long stored;
        try (var statement = connection.createStatement()) {
            stored = Kept.endOfStored(statement);
        }
        if (stored >= end) {
            connection.rollback();
            return;
        }
        long first = Math.min(end, Math.max(stored, awaited));
        if (stored > 1 && stored < first) {
            Quarantine.delivered(stored, first, Instant.now(), connection);
        }
        if (first < end) {
            Quarantine.gap(first, end, Instant.now(), connection);
        }
        connection.commit();
        if (first < end) {
            LOG.errorf(
                    "%s is not as it was left: events %d to %d, which were accepted, are missing, and are not delivered"
                            + " to who has not got them. Stop Signalbox and put the right file back, or go on: what"
                            + " comes from now on is kept",
                    journal, first, end - 1);
        } else {
            LOG.warnf("%s is not as it was left: events %d to %d are not here. Every backend had got them", journal,
                    stored, end - 1);
        }
    }

    private static long known(String sql, Connection connection) throws SQLException {
        Long known = Sql.number(connection, sql);
        return known == null ? 1 : known;
    }

    /**
     * The journal has come so far.
     *
     * @param end
     *            the place that comes next
     * @param cursors
     *            the places that backends wait for
     */
    void reached(long end, Collection<Long> cursors) {
        long slowest = end;
        for (long cursor : cursors) {
            slowest = Math.min(slowest, cursor);
        }
        if (end == next && slowest == since) {
            return;
        }
        write(end, NEXT_AT, PLACE_DIGITS);
        write(slowest, SINCE_AT, PLACE_DIGITS);
        write(sum(line), SUM_AT, SUM_DIGITS);
        try {
            if (channel == null) {
                channel = FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            channel.write(ByteBuffer.wrap(line), 0);
            if (!isAlone) {
                // What somebody has added would make it say nothing at every start from now on.
                channel.truncate(line.length);
                isAlone = true;
            }
            next = end;
            since = slowest;
        } catch (IOException e) {
            // What is accepted is safe without it.
            LOG.debugf("%s could not be written: %s", FILE, e);
        }
    }

    private void write(long number, int at, int digits) {
        long rest = number;
        for (int place = at + digits - 1; place >= at; place--) {
            line[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number that stands there; where none does, one that no sum is of. */
    private static long number(byte[] line, int at, int digits) {
        long number = 0;
        for (int place = at; place < at + digits; place++) {
            int digit = line[place] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long sum(byte[] line) {
        CRC32 sum = new CRC32();
        sum.update(line, 0, SUMMED);
        return sum.getValue();
    }

    @Override
    public void close() throws SQLException {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }
}
