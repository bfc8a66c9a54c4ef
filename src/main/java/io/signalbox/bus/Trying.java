package io.signalbox.bus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often was each event tried that a backend has not taken yet? Only those that failed are noted: on a good day, none. */
final class Trying {
    private record Tries(int attempts, int answers, String lastAnswer) {
    }

    private static final Tries NONE = new Tries(0, 0, null);

    private final Map<Long, Tries> tries = new ConcurrentHashMap<>();

    void failed(long seq, String answer, boolean counts) {
        Tries before = tries.getOrDefault(seq, NONE);
        tries.put(seq, new Tries(before.attempts + 1, before.answers + (counts ? 1 : 0), answer));
    }

    void finished(List<Entry> entries) {
        if (!tries.isEmpty()) {
            entries.forEach(entry -> tries.remove(entry.seq()));
        }
    }

    /** How often it was tried, the present attempt included. */
    int attempts(long seq) {
        return tries.isEmpty() ? 1 : tries.getOrDefault(seq, NONE).attempts + 1;
    }

    /** How often the backend itself said no. */
    int answers(long seq) {
        return tries.getOrDefault(seq, NONE).answers;
    }

    /** What the backend said last, or null. */
    String lastAnswer(long seq) {
        return tries.getOrDefault(seq, NONE).lastAnswer;
    }
}
