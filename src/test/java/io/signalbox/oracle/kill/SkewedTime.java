package io.signalbox.oracle.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** What time is it, where somebody has set the clock? What {@link ClockAgent} has classes call instead of the JDK. */
public final class SkewedTime {
    private static final AtomicLong SECONDS = new AtomicLong();
    private static final long LOOK_MILLIS = 50;

    private SkewedTime() {
    }

    static void follow(Path file) {
        Thread thread = new Thread(() -> look(file), "skewed-time");
        thread.setDaemon(true);
        thread.start();
    }

    private static void look(Path file) {
        try {
            while (true) {
                String text = Files.readString(file).strip();
                if (!text.isEmpty()) {
                    SECONDS.set(Long.parseLong(text));
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException e) {
            System.err.println("nobody says what time it is: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static long currentTimeMillis() {
        return System.currentTimeMillis() + SECONDS.get() * 1000;
    }

    public static Instant now() {
        return Instant.now().plusSeconds(SECONDS.get());
    }

    public static Clock systemUTC() {
        return new Wrong(Clock.systemUTC());
    }

    private static final class Wrong extends Clock {
        private final Clock right;

        Wrong(Clock right) {
            this.right = right;
        }

        @Override
        public Instant instant() {
            return right.instant().plusSeconds(SECONDS.get());
        }

        @Override
        public ZoneId getZone() {
            return right.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new Wrong(right.withZone(zone));
        }
    }
}
