package io.signalbox.bus;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** How many a second are they, over the last minute? */
final class Rate {
    private static final int SECONDS = 60;
    private static final long NANOS = 1_000_000_000;

    private final LongSupplier nanos;
    private final long[] counts = new long[SECONDS];
    private long second;

    /**
     * @param nanos
     *            a clock that only goes forward
     */
    Rate(LongSupplier nanos) {
        this.nanos = nanos;
        this.second = nanos.getAsLong() / NANOS;
    }

    synchronized void add(int events) {
        turn();
        counts[Math.floorMod(second, SECONDS)] += events;
    }

    synchronized double perSecond() {
        turn();
        return Arrays.stream(counts).sum() / (double) SECONDS;
    }

    private void turn() {
        long now = nanos.getAsLong() / NANOS;
        for (long passed = Math.max(second + 1, now - SECONDS + 1); passed <= now; passed++) {
            counts[Math.floorMod(passed, SECONDS)] = 0;
        }
        second = now;
    }
}
