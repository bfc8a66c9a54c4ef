package io.signalbox.bus;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who delivers to a backend? As many threads as its route asks for, while the route is started and the backend not paused. They are stopped
 * for any change of what the backend gets, and begin again at its cursor: nothing that was read before the change is sent after it.
 */
final class Lanes {
    private static final long WAIT_SECONDS = 5;
    private static final long POLL_MILLIS = 20;

    /** One run of the threads, which read one feed. */
    record Run(List<Lane> lanes, ExecutorService threads, Feed feed) {
    }

    /** Something that is done while nothing is delivered. */
    interface Change<T> {
        T make() throws IOException;
    }

    /** Makes the threads, and takes them back. */
    interface Threads {
        /** They begin where the backend stands. */
        Run begin();

        void over(Run run);
    }

    private final Bus bus;
    private final Backend backend;
    private final Threads threads;
    private final Runnable wake = this::wake;
    private boolean started;
    private volatile Run run;

    Lanes(Bus bus, Backend backend, Threads threads) {
        this.bus = bus;
        this.backend = backend;
        this.threads = threads;
    }

    synchronized void start() {
        started = true;
        begin();
    }

    synchronized void stop() throws InterruptedException {
        started = false;
        halt();
    }

    synchronized <T> T change(Change<T> change) throws IOException, InterruptedException {
        halt();
        try {
            return change.make();
        } finally {
            resume();
        }
    }

    private void resume() {
        try {
            begin();
        } catch (RuntimeException e) {
            backend.stuck("it could not go on after a change: " + e.getMessage());
            throw e;
        }
    }

    private void begin() {
        backend.overlaid(bus);
        if (started && !backend.overlay().paused()) {
            run = threads.begin();
            bus.listen(wake);
            run.lanes().forEach(run.threads()::submit);
        }
    }

    private void wake() {
        Run now = run;
        if (now != null) {
            now.lanes().forEach(Lane::wake);
        }
    }

    private void halt() throws InterruptedException {
        if (run == null) {
            return;
        }
        bus.forget(wake);
        run.lanes().forEach(Lane::stop);
        ExecutorService running = run.threads();
        running.shutdown();
        // A delivery that has just begun may end; a throttle that sleeps is woken, and its event waits for the next start.
        while (!running.awaitTermination(POLL_MILLIS, TimeUnit.MILLISECONDS)
                && run.lanes().stream().anyMatch(Lane::isFresh)) {
            continue;
        }
        running.shutdownNow();
        threads.over(run);
        running.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
        report(run.feed().cursor());
        run = null;
    }

    /** Whoever begins again at once must find all that was done until now. */
    private void report(long cursor) throws InterruptedException {
        backend.moved(cursor);
        try {
            bus.report(Report.moved(backend.name(), cursor, Instant.now())).exceptionally(closed -> null)
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // What is not noted is delivered a second time: late is better than never.
        }
    }
}
