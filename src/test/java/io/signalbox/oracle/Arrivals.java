package io.signalbox.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has one backend got, in which order and when? */
final class Arrivals {
    /** The first time that an id came. */
    record First(String id, long nanos) {
    }

    private final List<First> firsts = new ArrayList<>();
    private final Map<String, Integer> times = new HashMap<>();
    private long again;
    private long invited;

    synchronized void got(Collection<String> ids) {
        long now = System.nanoTime();
        for (String id : ids) {
            if (times.merge(id, 1, Integer::sum) == 1) {
                firsts.add(new First(id, now));
            } else {
                again++;
            }
        }
    }

    /** The backend has these, and did not say so: they may rightly come again. */
    synchronized void gotInSilence(Collection<String> ids) {
        got(ids);
        invited += ids.size();
    }

    /** So many may rightly come again. */
    synchronized void mayRepeat(long events) {
        invited += events;
    }

    /** Everything once, in the order in which it came first. */
    synchronized List<First> firsts() {
        return List.copyOf(firsts);
    }

    synchronized Set<String> ids() {
        return Set.copyOf(times.keySet());
    }

    synchronized boolean hasAll(Collection<String> ids) {
        return times.keySet().containsAll(ids);
    }

    /** How many came that had come before. */
    synchronized long again() {
        return again;
    }

    /** How many of these the backend brought upon itself. */
    synchronized long invited() {
        return invited;
    }
}
