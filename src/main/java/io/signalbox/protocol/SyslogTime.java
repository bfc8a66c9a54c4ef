package io.signalbox.protocol;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** When was a syslog message written? Null where its time makes no sense: then the moment at which it came counts. */
final class SyslogTime {
    /** A clock this far ahead is wrong, and its events would come after those that are still to happen. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Clock clock;
    private final ZoneId zone;

    SyslogTime(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    Instant now() {
        return clock.instant();
    }

    /** RFC 5424: a time of RFC 3339. */
    Instant modern(String text) {
        try {
            return sensible(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** RFC 3164, {@code Nov  1 08:00:00}: local time, of the year in which it is closest to now. */
    Instant old(String text) {
        ZonedDateTime now = clock.instant().atZone(zone);
        Instant best = null;
        for (int year = now.getYear() - 1; year <= now.getYear() + 1; year++) {
            try {
                DateTimeFormatter format = new DateTimeFormatterBuilder().appendPattern("MMM ppd HH:mm:ss")
                        .parseDefaulting(ChronoField.YEAR, year).toFormatter(Locale.ENGLISH);
                Instant time = LocalDateTime.parse(text, format).atZone(zone).toInstant();
                if (best == null || away(time).compareTo(away(best)) < 0) {
                    best = time;
                }
            } catch (DateTimeException e) {
                // no such day in that year
            }
        }
        return best == null ? null : sensible(best);
    }

    private Duration away(Instant time) {
        return Duration.between(time, clock.instant()).abs();
    }

    private Instant sensible(Instant time) {
        return time.isAfter(clock.instant().plus(AHEAD)) ? null : time;
    }
}
