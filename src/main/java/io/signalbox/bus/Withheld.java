package io.signalbox.bus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/**
 * Which problems did the rules laid over a backend keep from it? Their ends are kept from it too, and no others: where this is not known,
 * after a start or for very many problems, the end is sent. An end too many harms nobody, one too few leaves an incident open.
 */
final class Withheld {
    private static final int MOST = 100_000;
    private static final String ACKNOWLEDGED = ".acknowledged";

    /** Dedup keys of problems that the backend has been told of, or may have been; the longest unheard of is forgotten first. */
    private final Set<String> told = Collections.newSetFromMap(latest());
    private final Map<String, String> kept = latest();
    private volatile boolean knows;

    private static <T> Map<String, T> latest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Whether an event only says more of a problem that was told before: that it is over, or that somebody has taken it on. */
    static boolean follows(Event event) {
        return event.resolved() ? event.problem() != null : event.type().endsWith(ACKNOWLEDGED);
    }

    /**
     * Begins, where rules are there and it has not begun.
     *
     * @param open
     *            the problems that are open now: the backend may have been told of each
     */
    synchronized void begin(Overlay overlay, Bus bus) {
        if (overlay.rules().isEmpty()) {
            knows = false;
            told.clear();
            kept.clear();
        } else if (!knows) {
            knows = true;
            told.addAll(bus.openProblems());
        }
    }

    /**
     * Why an event is kept from the backend, or null; asked of one event after another, in their order.
     *
     * @param byFile
     *            what the route file says, or null
     */
    String refusal(Event event, String byFile, Overlay overlay) {
        // Nearly always: where no rules are laid, nothing is remembered.
        return byFile != null || !knows ? byFile : byRules(event, overlay);
    }

    private synchronized String byRules(Event event, Overlay overlay) {
        String key = event.dedupkey();
        if (follows(event)) {
            String problem = kept.get(key);
            if (problem == null && event.resolved()) {
                told.remove(key);
            }
            return problem;
        }
        String refusal = overlay.refusal(event);
        if (event.resolved() || !event.severity().atLeast(Severity.WARNING)) {
            return refusal;
        }
        if (refusal == null) {
            told.add(key);
            kept.remove(key);
        } else if (!told.contains(key)) {
            kept.put(key, refusal);
        }
        return refusal;
    }
}
