package io.signalbox.bus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/**
 * Which problems are open? So the end of a problem goes wherever the problem went, and only there: without a {@code printer.offline}
 * before it, {@code printer.online} is just news.
 */
public final class OpenProblems {
    private static final int MOST = 100_000;

    /**
     * A problem that began and has not ended.
     *
     * @param channels
     *            where it went, as bits of {@link Channels}
     */
    public record Open(String type, Severity severity, long channels) {
    }

    /** Is told of every change, to keep it. */
    public interface Changes {
        void opened(String dedupkey, Open problem);

        void ended(String dedupkey);
    }

    private final Map<String, Open> open = new LinkedHashMap<>();

    /** Takes in a problem that was kept from before. */
    public void restore(String dedupkey, Open problem) {
        open.put(dedupkey, problem);
    }

    /** The dedup keys of those that are open. */
    public Set<String> keys() {
        return Set.copyOf(open.keySet());
    }

    /** Forgets everything. */
    public void clear() {
        open.clear();
    }

    /** Notes a problem's beginning; what is less than a warning is no problem. */
    public void begin(Event event, long channels, Changes changes) {
        if (!event.severity().atLeast(Severity.WARNING)) {
            return;
        }
        Open before = open.get(event.dedupkey());
        Open now = before == null
                ? new Open(event.type(), event.severity(), channels)
                : new Open(event.severity().atLeast(before.severity) ? event.type() : before.type,
                        event.severity().atLeast(before.severity) ? event.severity() : before.severity,
                        before.channels | channels);
        if (!now.equals(before)) {
            open.put(event.dedupkey(), now);
            changes.opened(event.dedupkey(), now);
            forgetOldest(changes);
        }
    }

    /** The problem that an event ends, or null; it is no longer open then. */
    public Open end(Event event, Changes changes) {
        Open ended = open.remove(event.dedupkey());
        if (ended != null) {
            changes.ended(event.dedupkey());
        }
        return ended;
    }

    private void forgetOldest(Changes changes) {
        if (open.size() > MOST) {
            String oldest = open.keySet().iterator().next();
            open.remove(oldest);
            changes.ended(oldest);
        }
    }
}
