package io.signalbox.bus.journal;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which places are among some? As spans, for those of most blocks follow each other. */
final class Places {
    private final NavigableMap<Long, Long> spans = new TreeMap<>();

    /** Adds those from one on up to the one before another, where none of them is among them yet; whether that was so. */
    boolean add(long first, long next) {
        if (first >= next || hasAnyOf(first, next)) {
            return false;
        }
        Map.Entry<Long, Long> before = spans.lowerEntry(first);
        spans.put(before != null && before.getValue() == first ? before.getKey() : first, next);
        return true;
    }

    boolean hasAnyOf(long first, long next) {
        Map.Entry<Long, Long> before = spans.lowerEntry(next);
        return before != null && before.getValue() > first;
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    long first() {
        return spans.firstKey();
    }
}
