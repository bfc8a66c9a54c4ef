package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jboss.logging.Logger;

/** What is done with a backend's events, one exchange after another? They are sent until each is accepted or refused for good. */
final class Lane implements Runnable {
    private static final Logger LOG = Logger.getLogger("io.signalbox.deliveries");
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    /** Lets events gather when the last look found nothing for this backend, so that a stream meant for others wakes it less often. */
    private static final long LINGER_MILLIS = 2;
    private static final int HALF = 2;
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final int number;
    private final Feed feed;
    private final Reports reports;
    private final Backend backend;
    private final Backends backends;
    private final Subscription subscription;
    private final Function<List<Entry>, Verdict> send;
    private final Object changed = new Object();
    private boolean news;
    private volatile long sendingSince;
    private volatile boolean stopping;
    private long reported;

    Lane(int number, Feed feed, Bus bus, Backend backend, Backends backends, Subscription subscription,
            Function<List<Entry>, Verdict> send) {
        this.number = number;
        this.feed = feed;
        this.reports = new Reports(bus);
        this.backend = backend;
        this.backends = backends;
        this.subscription = subscription;
        this.send = send;
        this.reported = backend.cursor();
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
    }

    /** Whether a delivery has just begun, and so will soon end. */
    boolean isFresh() {
        long since = sendingSince;
        return since != 0 && System.nanoTime() - since < FRESH_NANOS;
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
                    fail(Verdict.reason(e), millis);
                    pause(millis);
                }
            }
        } catch (InterruptedException e) {
            // Whoever stops the route does not wait for ever: what was not finished is delivered after the next start.
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        List<Entry> batch = gather();
        if (batch.isEmpty()) {
            keepCursor();
            await(LOOK_AGAIN_MILLIS);
            Thread.sleep(LINGER_MILLIS);
        } else {
            deliver(batch);
        }
    }

    private List<Entry> gather() throws InterruptedException {
        List<Entry> batch = feed.next(number, subscription.batchSize());
        long until = System.nanoTime() + Duration.ofMillis(subscription.batchTimeoutMillis()).toNanos();
        while (!batch.isEmpty() && batch.size() < subscription.batchSize() && !stopping) {
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

    private void deliver(List<Entry> batch) throws InterruptedException {
        List<Entry> left = batch;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            long began = System.nanoTime();
            sendingSince = began;
            Verdict verdict = send.apply(left);
            sendingSince = 0;
            backends.observer().delivered(backend, left.size(), Duration.ofNanos(System.nanoTime() - began),
                    verdict instanceof Verdict.Accepted);
            if (stopping && verdict instanceof Verdict.Later) {
                throw new InterruptedException();
            }
            if (verdict instanceof Verdict.Accepted) {
                finish(left, List.of(), attempt);
                left = List.of();
            } else if (verdict instanceof Verdict.Refused && left.size() > 1) {
                // One of them is at fault: the halves tell which.
                deliver(left.subList(0, left.size() / HALF));
                deliver(left.subList(left.size() / HALF, left.size()));
                left = List.of();
            } else if (verdict instanceof Verdict.Refused refused) {
                finish(List.of(), List.of(letter(left.get(0), attempt, refused.reason())), attempt);
                left = List.of();
            } else if (verdict instanceof Verdict.Partly partly) {
                left = sort(left, partly.others(), attempt);
            } else if (verdict instanceof Verdict.Later later) {
                long millis = later.backoff().millis(attempt, later.asked());
                fail(later.reason(), millis);
                pause(millis);
            }
        }
    }

    /** Finishes with what was accepted or refused of a batch; returns what is left, after a wait. */
    private List<Entry> sort(List<Entry> batch, Map<Integer, Verdict> others, int attempt) throws InterruptedException {
        List<Entry> accepted = new ArrayList<>();
        List<DeadLetter> dead = new ArrayList<>();
        List<Entry> left = new ArrayList<>();
        long wait = 0;
        String reason = null;
        for (int place = 0; place < batch.size(); place++) {
            Entry entry = batch.get(place);
            Verdict verdict = others.get(place);
            if (verdict == null) {
                accepted.add(entry);
            } else if (verdict instanceof Verdict.Refused refused) {
                dead.add(letter(entry, attempt, refused.reason()));
            } else if (verdict instanceof Verdict.Later later) {
                left.add(entry);
                wait = Math.max(wait, later.backoff().millis(attempt, later.asked()));
                reason = later.reason();
            }
        }
        finish(accepted, dead, attempt);
        if (reason != null) {
            fail(reason, wait);
            pause(wait);
        }
        return left;
    }

    private DeadLetter letter(Entry entry, int attempt, String reason) {
        return new DeadLetter(0, backend.name(), entry.seq(), Instant.now(), attempt, backends.masked(reason),
                entry.event());
    }

    private void finish(List<Entry> accepted, List<DeadLetter> dead, int attempts) throws InterruptedException {
        keep(dead, attempts);
        List<Entry> finished = new ArrayList<>(accepted);
        dead.forEach(letter -> finished.add(new Entry(letter.seq(), 0, null, null)));
        feed.finished(number, finished);
        if (!accepted.isEmpty()) {
            backend.accepted(accepted.size());
            logSent(accepted);
        }
        for (DeadLetter letter : dead) {
            backend.buried(letter.reason());
            LOG.warnf("Event %s (%s) refused by integration %s, now among its dead letters: %s", letter.event().type(),
                    letter.event().id(), backend.name(), letter.reason());
        }
        if (!accepted.isEmpty()) {
            report(accepted.stream().mapToLong(Entry::seq).toArray(), attempts);
        }
    }

    /** Dead letters are durable before the cursor passes them: while the disk is full, this backend waits. */
    private void keep(List<DeadLetter> dead, int attempts) throws InterruptedException {
        for (int attempt = 1; !dead.isEmpty(); attempt++) {
            Exception why = reports.save(new Report(backend.name(), feed.cursor(), new long[0], attempts, dead,
                    Instant.now()));
            if (why == null) {
                return;
            }
            long millis = Backoff.DEFAULT.millis(attempt, null);
            fail("its dead letters can't be kept: " + Verdict.reason(why), millis);
            pause(millis);
        }
    }

    /** A line per event and backend: for development, and for whoever looks for one event; too much for a busy day. */
    private void logSent(List<Entry> accepted) {
        if (LOG.isDebugEnabled()) {
            for (Entry entry : accepted) {
                LOG.debugf("Event %s (%s) sent to integration %s", entry.event().type(), entry.event().headline(),
                        backend.name());
            }
        }
    }

    private void fail(String reason, long millis) {
        String masked = backends.masked(reason);
        backend.failed(masked);
        LOG.warnf("Integration %s did not take an event; next try in %d ms: %s", backend.name(), millis, masked);
    }

    private void keepCursor() throws InterruptedException {
        if (feed.cursor() > reported || reports.failed()) {
            report(new long[0], 0);
        }
    }

    private void report(long[] delivered, int attempts) throws InterruptedException {
        reported = feed.cursor();
        backend.moved(reported);
        reports.send(new Report(backend.name(), reported, delivered, attempts, List.of(), Instant.now()));
    }

    private void pause(long millis) throws InterruptedException {
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
