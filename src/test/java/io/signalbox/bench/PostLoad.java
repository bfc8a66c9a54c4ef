package io.signalbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How many single events does an address take from many connections, and how long does each wait for its answer? */
final class PostLoad {
    static final int CONNECTIONS = 64;

    private final int port;
    private final String path;
    private final byte[] event = BusBench.lines(1);

    PostLoad(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /** Each connection sends its next event when the last is answered. */
    Answers full(double seconds) throws InterruptedException {
        return run(seconds, 0);
    }

    /**
     * So many a second, evenly, whatever the answers take. An answer that keeps the next event waiting counts for both: latency is counted from
     * when an event was due.
     */
    Answers at(double rate, double seconds) throws InterruptedException {
        return run(seconds, (long) (1e9 * CONNECTIONS / rate));
    }

    private Answers run(double seconds, long everyNanos) throws InterruptedException {
        List<List<Long>> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        long began = System.nanoTime();
        long end = began + (long) (seconds * 1e9);
        for (int i = 0; i < CONNECTIONS; i++) {
            List<Long> mine = new ArrayList<>();
            taken.add(mine);
            long first = began + everyNanos * i / CONNECTIONS;
            Thread thread = new Thread(() -> client(first, end, everyNanos, mine));
            thread.setUncaughtExceptionHandler((failed, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " connections failed", failures.get(0));
        }
        return new Answers(taken.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray(),
                (System.nanoTime() - began) / 1e9);
    }

    private void client(long first, long end, long everyNanos, List<Long> taken) {
        try (RawHttp connection = new RawHttp(port)) {
            long due = first;
            while (System.nanoTime() < end) {
                while (everyNanos > 0 && System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long began = everyNanos > 0 ? due : System.nanoTime();
                connection.post(path, "application/json", event);
                taken.add(System.nanoTime() - began);
                due += everyNanos;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long each answer took, in nanoseconds, shortest first. */
    record Answers(long[] nanos, double seconds) {
        double rate() {
            return nanos.length / seconds;
        }

        double millis(double quantile) {
            return nanos[(int) (nanos.length * quantile)] / 1e6;
        }
    }
}
