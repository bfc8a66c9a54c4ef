package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Can the file be written? After a commit that failed nobody knows what is on disk: it can't, until it was opened anew, everything in its
 * log was brought home, a commit went well, and what is there was read again. Where it is damaged, what is whole becomes a new file before.
 */
final class OpenFile {
    private static final Logger LOG = Logger.getLogger(OpenFile.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A disk that damages what was just saved would otherwise be filled with copies of it. */
    private static final long SAVE_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Opens the file; another time after a failure. */
    interface Opening {
        Connection open() throws SQLException;
    }

    /** Reads again what is on disk. */
    interface Rereading {
        void from(Connection connection) throws SQLException;
    }

    /** Makes a new file of what is whole, and puts it into the place of the damaged one. */
    interface Saving {
        void save(Throwable damage) throws SQLException;
    }

    private final Opening opening;
    private final Saving saving;
    private final Rereading rereading;
    private final Checkpoints checkpoints;
    private Connection connection;
    private Statements statements;
    private Throwable damage;
    private long againAt;
    private long saveAgainAt = System.nanoTime();
    private volatile String broken;

    OpenFile(Opening opening, Connection connection, Rereading rereading, Checkpoints checkpoints, Saving saving) {
        this.saving = saving;
        this.checkpoints = checkpoints;
        this.opening = opening;
        this.connection = connection;
        this.statements = new Statements(connection);
        this.rereading = rereading;
    }

    Connection connection() {
        return connection;
    }

    /** Those that write to it. */
    Statements statements() {
        return statements;
    }

    /** Why it can't be written, or null. */
    String broken() {
        return broken;
    }

    /** The disk failed: whoever sends events is told so until it is {@link #mended}. */
    void breaks(Throwable why) {
        broken = "the journal can't be written: " + why.getMessage();
        damage = Fault.isDamage(why) ? why : damage;
        againAt = System.nanoTime();
        LOG.errorf("The journal could not be written; the senders are told so, and what is on disk is read again: %s",
                why);
    }

    /** Somebody came across damage while reading: it is as if it could not be written. */
    void isDamaged(SQLException why) {
        if (broken == null && System.nanoTime() - saveAgainAt >= 0) {
            breaks(why);
        }
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
            save();
            connection = opening.open();
            statements = new Statements(connection);
            checkpoints.all(connection);
            Schema.prove(connection);
            rereading.from(connection);
            LOG.info("The journal can be written again");
            broken = null;
            return true;
        } catch (SQLException | RuntimeException e) {
            damage = Fault.isDamage(e) ? e : damage;
            String still = "the journal can't be written: " + e.getMessage();
            if (!still.equals(broken)) {
                LOG.errorf("The journal can't be written yet: %s", e.getMessage());
            }
            broken = still;
            againAt = System.nanoTime() + AGAIN_NANOS;
            return false;
        }
    }

    private void save() throws SQLException {
        if (damage != null && System.nanoTime() - saveAgainAt >= 0) {
            saveAgainAt = System.nanoTime() + SAVE_AGAIN_NANOS;
            saving.save(damage);
            damage = null;
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
