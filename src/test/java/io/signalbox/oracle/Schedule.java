package io.signalbox.oracle;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long does the oracle go on? Once through in CI; with {@code -Doracle.minutes=10} again and again, each time with another seed.
 * {@code -Doracle.seed=…} begins with the seed of a failure.
 */
final class Schedule {
    private static final int MOST = 1_000_000;

    private final long until;
    private long next;

    private Schedule(long nanos, long seed) {
        this.until = System.nanoTime() + nanos;
        this.next = seed;
    }

    static Schedule ofThisRun() {
        return new Schedule(Duration.ofMinutes(Integer.getInteger("oracle.minutes", 0)).toNanos(),
                Long.getLong("oracle.seed", ThreadLocalRandom.current().nextInt(MOST)));
    }

    long seed() {
        return next++;
    }

    boolean goesOn() {
        return System.nanoTime() < until;
    }
}
