package io.signalbox.bus.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Channels;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Found;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Replays;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.event.Severity;

/** What does a bus do? The same as the journal, without a disk. It keeps the newest events only. */
public final class MemoryBus implements Bus {
    private final MemoryEvents events;
    private final MemoryDeliveries deliveries = new MemoryDeliveries();
    private final MemoryReplays replays;
    private final Channels channels;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;

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
        this.events = new MemoryEvents(clock, window, mostEvents);
        this.replays = new MemoryReplays(this, events, deliveries, this::tell, clock);
    }

    @Override
    public CompletableFuture<Receipt> append(Batch batch) {
        Receipt receipt;
        synchronized (this) {
            receipt = events.append(batch);
            deliveries.forget(events.first());
        }
        tell();
        return CompletableFuture.completedFuture(receipt);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public synchronized Block read(long seq) {
        return events.read(seq);
    }

    @Override
    public synchronized long next(long seq, Severity least) {
        return events.next(seq, least);
    }

    @Override
    public synchronized long end() {
        return events.end();
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
        return deliveries.progress(backend, events.end());
    }

    @Override
    public synchronized Map<String, Instant> expect(Set<String> backends, Duration grace) {
        Instant now = clock.instant();
        return deliveries.expect(backends, now, now.plus(grace));
    }

    @Override
    public synchronized CompletableFuture<Void> digested(String backend, String digest) {
        deliveries.digested(backend, digest);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> report(Report report) {
        deliveries.report(report);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(String backend, long after, int limit) {
        return deliveries.deadLetters(backend, after, limit);
    }

    @Override
    public synchronized CompletableFuture<Integer> deleteDeadLetters(String backend, Collection<Long> which) {
        return CompletableFuture.completedFuture(deliveries.deleteDeadLetters(backend, which));
    }

    @Override
    public Replays replays() {
        return replays;
    }

    @Override
    public synchronized Found search(Search search) {
        return events.search(search);
    }

    @Override
    public synchronized Optional<Entry> find(String id) {
        return events.find(id);
    }

    @Override
    public synchronized List<Outcome> outcomes(long seq) {
        return deliveries.outcomes(seq);
    }

    @Override
    public synchronized Set<String> openProblems() {
        return events.problems().keys();
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
