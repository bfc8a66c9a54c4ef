package io.signalbox.bus.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * What time is it, and what time was it a while ago? Setting the clock makes no time pass: a machine without a battery that hears of the
 * right time, years later, forgets no id and no event for that.
 *
 * <p>
 * What the clock said is known while the process runs; of the time before it, the clock is believed.
 */
public final class WallClock {
    /** Where the clock goes away from the time that passes by more than this, from one reading to the next, somebody has set it. */
    private static final long TOLERANCE_MILLIS = 2_000;
    /** Of those before, only the one with the least time is known. */
    private static final int MOST_STRETCHES = 64;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Clock clock;
    private final LongSupplier nanos;
    /** The latest first. */
    private final Deque<Stretch> stretches = new ArrayDeque<>();

    /** A time in which nobody set it, from a moment of the machine's to its latest reading. */
    private static final class Stretch {
        private final long began;
        private long readAt;
        private long millis;

        Stretch(long began, long millis) {
            this.began = began;
            this.readAt = began;
            this.millis = millis;
        }

        /** What the clock should say at a moment, if nobody has set it since. */
        long at(long moment) {
            return millis + (moment - readAt) / NANOS_A_MILLI;
        }

        void read(long moment, long says) {
            readAt = moment;
            millis = says;
        }
    }

    /**
     * @param nanos
     *            the time that passes, whatever the clock is set to, in nanoseconds since whenever
     */
    WallClock(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        now();
    }

    /** The machine's. */
    public static WallClock system() {
        return new WallClock(Clock.systemUTC(), System::nanoTime);
    }

    /** One that nobody sets: however far it goes, that much time has passed. */
    public static WallClock unset(Clock clock) {
        return new WallClock(clock, () -> clock.millis() * NANOS_A_MILLI);
    }

    /** What it says. */
    public synchronized Instant now() {
        long moment = nanos.getAsLong();
        Instant says = clock.instant();
        Stretch latest = stretches.peekFirst();
        if (latest != null && Math.abs(says.toEpochMilli() - latest.at(moment)) <= TOLERANCE_MILLIS) {
            latest.read(moment, says.toEpochMilli());
        } else {
            stretches.addFirst(new Stretch(moment, says.toEpochMilli()));
            if (stretches.size() > MOST_STRETCHES) {
                joinOldest();
            }
        }
        return says;
    }

    private void joinOldest() {
        Stretch oldest = stretches.removeLast();
        Stretch next = stretches.peekLast();
        if (oldest.at(next.readAt) < next.millis) {
            stretches.removeLast();
            oldest.read(next.readAt, oldest.at(next.readAt));
            stretches.addLast(oldest);
        }
    }

    /** The least that it has said since that much time has passed: what was noted within it has no earlier time. */
    synchronized Instant ago(Duration time) {
        now();
        long moment = nanos.getAsLong() - time.toNanos();
        long least = Long.MAX_VALUE;
        for (Iterator<Stretch> each = stretches.iterator(); each.hasNext();) {
            Stretch stretch = each.next();
            boolean reaches = stretch.began - moment <= 0;
            least = Math.min(least, stretch.at(reaches || !each.hasNext() ? moment : stretch.began));
            if (reaches) {
                break;
            }
        }
        return Instant.ofEpochMilli(least);
    }
}
