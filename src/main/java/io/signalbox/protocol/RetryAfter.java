package io.signalbox.protocol;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * How long does a {@code Retry-After} ask us to wait?
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {
    /** Nobody means more than this; the bus has its own idea of how long is too long. */
    static final Duration LONGEST = Duration.ofDays(365);

    private RetryAfter() {
    }

    /** Seconds (some send fractions) or an HTTP date; null where it says nothing that can be followed. */
    static Duration of(String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        Duration wait = text.matches("\\d+(\\.\\d+)?") ? seconds(text) : until(text, now);
        return wait != null && wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds((long) Math.min(LONGEST.toSeconds(), Math.ceil(Double.parseDouble(text))));
    }

    private static Duration until(String text, Instant now) {
        try {
            Duration wait = Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
