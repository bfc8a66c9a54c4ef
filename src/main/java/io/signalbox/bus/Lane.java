package io.signalbox.bus;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jboss.logging.Logger;

/** What does one of a backend's threads do? It takes the next events and delivers them, one exchange after another. */
final class Lane implements Runnable, Delivery.Waiting {
    private static final Logger LOG = Logger.getLogger("io.signalbox.deliveries");
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    /** Lets events gather when the last look found nothing for this backend, so that a stream meant for others wakes it less often. */
    private static final long LINGER_MILLIS = 2;
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final int number;
    private final Feed feed;
    private final ReplayFeed replays;
    private final Backend backend;
    private final Backends backends;
    private final Subscription subscription;
    private final Delivery delivery;
    private final Delivery replaying;
    private final Object changed = new Object();
    private boolean news;
    private volatile long sendingSince;
    private volatile boolean stopping;

    Lane(int number, Feed feed, ReplayFeed replays, Bus bus, Backend backend, Backends backends,
            Subscription subscription, Overflow overflow, Function<List<Entry>, Verdict> send) {
        this.number = number;
        this.feed = feed;
        this.replays = replays;
        this.backend = backend;
        this.backends = backends;
        this.subscription = subscription;
        this.delivery = new Delivery(number, feed, bus, backend, backends, overflow, entries -> timed(entries, send));
        this.replaying = new Delivery(number, replays, bus, backend, backends, overflow,
                entries -> timed(ReplayFeed.marked(entries), send));
    }

    private Verdict timed(List<Entry> entries, Function<List<Entry>, Verdict> send) {
        sendingSince = System.nanoTime();
        try {
            return send.apply(entries);
        } finally {
            sendingSince = 0;
        }
    }

    /** Something new may be there. */
    void wake() {
        synchronized (changed) {
            news = true;
            changed.notifyAll();
        }
    }

    void stop() {
        stopping = true;
        wake();
        backend.breaker().wake();
    }

    /** Whether a delivery has just begun, and so will soon end. */
    boolean isFresh() {
        long since = sendingSince;
        return since != 0 && System.nanoTime() - since < FRESH_NANOS;
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void run() {
        try {
            for (int failures = 0; !stopping;) {
                try {
                    work();
                    failures = 0;
                } catch (IllegalStateException e) {
                    // The bus can't be read: this backend goes no further, and says so until somebody has seen to it.
                    long millis = Backoff.DEFAULT.millis(++failures, null);
                    backend.stuck(backends.masked(Verdict.reason(e)));
                    LOG.warnf("Integration %s can't go on; next try in %d ms: %s", backend.name(), millis,
                            backend.lastError());
                    pause(millis);
                }
            }
        } catch (InterruptedException e) {
            // Whoever stops the route does not wait for ever: what was not finished is delivered after the next start.
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        // In turn: a replay starves nobody, and nobody starves a replay.
        List<Entry> again = replays.next(number, subscription.batchSize());
        if (!again.isEmpty()) {
            replaying.deliver(again, this);
        }
        List<Entry> batch = gather(again.isEmpty());
        if (!batch.isEmpty()) {
            delivery.deliver(batch, this);
            return;
        }
        delivery.keepCursor();
        delivery.digest();
        if (again.isEmpty() && !replays.hasMore()) {
            await(LOOK_AGAIN_MILLIS);
            Thread.sleep(LINGER_MILLIS);
        }
    }

    /**
     * @param patient
     *            whether a batch may wait to be filled: not while there is something else to send
     */
    private List<Entry> gather(boolean patient) throws InterruptedException {
        List<Entry> batch = feed.next(number, subscription.batchSize());
        long until = System.nanoTime() + Duration.ofMillis(subscription.batchTimeoutMillis()).toNanos();
        while (patient && !batch.isEmpty() && batch.size() < subscription.batchSize() && !stopping) {
            long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (left <= 0) {
                break;
            }
            await(left);
            try {
                batch.addAll(feed.next(number, subscription.batchSize() - batch.size()));
            } catch (IllegalStateException e) {
                // Said when what came before it is delivered.
                break;
            }
        }
        return batch;
    }

    @Override
    public void pause(long millis) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        synchronized (changed) {
            for (long left = millis; left > 0
                    && !stopping; left = Duration.ofNanos(until - System.nanoTime()).toMillis()) {
                changed.wait(left);
            }
        }
        if (stopping) {
            throw new InterruptedException();
        }
    }

    private void await(long millis) throws InterruptedException {
        synchronized (changed) {
            if (!news && !stopping) {
                changed.wait(millis);
            }
            news = false;
        }
    }
}
