package io.signalbox.api;

import java.time.Duration;
import java.time.Instant;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Block;
import io.signalbox.bus.Bus;

/** How far is a backend behind? */
final class Lag {
    private static final double MILLIS = 1_000;

    private Lag() {
    }

    /** In events; those that it does not want count until it has passed them. */
    static long events(Bus bus, Backend backend) {
        return Math.max(0, bus.end() - backend.cursor());
    }

    /** In seconds: the age of the oldest event that it has not got. */
    static double seconds(Bus bus, Backend backend) {
        if (events(bus, backend) == 0) {
            return 0;
        }
        Block block = bus.read(backend.cursor());
        return block == null ? 0 : Math.max(0, Duration.between(block.received(), Instant.now()).toMillis() / MILLIS);
    }
}
