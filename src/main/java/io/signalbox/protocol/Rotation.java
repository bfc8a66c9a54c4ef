package io.signalbox.protocol;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Which file is written at a moment? The moment is that of writing, in UTC: an event that comes late never reopens a file that somebody may
 * have collected.
 */
enum Rotation {
    HOURLY("_yyyyMMdd_HH"), DAILY("_yyyyMMdd"), NONE("");

    private final DateTimeFormatter suffix;

    Rotation(String pattern) {
        suffix = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** What follows the prefix in the file's name, such as {@code _20261121_08}. */
    String suffix(Instant now) {
        return suffix.format(now);
    }

    static Rotation of(String word) {
        for (Rotation rotation : values()) {
            if (rotation.name().equalsIgnoreCase(word.strip())) {
                return rotation;
            }
        }
        throw new IllegalArgumentException("rotation is \"" + word + "\"; expected hourly, daily or none");
    }
}
