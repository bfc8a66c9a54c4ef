package io.signalbox.bus;

import java.util.List;
import java.util.Set;

/**
 * Where a backend stands when it starts.
 *
 * @param cursor
 *            everything before this place is done with
 * @param done
 *            places from the cursor on that are done with as well
 * @param told
 *            dedup keys of the problems that it was told of, and not of their end; kept where a throttle may leave out events
 * @param suppressed
 *            places of the events that were left out, and are in no digest yet
 */
public record Progress(long cursor, Set<Long> done, Set<String> told, List<Long> suppressed) {
    public Progress(long cursor, Set<Long> done) {
        this(cursor, done, Set.of(), List.of());
    }
}
