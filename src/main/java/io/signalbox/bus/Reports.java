package io.signalbox.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What of a lane's work is not on disk yet? A few reports at the most: what they tell of is delivered again after a crash, and nothing
 * else.
 */
final class Reports {
    /** Enough for the disk to take several at once, few enough to count. */
    static final int MOST_UNSAVED = 16;

    private final Deque<CompletableFuture<Void>> unsaved = new ArrayDeque<>();
    private final int lane;
    private final Origin origin;
    private boolean failed;

    Reports(int lane, Origin origin) {
        this.lane = lane;
        this.origin = origin;
    }

    /** Reports, with events that the lane is done with, and waits while too much is not on disk yet. */
    void send(List<Entry> finished, Report report) throws InterruptedException {
        unsaved.add(origin.report(lane, finished, report));
        while (unsaved.size() > MOST_UNSAVED) {
            failed |= outcome(unsaved.poll()) != null;
        }
    }

    /** Reports, and waits until that is on disk; returns why it is not, or null. */
    Exception save(Report report) throws InterruptedException {
        return outcome(origin.report(lane, List.of(), report));
    }

    /** Whether the disk did not take something that was reported since this was last asked: it has to be said again. */
    boolean failed() throws InterruptedException {
        while (!unsaved.isEmpty() && unsaved.peek().isDone()) {
            failed |= outcome(unsaved.poll()) != null;
        }
        boolean was = failed;
        failed = false;
        return was;
    }

    private static Exception outcome(CompletableFuture<Void> saved) throws InterruptedException {
        try {
            saved.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
