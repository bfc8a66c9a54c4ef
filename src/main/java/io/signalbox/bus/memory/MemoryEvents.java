package io.signalbox.bus.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Found;
import io.signalbox.bus.OpenProblems;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Search;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/** Which events does a bus in memory hold, and which came before? Whoever asks holds the bus. */
final class MemoryEvents {
    private static final OpenProblems.Changes UNKEPT = new OpenProblems.Changes() {
        @Override
        public void opened(String dedupkey, OpenProblems.Open problem) {
            // Nothing outlives this process.
        }

        @Override
        public void ended(String dedupkey) {
            // Nothing outlives this process.
        }
    };

    private final NavigableMap<Long, Block> blocks = new TreeMap<>();
    private final Map<String, Long> ids = new LinkedHashMap<>();
    private final OpenProblems problems = new OpenProblems();
    private final Clock clock;
    private final Duration window;
    private final int mostEvents;
    private long next = 1;

    /**
     * @param window
     *            for how long an id is remembered
     * @param mostEvents
     *            how many events are kept
     */
    MemoryEvents(Clock clock, Duration window, int mostEvents) {
        this.clock = clock;
        this.window = window;
        this.mostEvents = mostEvents;
    }

    Receipt append(Batch batch) {
        Instant now = clock.instant();
        List<Event> events = new ArrayList<>();
        List<Long> bits = new ArrayList<>();
        BitSet duplicates = new BitSet();
        for (int place = 0; place < batch.events().size(); place++) {
            Event event = batch.events().get(place);
            Entry before = find(event.id()).orElse(null);
            if (before != null && before.received().plus(window).isAfter(now) || isAmong(events, event)) {
                duplicates.set(place);
                continue;
            }
            OpenProblems.Open ended = null;
            if (event.resolved()) {
                ended = problems.end(event, UNKEPT);
            } else {
                problems.begin(event, batch.channels(place), UNKEPT);
            }
            events.add(ended == null ? event : event.ending(new Event.Problem(ended.type(), ended.severity())));
            bits.add(batch.channels(place) | (ended == null ? 0 : ended.channels()));
        }
        if (!events.isEmpty()) {
            keep(new Block(next, now, events.toArray(Event[]::new),
                    bits.stream().mapToLong(Long::longValue).toArray()));
        }
        return new Receipt(events.size(), duplicates);
    }

    private static boolean isAmong(List<Event> events, Event event) {
        return events.stream().anyMatch(other -> other.id().equals(event.id()));
    }

    private void keep(Block block) {
        blocks.put(next, block);
        for (int at = 0; at < block.events().length; at++) {
            ids.put(block.events()[at].id(), next + at);
        }
        next = block.next();
        while (next - blocks.firstKey() > mostEvents && blocks.size() > 1) {
            for (Event event : blocks.pollFirstEntry().getValue().events()) {
                ids.remove(event.id());
            }
        }
    }

    Block read(long seq) {
        var floor = blocks.floorEntry(seq);
        if (floor != null && seq < floor.getValue().next()) {
            return floor.getValue();
        }
        var ceiling = blocks.ceilingEntry(seq);
        return ceiling == null ? null : ceiling.getValue();
    }

    long next(long seq, Severity least) {
        for (Block block : blocks.tailMap(blocks.floorKey(seq) == null ? seq : blocks.floorKey(seq)).values()) {
            if (block.next() > seq && block.holds(least)) {
                return Math.max(seq, block.first());
            }
        }
        return next;
    }

    /** The place of the oldest event that is kept, {@link #end()} if there is none. */
    long first() {
        return blocks.isEmpty() ? next : blocks.firstKey();
    }

    long end() {
        return next;
    }

    /** What is kept, oldest first. */
    Iterable<Block> blocks() {
        return blocks.values();
    }

    Found search(Search search) {
        List<Entry> found = new ArrayList<>();
        for (Block block : blocks.descendingMap().values()) {
            for (long seq = block.next() - 1; seq >= block.first() && found.size() < search.limit(); seq--) {
                if (seq < search.before() && search.finds(block.entry(seq).event())) {
                    found.add(block.entry(seq));
                }
            }
        }
        return new Found(found, found.size() == search.limit() ? found.get(found.size() - 1).seq() : 0);
    }

    Optional<Entry> find(String id) {
        return Optional.ofNullable(ids.get(id)).map(seq -> read(seq).entry(seq));
    }

    OpenProblems problems() {
        return problems;
    }
}
