package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.signalbox.event.Event;

/**
 * What do events add up to? How many there were of each type and severity, and of each thing that goes on and off whether it is on:
 * {@code continuum_events_total{event_type,severity}} and {@code printer_status{printer="Printer-A"} 0}.
 *
 * <p>
 * Bounded, for whoever sends events names their types and things: what comes after the last that has room is counted as {@code other}, or
 * left out. A thing is one by its subject, whatever name the events give it.
 */
public final class EventSeries {
    private static final int MOST_COUNTERS = 1000;
    private static final int MOST_THINGS = 10_000;
    private static final int LONGEST_LABEL = 200;
    private static final Set<String> OFF = Set.of("offline", "down", "unreachable");
    private static final Set<String> ON = Set.of("online", "up", "reachable");

    /** What is counted. */
    public record Counter(String eventType, String severity) {
    }

    /**
     * Whether a thing is on.
     *
     * @param metric
     *            such as {@code printer_status}
     * @param label
     *            such as {@code printer}
     * @param name
     *            such as {@code Printer-A}
     */
    public record Status(String metric, String label, String name, boolean on) {
    }

    private record Thing(String metric, String subject) {
    }

    private final Map<Counter, Long> counters;
    private final Map<Thing, Status> things;

    public EventSeries() {
        this(new HashMap<>(), new LinkedHashMap<>());
    }

    private EventSeries(Map<Counter, Long> counters, Map<Thing, Status> things) {
        this.counters = counters;
        this.things = things;
    }

    /** The same series, to go their own way. */
    public synchronized EventSeries copy() {
        return new EventSeries(new HashMap<>(counters), new LinkedHashMap<>(things));
    }

    public synchronized void add(List<Event> events) {
        for (Event event : events) {
            Counter counter = new Counter(Ellipsis.cut(event.type(), LONGEST_LABEL), event.severity().text());
            boolean room = counters.size() < MOST_COUNTERS || counters.containsKey(counter);
            counters.merge(room ? counter : new Counter("other", event.severity().text()), 1L, Long::sum);
            status(event);
        }
    }

    private void status(Event event) {
        String[] words = event.type().split("\\.");
        String last = words[words.length - 1];
        boolean off = OFF.contains(last);
        boolean removed = last.equals("removed");
        if (words.length < 2 || !off && !ON.contains(last) && !removed) {
            return;
        }
        String kind = MetricText.name(words[words.length - 2]);
        String given = event.text(words[words.length - 2] + "_name");
        String subject = event.subject() == null ? given : event.subject();
        if (subject == null) {
            return;
        }
        Thing thing = new Thing(kind + "_status", subject);
        if (removed) {
            things.remove(thing);
        } else if (things.size() < MOST_THINGS || things.containsKey(thing)) {
            Status before = things.get(thing);
            String name = given != null ? given : before == null ? subject : before.name;
            things.put(thing, new Status(thing.metric, MetricText.label(kind), Ellipsis.cut(name, LONGEST_LABEL),
                    !off || event.resolved()));
        }
    }

    public synchronized Map<Counter, Long> counters() {
        return Map.copyOf(counters);
    }

    /** By metric. Two things of one name are told apart by their subjects, for no series may occur twice. */
    public synchronized Map<String, List<Status>> statuses() {
        Map<String, List<Status>> byMetric = new TreeMap<>();
        Set<String> used = new HashSet<>();
        things.forEach((thing, status) -> {
            Status unique = used.add(thing.metric + " " + status.name)
                    ? status
                    : new Status(status.metric, status.label, Ellipsis.cut(thing.subject, LONGEST_LABEL), status.on);
            if (unique == status || used.add(thing.metric + " " + unique.name)) {
                byMetric.computeIfAbsent(thing.metric, any -> new ArrayList<>()).add(unique);
            }
        });
        return byMetric;
    }
}
