package io.signalbox.bus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.signalbox.event.Event;
import io.signalbox.event.Read;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** How does a test put events on a bus? */
public final class Batches {
    private Batches() {
    }

    /** An event whose dedup key is its subject, {@code null} for one of its own. */
    public static Event event(String id, String type, String subject, Severity severity, State state) {
        return new Event(id, "test", type, subject, Read.NOW, severity, state, subject == null ? id : subject, null,
                null, List.of(), null, Map.of(), null);
    }

    /** News. */
    public static Event event(String id) {
        return event(id, "news.came", null, Severity.INFO, State.FIRING);
    }

    /** A problem that begins. */
    public static Event problem(String id, String subject) {
        return event(id, "printer.offline", subject, Severity.WARNING, State.FIRING);
    }

    /** Its end. */
    public static Event end(String id, String subject) {
        return event(id, "printer.online", subject, Severity.INFO, State.RESOLVED);
    }

    /** Appends events for some channels, and waits until they are kept. */
    public static Receipt append(Bus bus, String channels, Event... events) {
        return append(bus, channels, Arrays.asList(events));
    }

    /** Appends events for some channels, and waits until they are kept. */
    public static Receipt append(Bus bus, String channels, List<Event> events) {
        Batch batch = new Batch(events);
        batch.forEach(group -> batch.mark(group.places(), bits(bus, channels)));
        try {
            return bus.append(batch).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Puts all of a batch on the channel {@code logging}. */
    public static void mark(Batch batch, Bus bus) {
        batch.forEach(group -> batch.mark(group.places(), bits(bus, "logging")));
    }

    static long bits(Bus bus, String channels) {
        return channels.isEmpty() ? 0 : bus.channels().bits(List.of(channels.split(",")));
    }

    /** The ids on the bus, in their places. */
    public static List<String> ids(Bus bus) {
        return entries(bus).stream().map(entry -> entry.event().id()).toList();
    }

    /** The same of a journal that may be damaged: whoever comes across that is sent away until what is whole was saved. */
    public static List<String> idsAtLast(Bus bus) {
        List<String> ids = new ArrayList<>();
        Awaitility.await().ignoreExceptionsMatching(e -> e.getMessage().contains("ask again in a moment"))
                .until(() -> ids.addAll(ids(bus)));
        return ids;
    }

    /** Everything on the bus, in its place. */
    public static List<Entry> entries(Bus bus) {
        List<Entry> entries = new ArrayList<>();
        for (long seq = 1; seq < bus.end();) {
            Block block = bus.read(seq);
            if (block == null) {
                // The newest are damaged, and set aside.
                break;
            }
            for (seq = block.first(); seq < block.next(); seq++) {
                entries.add(block.entry(seq));
            }
        }
        return Collections.unmodifiableList(entries);
    }

    /** The names of the channels that an event went to. */
    public static List<String> channels(Bus bus, String id) {
        return bus.channels().names(bus.find(id).orElseThrow().channels());
    }
}
