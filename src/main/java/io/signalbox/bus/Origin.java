package io.signalbox.bus;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where do a lane's events come from, and who notes what became of them? */
interface Origin {
    /** The next events of a lane, at the most so many; none when there are none now. */
    List<Entry> next(int lane, int most);

    /** Notes that a lane is done with some of the events that it took, the first of them first; {@link #report} follows. */
    void finished(int lane, List<Entry> entries);

    /** The place before which everything is done with. */
    long cursor();

    /** Whether a throttle may leave out some of them, where the backend's subscription says so. */
    boolean mayLeaveOut();

    /** Notes what became of events; completes when that is durable. */
    CompletableFuture<Void> report(Report report);
}
