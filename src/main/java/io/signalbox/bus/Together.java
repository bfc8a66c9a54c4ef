package io.signalbox.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who does what has become due, many small things at a time? A few threads, each with several of them one after another: to wake a thread for
 * each costs more than most of them do. What takes long, since a route waits for something, holds up those few that stood behind it, and only
 * until it ends: then each of them gets a thread of its own.
 */
public final class Together implements Executor {
    private static final int AT_ONCE = 16;
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Executor threads;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** Whether a thread is on its way that has not looked yet what waits. */
    private final AtomicBoolean called = new AtomicBoolean();

    /**
     * @param threads
     *            runs what it is given, each in a thread of its own
     */
    public Together(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable due) {
        waiting.add(due);
        call();
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            threads.execute(this::work);
        }
    }

    private void work() {
        called.set(false);
        List<Runnable> mine = take();
        if (!waiting.isEmpty()) {
            call();
        }
        int done = 0;
        try {
            long took = 0;
            while (done < mine.size() && took <= LONG_NANOS) {
                long began = System.nanoTime();
                mine.get(done++).run();
                took = System.nanoTime() - began;
            }
        } finally {
            mine.subList(done, mine.size()).forEach(threads::execute);
        }
    }

    private List<Runnable> take() {
        List<Runnable> mine = new ArrayList<>(AT_ONCE);
        Runnable next = waiting.poll();
        while (next != null) {
            mine.add(next);
            next = mine.size() < AT_ONCE ? waiting.poll() : null;
        }
        return mine;
    }
}
