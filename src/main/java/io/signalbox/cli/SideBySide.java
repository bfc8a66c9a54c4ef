package io.signalbox.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** How is much done with few things that each can do but one at a time? As many of them as there are cores work side by side. */
final class SideBySide<W extends AutoCloseable> implements AutoCloseable {
    private static final long LONGEST_SECONDS = 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final BlockingQueue<W> idle = new LinkedBlockingQueue<>();
    private final Callable<W> making;

    /**
     * @param making
     *            makes one more of those that work
     */
    SideBySide(Callable<W> making) {
        this.making = making;
    }

    /** What one of them does. */
    interface Work<W, T, R> {
        R with(W worker, T thing) throws Exception;
    }

    /** Begins with all; the results come in the same order. */
    <T, R> List<Future<R>> each(List<T> things, Work<W, T, R> work) {
        List<Future<R>> results = new ArrayList<>();
        for (T thing : things) {
            results.add(threads.submit(() -> {
                W worker = idle.poll();
                worker = worker == null ? making.call() : worker;
                try {
                    return work.with(worker, thing);
                } finally {
                    idle.add(worker);
                }
            }));
        }
        return results;
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        threads.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
        for (W worker = idle.poll(); worker != null; worker = idle.poll()) {
            worker.close();
        }
    }
}
