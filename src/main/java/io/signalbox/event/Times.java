package io.signalbox.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** When is a time that somebody wrote? RFC 3339, ISO 8601 without a zone (then it is UTC), or seconds or milliseconds since 1970. */
final class Times {
    private static final DateTimeFormatter ISO = DateTimeFormatter
            .ofPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss][.SSSSSSSSS][.SSSSSS][.SSS][.SS][.S][XXXXX][XXXX][X]")
            // No 30th of February is taken for the 28th.
            .withResolverStyle(ResolverStyle.STRICT);
    /** Numbers from here on (the year 5138 in seconds, 1973 in milliseconds) are milliseconds. */
    private static final double FIRST_MILLIS = 1e11;

    private static final long LAST_OF_9999 = 253402300799L;
    private static final int LONGEST = 30;

    private Times() {
    }

    static Optional<Instant> parse(String text) {
        Instant plain = plain(text);
        if (plain != null) {
            return Optional.of(plain);
        }
        try {
            TemporalAccessor parsed = ISO.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return lenient(text);
        }
    }

    /** Fractions of any length, for which a pattern has no letter. */
    private static Optional<Instant> lenient(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException zoned) {
            try {
                return Optional.of(LocalDateTime.parse(text.strip()).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException naive) {
                return Optional.empty();
            }
        }
    }

    static Optional<Instant> parse(double number) {
        if (!(number > 0 && number < 1e15)) {
            return Optional.empty();
        }
        double millis = number < FIRST_MILLIS ? number * 1000 : number;
        return Optional.of(Instant.ofEpochMilli(Math.round(millis)));
    }

    /** {@code 2026-11-21T08:00:00[.123456]Z}, the usual form, without the cost of a formatter; null for any other. */
    private static Instant plain(String text) {
        int length = text.length();
        if (length < 20 || length > 30 || text.charAt(length - 1) != 'Z' || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T' || text.charAt(13) != ':' || text.charAt(16) != ':') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int nanos = 0;
        if (length > 20) {
            nanos = text.charAt(19) == '.' ? digits(text, 20, length - 1) : -1;
            for (int i = length - 21; nanos >= 0 && i < 9; i++) {
                nanos *= 10;
            }
        }
        if ((year | month | day | hour | minute | second | nanos) < 0 || month < 1 || month > 12 || day < 1
                || day > Month.of(month).length(Year.isLeap(year)) || hour > 23
                || minute > 59 || second > 59) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * 86400 + hour * 3600L + minute * 60L + second, nanos);
    }

    /** As {@link Instant#toString}, in a fifth of its time: {@code 2026-11-21T08:00:00.123456Z}. */
    static void write(Instant time, JsonBuffer json) {
        long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds > LAST_OF_9999) {
            json.raw(time.toString());
            return;
        }
        LocalDate date = LocalDate.ofEpochDay(seconds / 86400);
        int second = (int) (seconds % 86400);
        int nanos = time.getNano();
        int fraction = nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        json.digits(4, date.getYear()).raw('-').digits(2, date.getMonthValue()).raw('-')
                .digits(2, date.getDayOfMonth()).raw('T');
        json.digits(2, second / 3600).raw(':').digits(2, second / 60 % 60).raw(':').digits(2, second % 60);
        if (fraction > 0) {
            json.raw('.').digits(fraction,
                    fraction == 3 ? nanos / 1_000_000 : fraction == 6 ? nanos / 1_000 : nanos);
        }
        json.raw('Z');
    }

    /** As {@link #write}. */
    static String text(Instant time) {
        JsonBuffer text = new JsonBuffer(LONGEST);
        write(time, text);
        return new String(text.toBytes(), US_ASCII);
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
