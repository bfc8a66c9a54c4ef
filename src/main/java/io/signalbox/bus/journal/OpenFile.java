package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Can the file be written? After a commit that failed nobody knows what is on disk: it can't, until it was opened anew, everything in its
 * log was brought home, a commit went well, and what is there was read again.
 */
final class OpenFile {
    private static final Logger LOG = Logger.getLogger(OpenFile.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Opens the file; another time after a failure. */
    interface Opening {
        Connection open() throws SQLException;
    }

    /** Reads again what is on disk. */
    interface Rereading {
        void from(Connection connection) throws SQLException;
    }

    private final Opening opening;
    private final Rereading rereading;
    private final Checkpoints checkpoints;
    private Connection connection;
    private long againAt;
    private volatile String broken;

    OpenFile(Opening opening, Connection connection, Rereading rereading, Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
        this.opening = opening;
        this.connection = connection;
        this.rereading = rereading;
    }

    Connection connection() {
        return connection;
    }

    /** Why it can't be written, or null. */
    String broken() {
        return broken;
    }

    /** The disk failed: whoever sends events is told so until it is {@link #mended}. */
    void breaks(Throwable why) {
        broken = "the journal can't be written: " + why.getMessage();
        againAt = System.nanoTime();
        LOG.errorf("The journal could not be written; the senders are told so, and what is on disk is read again: %s",
                why);
    }

    /** What was to be written is at fault, not the disk: what others send meanwhile waits, and is not refused for it. */
    void doubted(Throwable why) {
        againAt = System.nanoTime();
        LOG.errorf("The journal could not be written, and what is on disk is read again: %s", why);
    }

    /** Opens it anew, if it is time for that; whether it can be written again. */
    boolean mended() {
        if (System.nanoTime() < againAt) {
            return false;
        }
        try {
            close(connection);
            connection = opening.open();
            checkpoints.all(connection);
            Schema.prove(connection);
            rereading.from(connection);
            LOG.info("The journal can be written again");
            broken = null;
            return true;
        } catch (SQLException | RuntimeException e) {
            String still = "the journal can't be written: " + e.getMessage();
            if (!still.equals(broken)) {
                LOG.errorf("The journal can't be written yet: %s", e.getMessage());
            }
            broken = still;
            againAt = System.nanoTime() + AGAIN_NANOS;
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
}
