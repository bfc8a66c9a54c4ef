package io.signalbox.api;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Search;

/**
 * What does one client that follows the events live get next? Nothing is kept for it: it has a place on the bus, and is given what stands
 * there when it asks for more. One that falls too far behind is told so, and sent no more.
 */
final class Tail implements Flow.Subscription {
    /** What one client is told. */
    interface Word {
    }

    /** An event that it asked for. */
    record Heard(Entry entry) implements Word {
    }

    /** It was too slow, by so many events. */
    record TooSlow(long behind) implements Word {
    }

    private final Bus bus;
    private final Search search;
    private final long mostBehind;
    private final Executor threads;
    private final Flow.Subscriber<? super Word> client;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private final Runnable appended = this::wake;
    private volatile boolean over;
    private long next;

    /**
     * @param from
     *            the place of the first event
     * @param mostBehind
     *            how many events a client may be behind the newest one
     * @param threads
     *            where events are read and handed out; never the thread that appends them
     */
    Tail(Bus bus, long from, Search search, long mostBehind, Executor threads, Flow.Subscriber<? super Word> client) {
        this.bus = bus;
        this.search = search;
        this.mostBehind = mostBehind;
        this.threads = threads;
        this.client = client;
        this.next = from;
    }

    void start() {
        bus.listen(appended);
        client.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        wanted.accumulateAndGet(more, (before, n) -> before + n < 0 ? Long.MAX_VALUE : before + n);
        wake();
    }

    @Override
    public void cancel() {
        over = true;
        bus.forget(appended);
    }

    private void wake() {
        if (!over && calls.getAndIncrement() == 0) {
            threads.execute(this::drain);
        }
    }

    /** One thread at a time is here; whoever calls meanwhile makes it go round once more. */
    private void drain() {
        int seen = calls.get();
        do {
            handOut();
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void handOut() {
        while (!over && wanted.get() > 0 && next < bus.end()) {
            if (bus.end() - next > mostBehind) {
                client.onNext(new TooSlow(bus.end() - next));
                cancel();
                client.onComplete();
                return;
            }
            Block block = bus.read(next);
            if (block == null) {
                return;
            }
            next = Math.max(next, block.first());
            while (!over && wanted.get() > 0 && next < block.next()) {
                Entry entry = block.entry(next++);
                if (search.finds(entry.event())) {
                    wanted.decrementAndGet();
                    client.onNext(new Heard(entry));
                }
            }
        }
    }
}
