package io.signalbox.bus.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Report;

/** How far is each backend of a bus in memory, and what became of the events there? Whoever asks holds the bus. */
final class MemoryDeliveries {
    private static final NavigableMap<Long, Outcome> NONE = Collections.emptyNavigableMap();

    private final Map<String, Long> cursors = new HashMap<>();
    private final Map<String, NavigableMap<Long, Outcome>> outcomes = new HashMap<>();
    private final Map<String, Set<String>> told = new HashMap<>();
    private final Map<String, Instant> removed = new HashMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private long letters;

    /**
     * @param end
     *            where a backend begins that was not known
     */
    Progress progress(String backend, long end) {
        long cursor = cursors.computeIfAbsent(backend, name -> end);
        NavigableMap<Long, Outcome> known = outcomes.getOrDefault(backend, NONE);
        return new Progress(cursor, Set.copyOf(known.tailMap(cursor).keySet()),
                Set.copyOf(told.getOrDefault(backend, Set.of())), suppressed(known));
    }

    long cursor(String backend, long end) {
        return cursors.getOrDefault(backend, end);
    }

    /** Forgets the cursors of those that have been gone for too long; gives those that are gone, and until when. */
    Map<String, Instant> expect(Set<String> backends, Instant now, Instant until) {
        removed.keySet().removeAll(backends);
        cursors.keySet().stream().filter(name -> !backends.contains(name))
                .forEach(name -> removed.putIfAbsent(name, until));
        removed.entrySet().removeIf(each -> {
            boolean over = each.getValue().isBefore(now);
            if (over) {
                cursors.remove(each.getKey());
                told.remove(each.getKey());
            }
            return over;
        });
        return Map.copyOf(removed);
    }

    void report(Report report) {
        cursors.put(report.backend(), report.cursor());
        tell(report);
        for (Report.Done done : report.done()) {
            for (long seq : done.places()) {
                note(seq, new Outcome(report.backend(), done.outcome(), done.attempts(), report.at(), done.answer()));
            }
        }
        for (DeadLetter dead : report.dead()) {
            bury(dead);
            note(dead.seq(),
                    new Outcome(dead.backend(), Outcome.DEAD_LETTERED, dead.attempts(), dead.at(), dead.reason()));
        }
    }

    void note(long seq, Outcome outcome) {
        outcomes.computeIfAbsent(outcome.backend(), name -> new TreeMap<>()).put(seq, outcome);
    }

    /** Notes of which problems and ends the backend was told. */
    void tell(Report report) {
        Set<String> problems = told.computeIfAbsent(report.backend(), name -> new HashSet<>());
        problems.addAll(report.told());
        problems.removeAll(Set.copyOf(report.ended()));
    }

    void bury(DeadLetter dead) {
        deadLetters.add(new DeadLetter(++letters, dead.backend(), dead.seq(), dead.at(), dead.attempts(),
                dead.reason(), dead.event()));
    }

    void digested(String backend, String digest) {
        NavigableMap<Long, Outcome> known = outcomes.getOrDefault(backend, NONE);
        for (long seq : suppressed(known)) {
            Outcome outcome = known.get(seq);
            known.put(seq, new Outcome(backend, outcome.outcome(), outcome.attempts(), outcome.at(), digest));
        }
    }

    private static List<Long> suppressed(NavigableMap<Long, Outcome> known) {
        return known.entrySet().stream()
                .filter(each -> each.getValue().outcome().equals(Outcome.SUPPRESSED)
                        && each.getValue().answer() == null)
                .map(Map.Entry::getKey).toList();
    }

    /** The dead letters of all backends, to be changed as well. */
    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    List<DeadLetter> deadLetters(String backend, long after, int limit) {
        return deadLetters.stream().filter(dead -> dead.backend().equals(backend) && dead.seq() > after)
                .sorted(Comparator.comparingLong(DeadLetter::seq)).limit(limit).toList();
    }

    int deleteDeadLetters(String backend, Collection<Long> which) {
        int before = deadLetters.size();
        deadLetters.removeIf(dead -> dead.backend().equals(backend) && (which == null || which.contains(dead.id())));
        return before - deadLetters.size();
    }

    List<Outcome> outcomes(long seq) {
        List<Outcome> found = new ArrayList<>();
        cursors.forEach((backend, cursor) -> {
            Outcome outcome = outcomes.getOrDefault(backend, NONE).get(seq);
            if (outcome != null) {
                found.add(outcome);
            } else if (seq >= cursor) {
                found.add(new Outcome(backend, Outcome.PENDING, 0, null, null));
            }
        });
        return found;
    }

    /** Forgets what became of events before that place. */
    void forget(long first) {
        outcomes.values().forEach(known -> known.headMap(first).clear());
    }
}
