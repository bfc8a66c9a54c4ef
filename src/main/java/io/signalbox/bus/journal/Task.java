package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

import io.signalbox.bus.Batch;
import io.signalbox.bus.NotKept;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Report;
import io.signalbox.event.EventJson;

/** What is the writer asked to do? */
sealed interface Task {
    /** What a row needs besides its events. */
    int ROW_BYTES = 400;

    /** Tells whoever waits that it was not done. */
    void failed(Throwable why);

    /** Whether it tells what became of events, and so must not get lost when the disk takes nothing. */
    default boolean isReport() {
        return false;
    }

    /** How many events wait in memory for it. */
    default int events() {
        return 0;
    }

    /** How many bytes they will take on disk. */
    default long bytes() {
        return 0;
    }

    /** Keep these events. */
    record Append(Batch batch, EventJson.Encoded encoded, CompletableFuture<Receipt> done) implements Task {
        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why instanceof NotKept
                    ? why
                    : new NotKept("the event could not be kept: " + why.getMessage(), why));
        }

        @Override
        public int events() {
            return batch.events().size();
        }

        @Override
        public long bytes() {
            return encoded.bytes().length + (long) events() * Long.BYTES + ROW_BYTES;
        }
    }

    /** Note what became of events. */
    record Note(Report report, CompletableFuture<Void> done) implements Task {
        @Override
        public boolean isReport() {
            return true;
        }

        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /** Note that what a backend's throttle left out is in a digest now. */
    record Digested(String backend, String digest, CompletableFuture<Void> done) implements Task {
        @Override
        public boolean isReport() {
            return true;
        }

        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /**
     * Write something else.
     *
     * @param isReport
     *            whether it is a report
     */
    record Change<T>(Writing<T> writing, boolean isReport, CompletableFuture<T> done) implements Task {
        /** Writes it; returns what is to be done when it is committed. */
        Runnable write(Connection connection) throws SQLException {
            T result = writing.with(connection);
            return () -> done.complete(result);
        }

        @Override
        public void failed(Throwable why) {
            done.completeExceptionally(why);
        }
    }

    /** What is written, and of what somebody waits for the result. */
    interface Writing<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Put a damaged block aside, so that everybody can go on behind it. */
    record Aside(DamagedBlock block) implements Task {
        /** Who came across it has gone on, and does not come again. */
        @Override
        public boolean isReport() {
            return true;
        }

        @Override
        public void failed(Throwable why) {
            // The doctor finds it.
        }
    }

    /** See that it is time to stop. */
    record Stop() implements Task {
        @Override
        public void failed(Throwable why) {
            // Nobody waits for it.
        }
    }
}
