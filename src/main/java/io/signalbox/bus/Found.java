package io.signalbox.bus;

import java.util.List;

/**
 * What a search found.
 *
 * @param entries
 *            the events, newest first
 * @param after
 *            where it ended: the place before which it goes on, as {@link Search#before}; 0 where it looked at everything
 */
public record Found(List<Entry> entries, long after) {
}
