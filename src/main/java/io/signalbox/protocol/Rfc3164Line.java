package io.signalbox.protocol;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.signalbox.event.Event;
import io.signalbox.event.Utf8;

/**
 * The syslog message of old: {@code <132>Nov 21 08:00:00 host signalbox: printer.offline HP-101 Offline}. Its time is local and knows neither
 * year nor zone, it is at most 1024 bytes long, and it has no place for an event's data.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3164">RFC 3164</a>
 */
final class Rfc3164Line implements SyslogLine {
    private static final int LONGEST = 1024;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final int facility;
    private final String host;
    private final String tag;
    private final int longest;
    private final ZoneId zone;

    Rfc3164Line(int facility, String host, String app, int longest, ZoneId zone) {
        this.facility = facility;
        // Without a domain, as the RFC asks.
        this.host = SyslogText.word(host.matches("[0-9.:]+|.*:.*") ? host : host.split("\\.", 2)[0], 255);
        this.tag = SyslogText.word(app.replaceAll("[^A-Za-z0-9_-]", "-"), 32);
        this.longest = Math.min(longest, LONGEST);
        this.zone = zone;
    }

    @Override
    public byte[] of(Event event) {
        ZonedDateTime time = event.time().atZone(zone);
        int day = time.getDayOfMonth();
        String line = "<" + SyslogText.pri(facility, event.severity()) + ">" + MONTH.format(time)
                + (day < 10 ? "  " : " ")
                + day + " " + CLOCK.format(time) + " " + host + " " + tag + ": " + SyslogText.word(event.type(), 255)
                + " " + SyslogLine.text(event) + " (id " + SyslogText.visible(event.id()) + ")";
        return SyslogText.bytes(Utf8.cut(line, longest));
    }
}
