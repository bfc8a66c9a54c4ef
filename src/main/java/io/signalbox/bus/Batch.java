package io.signalbox.bus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.JsonBuffer;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/**
 * Events that arrived together and are kept together: the router marks, group by group, the channels of each; then the whole is appended
 * in the order in which it came, as one commit.
 */
public final class Batch implements Iterable<Group> {
    private record Alike(String type, Severity severity, String source, State state) {
    }

    private final List<Event> events;
    private final long[] channels;
    private final Collection<Group> groups;
    private EventJson.Encoded encoded;

    public Batch(List<Event> events) {
        this.events = List.copyOf(events);
        this.channels = new long[events.size()];
        this.groups = group(this);
    }

    private static Collection<Group> group(Batch batch) {
        Map<Alike, Group> groups = new LinkedHashMap<>();
        Group last = null;
        for (int place = 0; place < batch.events.size(); place++) {
            Event event = batch.events.get(place);
            if (last != null && last.isLike(event)) {
                last.places().add(place);
                continue;
            }
            last = groups.computeIfAbsent(new Alike(event.type(), event.severity(), event.source(), event.state()),
                    alike -> new Group(batch, new ArrayList<>(), alike.type, alike.severity, alike.source,
                            alike.state));
            last.places().add(place);
        }
        return groups.values();
    }

    /** The events, in the order in which they came. */
    public List<Event> events() {
        return events;
    }

    /** The channels of the event at a place, as bits of {@link Channels}; 0 while nobody has routed it. */
    public long channels(int place) {
        return channels[place];
    }

    /** The groups, in the order in which each first came. */
    @Override
    public Iterator<Group> iterator() {
        return groups.iterator();
    }

    /** Adds channels to the events at some places. */
    void mark(List<Integer> places, long bits) {
        places.forEach(place -> channels[place] |= bits);
    }

    /** The events as they are stored; made once, by a caller's thread, so that the one thread that writes has less to do. */
    public synchronized EventJson.Encoded encoded() {
        if (encoded == null) {
            encoded = EventJson.bytes(events);
        }
        return encoded;
    }

    /** Makes {@link #encoded} ahead, in a buffer that serves one batch after another. */
    public synchronized void encode(JsonBuffer scratch) {
        encoded = EventJson.bytes(events, scratch);
    }
}
