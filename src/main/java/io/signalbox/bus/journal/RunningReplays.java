package io.signalbox.bus.journal;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.signalbox.bus.Replay;

/** Which replays are not over? As they were last committed, so that nobody need read the file for it. */
final class RunningReplays {
    private final Map<String, NavigableMap<Long, Replay>> byBackend = new ConcurrentHashMap<>();

    /** These are on disk, and no others. */
    void restore(List<Replay> stored) {
        byBackend.clear();
        stored.forEach(this::committed);
    }

    Replay committed(Replay replay) {
        NavigableMap<Long, Replay> known = byBackend.computeIfAbsent(replay.backend(),
                backend -> new ConcurrentSkipListMap<>());
        if (replay.over()) {
            known.remove(replay.number());
        } else {
            known.put(replay.number(), replay);
        }
        return replay;
    }

    /** The oldest of a backend, or null. */
    Replay first(String backend) {
        NavigableMap<Long, Replay> known = byBackend.get(backend);
        Map.Entry<Long, Replay> first = known == null ? null : known.firstEntry();
        return first == null ? null : first.getValue();
    }

    /** From which place on the spans of these backends need what is on the bus. */
    long needed(Set<String> backends) {
        return backends.stream().map(byBackend::get).filter(known -> known != null)
                .flatMap(known -> known.values().stream()).filter(replay -> replay.span() != null)
                .mapToLong(replay -> replay.span().position()).min().orElse(Long.MAX_VALUE);
    }
}
