package io.signalbox.bus;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where do a lane's events come from, and who notes what became of them? */
interface Origin {
    /** The next events of a lane, at the most so many; none when there are none now. */
    List<Entry> next(int lane, int most);

    /**
     * Notes what became of events, and that a lane is done with some of those that it took; completes when that is durable. No lane's
     * cursor that goes to disk before it passes them.
     *
     * @param finished
     *            the first of them first
     * @param report
     *            its cursor is put in here
     */
    CompletableFuture<Void> report(int lane, List<Entry> finished, Report report);

    /** The place before which everything is done with. */
    long cursor();

    /** Whether that is further than was reported. */
    boolean hasMoved();

    /** Whether a throttle may leave out some of them, where the backend's subscription says so. */
    boolean mayLeaveOut();
}
