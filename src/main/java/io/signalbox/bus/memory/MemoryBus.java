package io.signalbox.bus.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Channels;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Found;
import io.signalbox.bus.OpenProblems;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Replays;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/** What does a bus do? The same as the journal, without a disk. It keeps the newest events only. */
public final class MemoryBus implements Bus {
    private static final NavigableMap<Long, Outcome> NONE = Collections.emptyNavigableMap();

    private final NavigableMap<Long, Block> blocks = new TreeMap<>();
    private final Map<String, Long> ids = new LinkedHashMap<>();
    private final Map<String, Long> cursors = new HashMap<>();
    private final Map<String, NavigableMap<Long, Outcome>> outcomes = new HashMap<>();
    private final Map<String, Set<String>> told = new HashMap<>();
    private final Map<String, Instant> removed = new HashMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final OpenProblems problems = new OpenProblems();
    private final Channels channels;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final Duration window;
    private final int mostEvents;
    private final MemoryReplays replays;
    private long next = 1;
    private long letters;

    /**
     * @param window
     *            for how long an id is remembered
     * @param mostEvents
     *            how many events are kept
     */
    public MemoryBus(Clock clock, Duration window, int mostEvents) {
        this(clock, window, mostEvents, new Channels());
    }

    /**
     * @param channels
     *            those of another bus, so that the bits of both mean the same
     */
    public MemoryBus(Clock clock, Duration window, int mostEvents, Channels channels) {
        this.channels = channels;
        this.clock = clock;
        this.window = window;
        this.mostEvents = mostEvents;
        this.replays = new MemoryReplays(this, new Kept(), clock);
    }

    @Override
    public CompletableFuture<Receipt> append(Batch batch) {
        Receipt receipt = store(batch);
        listeners.forEach(Runnable::run);
        return CompletableFuture.completedFuture(receipt);
    }

    private synchronized Receipt store(Batch batch) {
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
            Block block = new Block(next, now, events.toArray(Event[]::new),
                    bits.stream().mapToLong(Long::longValue).toArray());
            blocks.put(next, block);
            for (int at = 0; at < events.size(); at++) {
                ids.put(events.get(at).id(), next + at);
            }
            next = block.next();
            forgetOldest();
        }
        return new Receipt(events.size(), duplicates);
    }

    private static boolean isAmong(List<Event> events, Event event) {
        return events.stream().anyMatch(other -> other.id().equals(event.id()));
    }

    private void forgetOldest() {
        while (next - blocks.firstKey() > mostEvents && blocks.size() > 1) {
            for (Event event : blocks.pollFirstEntry().getValue().events()) {
                ids.remove(event.id());
            }
        }
        outcomes.values().forEach(known -> known.headMap(blocks.firstKey()).clear());
    }

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

    @Override
    public synchronized Block read(long seq) {
        var floor = blocks.floorEntry(seq);
        if (floor != null && seq < floor.getValue().next()) {
            return floor.getValue();
        }
        var ceiling = blocks.ceilingEntry(seq);
        return ceiling == null ? null : ceiling.getValue();
    }

    @Override
    public synchronized long next(long seq, Severity least) {
        for (Block block : blocks.tailMap(blocks.floorKey(seq) == null ? seq : blocks.floorKey(seq)).values()) {
            if (block.next() > seq && block.holds(least)) {
                return Math.max(seq, block.first());
            }
        }
        return next;
    }

    @Override
    public synchronized long end() {
        return next;
    }

    @Override
    public void listen(Runnable appended) {
        listeners.add(appended);
    }

    @Override
    public void forget(Runnable appended) {
        listeners.remove(appended);
    }

    @Override
    public synchronized Progress progress(String backend) {
        long cursor = cursors.computeIfAbsent(backend, name -> next);
        NavigableMap<Long, Outcome> known = outcomes.getOrDefault(backend, NONE);
        return new Progress(cursor, Set.copyOf(known.tailMap(cursor).keySet()),
                Set.copyOf(told.getOrDefault(backend, Set.of())), suppressed(known));
    }

    @Override
    public synchronized Map<String, Instant> expect(Set<String> backends, Duration grace) {
        Instant now = clock.instant();
        removed.keySet().removeAll(backends);
        cursors.keySet().stream().filter(name -> !backends.contains(name))
                .forEach(name -> removed.putIfAbsent(name, now.plus(grace)));
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

    private static List<Long> suppressed(NavigableMap<Long, Outcome> known) {
        return known.entrySet().stream()
                .filter(each -> each.getValue().outcome().equals(Outcome.SUPPRESSED)
                        && each.getValue().answer() == null)
                .map(Map.Entry::getKey).toList();
    }

    @Override
    public synchronized CompletableFuture<Void> digested(String backend, String digest) {
        NavigableMap<Long, Outcome> known = outcomes.getOrDefault(backend, NONE);
        for (long seq : suppressed(known)) {
            Outcome outcome = known.get(seq);
            known.put(seq, new Outcome(backend, outcome.outcome(), outcome.attempts(), outcome.at(), digest));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> report(Report report) {
        cursors.put(report.backend(), report.cursor());
        tell(report);
        Map<Long, Outcome> known = outcomes.computeIfAbsent(report.backend(), name -> new TreeMap<>());
        for (Report.Done done : report.done()) {
            for (long seq : done.places()) {
                known.put(seq,
                        new Outcome(report.backend(), done.outcome(), done.attempts(), report.at(), done.answer()));
            }
        }
        for (DeadLetter dead : report.dead()) {
            bury(dead);
            known.put(dead.seq(),
                    new Outcome(dead.backend(), Outcome.DEAD_LETTERED, dead.attempts(), dead.at(), dead.reason()));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(String backend, long after, int limit) {
        return deadLetters.stream().filter(dead -> dead.backend().equals(backend) && dead.seq() > after)
                .sorted(Comparator.comparingLong(DeadLetter::seq)).limit(limit).toList();
    }

    private void tell(Report report) {
        Set<String> problems = told.computeIfAbsent(report.backend(), name -> new HashSet<>());
        problems.addAll(report.told());
        problems.removeAll(Set.copyOf(report.ended()));
    }

    private void bury(DeadLetter dead) {
        deadLetters.add(new DeadLetter(++letters, dead.backend(), dead.seq(), dead.at(), dead.attempts(),
                dead.reason(), dead.event()));
    }

    @Override
    public synchronized CompletableFuture<Integer> deleteDeadLetters(String backend, Collection<Long> which) {
        int before = deadLetters.size();
        deadLetters.removeIf(dead -> dead.backend().equals(backend) && (which == null || which.contains(dead.id())));
        return CompletableFuture.completedFuture(before - deadLetters.size());
    }

    @Override
    public Replays replays() {
        return replays;
    }

    /** What replays see of it. */
    private final class Kept implements MemoryReplays.Kept {
        @Override
        public NavigableMap<Long, Block> blocks() {
            return blocks;
        }

        @Override
        public long cursor(String backend) {
            return cursors.getOrDefault(backend, next);
        }

        @Override
        public List<DeadLetter> deadLetters() {
            return deadLetters;
        }

        @Override
        public void bury(DeadLetter dead) {
            MemoryBus.this.bury(dead);
        }

        @Override
        public void note(long seq, Outcome outcome) {
            outcomes.computeIfAbsent(outcome.backend(), name -> new TreeMap<>()).put(seq, outcome);
        }

        @Override
        public void note(Report report) {
            MemoryBus.this.tell(report);
        }

        @Override
        public void tell() {
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public synchronized Found search(Search search) {
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

    @Override
    public synchronized Optional<Entry> find(String id) {
        return Optional.ofNullable(ids.get(id)).map(seq -> read(seq).entry(seq));
    }

    @Override
    public synchronized List<Outcome> outcomes(long seq) {
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

    @Override
    public synchronized Set<String> openProblems() {
        return problems.keys();
    }

    @Override
    public Channels channels() {
        return channels;
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
