package io.signalbox.event;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes ids that sort by the time at which they were made (UUID version 7), never the same twice, whatever the clock does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562</a>
 */
public final class Uuid7 {
    private final SecureRandom random = new SecureRandom();
    private long lastMillis;
    private int counter;

    /** The next id, such as {@code 019aa5c5-2b1c-7c3e-8f00-3d1f5a0b9c11}. */
    public String next() {
        long millis;
        int count;
        synchronized (this) {
            long now = System.currentTimeMillis();
            // Within a millisecond, and while the clock stands behind where it was, the counter goes on.
            if (now > lastMillis) {
                lastMillis = now;
                counter = random.nextInt(1 << 10);
            } else if (++counter == 1 << 12) {
                lastMillis++;
                counter = 0;
            }
            millis = lastMillis;
            count = counter;
        }
        return format(millis, count, tail());
    }

    private long tail() {
        return (buffered() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    }

    private final long[] pool = new long[128];
    private int left;

    /** SecureRandom costs a call into the system each time, so a pool of it is drawn at once. */
    private synchronized long buffered() {
        if (left == 0) {
            byte[] bytes = new byte[pool.length * Long.BYTES];
            random.nextBytes(bytes);
            java.nio.ByteBuffer.wrap(bytes).asLongBuffer().get(pool);
            left = pool.length;
        }
        return pool[--left];
    }

    private static String format(long millis, int count, long tail) {
        HexFormat hex = HexFormat.of();
        String time = hex.toHexDigits(millis, 12);
        String rest = hex.toHexDigits(tail, 16);
        return time.substring(0, 8) + '-' + time.substring(8) + "-7" + hex.toHexDigits(count, 3) + '-'
                + rest.substring(0, 4) + '-'
                + rest.substring(4);
    }
}
