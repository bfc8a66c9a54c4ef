package io.signalbox.bus;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * May a backend be sent anything now? Closed, all that waits for it goes. After several failures in a row it opens: nothing is sent for a
 * while, then a single event tries whether the backend is back (half-open), and all the others wait for what becomes of that one.
 */
final class Breaker {
    /** So many dead letters in a row, and it is the backend's settings that are wrong, not the events: a wrong key, a wrong address. */
    private static final int BURIED_IN_A_ROW = 20;
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private boolean open;
    private boolean probing;
    private int failures;
    private int buried;
    private long heldUntil = System.nanoTime();

    /**
     * Waits until something may be sent.
     *
     * @return whether one event only
     * @throws InterruptedException
     *             where the backend stops
     */
    synchronized boolean enter(BooleanSupplier stopping) throws InterruptedException {
        while (!stopping.getAsBoolean()) {
            long millis = heldMillis();
            if (millis > 0) {
                wait(millis);
            } else if (!open) {
                return false;
            } else if (!probing) {
                probing = true;
                return true;
            } else {
                wait(LOOK_AGAIN_MILLIS);
            }
        }
        throw new InterruptedException();
    }

    /** The backend took something. */
    synchronized void accepted() {
        if (open || failures > 0 || buried > 0) {
            open = false;
            failures = 0;
            buried = 0;
            notifyAll();
        }
    }

    /** It refused an event for good. */
    synchronized void buried(Backoff backoff) {
        buried++;
        if (buried >= BURIED_IN_A_ROW) {
            open = true;
            hold(backoff.millis(buried - BURIED_IN_A_ROW + 1, null));
        }
        notifyAll();
    }

    /**
     * Nothing came of it, for now.
     *
     * @return for how many milliseconds whoever sent it should wait; 0 where {@link #enter} makes all wait alike
     */
    synchronized long failed(Verdict.Later later, int attempts) {
        Retry retry = later.retry();
        if (retry.failure() == Failure.REFUSED || retry.failure() == Failure.UNREACHABLE) {
            failures++;
            open |= failures >= retry.openAfter();
        }
        if (open) {
            hold(retry.backoff().millis(Math.max(1, failures - retry.openAfter() + 1), later.asked()));
            return 0;
        }
        long millis = retry.backoff().millis(attempts, later.asked());
        if (retry.failure() == Failure.THROTTLED) {
            hold(millis);
            return 0;
        }
        return millis;
    }

    private void hold(long millis) {
        heldUntil = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        notifyAll();
    }

    /** Lets whoever waits see that the backend stops. */
    synchronized void wake() {
        notifyAll();
    }

    /** Whoever was let in alone has heard what became of it. */
    synchronized void probed() {
        probing = false;
        notifyAll();
    }

    /** Lets the next event try at once, whatever went before. */
    synchronized void reset() {
        heldUntil = System.nanoTime();
        notifyAll();
    }

    /** For how long nobody may send anything. */
    synchronized long heldMillis() {
        return Math.max(0, Duration.ofNanos(heldUntil - System.nanoTime()).toMillis());
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** {@code closed}, {@code open} or {@code half-open}. */
    synchronized String state() {
        return !open ? "closed" : probing ? "half-open" : "open";
    }

    synchronized int failures() {
        return failures + buried;
    }
}
