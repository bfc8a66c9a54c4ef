package io.signalbox.bus;

import java.util.Set;

/**
 * Where a backend stands when it starts.
 *
 * @param cursor
 *            everything before this place is done with
 * @param done
 *            places from the cursor on that are done with as well
 */
public record Progress(long cursor, Set<Long> done) {
}
