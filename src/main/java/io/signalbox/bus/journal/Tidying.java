package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** What is done after commits, so that there is room for more? What may be forgotten is, and the log is brought home where room is short. */
final class Tidying {
    private static final long CHECKPOINT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OpenFile file;
    private final Kept kept;
    private final Retention retention;
    private final Room room;
    private final Checkpoints checkpoints;
    private long checkpointAt = System.nanoTime();

    Tidying(OpenFile file, Kept kept, Retention retention, Room room, Checkpoints checkpoints) {
        this.file = file;
        this.kept = kept;
        this.retention = retention;
        this.room = room;
        this.checkpoints = checkpoints;
    }

    /** Does some of it, so that nobody waits long; only the thread that writes may. */
    void tidy() {
        Connection connection = file.connection();
        try {
            boolean forgot = retention.apply(connection, kept.end(), kept.ids(), room.excess());
            if (room.isDiskFull() && System.nanoTime() > checkpointAt || room.isShortOf(checkpoints.logBytes())) {
                // What is in the log is written a second time when it is brought home: until then it takes twice its room. Reports that come
                // fast would soon fill what is left for them, and then there would be no room to bring it home in.
                checkpointAt = System.nanoTime() + CHECKPOINT_AGAIN_NANOS;
                checkpoints.all(connection);
            }
            if (forgot) {
                room.measure(connection);
            } else {
                room.look(connection);
            }
        } catch (SQLException | RuntimeException e) {
            if (!Fault.isBusy(e) || !undone(connection)) {
                file.breaks(e);
            }
        }
    }

    /** Somebody else, such as a person with sqlite3, has the file to himself: what may be forgotten can wait, and no sender need hear of it. */
    private static boolean undone(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
