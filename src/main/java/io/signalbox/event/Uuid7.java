package io.signalbox.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

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
            ByteBuffer.wrap(bytes).asLongBuffer().get(pool);
            left = pool.length;
        }
        return pool[--left];
    }

    private static String format(long millis, int count, long tail) {
        byte[] text = new byte[36];
        hex(text, 0, 8, millis >>> 16);
        text[8] = '-';
        hex(text, 9, 4, millis);
        text[13] = '-';
        text[14] = '7';
        hex(text, 15, 3, count);
        text[18] = '-';
        hex(text, 19, 4, tail >>> 48);
        text[23] = '-';
        hex(text, 24, 12, tail);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(byte[] text, int from, int digits, long number) {
        long rest = number;
        for (int at = from + digits - 1; at >= from; at--) {
            text[at] = (byte) "0123456789abcdef".charAt((int) rest & 0xf);
            rest >>>= 4;
        }
    }
}
