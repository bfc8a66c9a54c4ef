package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.event.Uuid7;

/**
 * Which event is a syslog message? Whatever comes is one: what is no syslog is kept as the text that it is, under {@code raw}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424">RFC 5424</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3164#section-4.3">RFC 3164, what to do with what is no syslog</a>
 */
final class SyslogParser {
    static final String TYPE = "syslog.message";

    private static final Pattern PRI = Pattern.compile("^<(\\d{1,3})>");
    private static final Pattern MODERN = Pattern.compile("^1 (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (?=[-\\[])");
    private static final Pattern OLD = Pattern
            .compile("^([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\dT\\S+) (.*)$", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("^([^\\s:\\[]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+) (?=\\S)");
    private static final Pattern TAG = Pattern.compile("^([^\\s:\\[]{1,48})(?:\\[([^\\]\\s]{1,128})])?: ?");
    private static final List<String> FACILITIES = List.of("kern", "user", "mail", "daemon", "auth", "syslog", "lpr",
            "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "clock", "local0", "local1",
            "local2", "local3", "local4", "local5", "local6", "local7");

    private final SyslogTime times;
    private final Uuid7 ids = new Uuid7();

    SyslogParser(Clock clock, ZoneId zone) {
        this.times = new SyslogTime(clock, zone);
    }

    /**
     * @param peer
     *            the address from which it came
     * @param truncated
     *            whether it was longer
     */
    Event event(byte[] bytes, String peer, boolean truncated) {
        String text = decoded(bytes).replaceFirst("[\\r\\n\\u0000]+$", "");
        Map<String, Object> data = new LinkedHashMap<>();
        Matcher pri = PRI.matcher(text);
        // RFC 3164, 4.3.3: what has no priority is user.notice.
        boolean known = pri.find() && Integer.parseInt(pri.group(1)) <= 191;
        int priority = known ? Integer.parseInt(pri.group(1)) : 13;
        data.put("facility", FACILITIES.get(priority / 8));
        Reading reading = known ? read(text.substring(pri.end()), data) : null;
        if (reading == null) {
            data.put("raw", text);
            reading = new Reading(null, null, known ? text.substring(pri.end()) : text);
        }
        data.put("peer", peer);
        if (truncated) {
            data.put("truncated", true);
        }
        return event(reading, severity(priority % 8), peer, data);
    }

    private Event event(Reading reading, Severity severity, String peer, Map<String, Object> data) {
        Object host = data.get("hostname");
        String source = host == null ? peer : SyslogText.word(host.toString(), 255);
        Object app = data.get("app_name");
        String subject = app == null ? null : SyslogText.word(app.toString(), 255);
        if (reading.time() == null && reading.written() != null) {
            data.put("timestamp", reading.written());
        }
        String message = reading.message().startsWith("\uFEFF") ? reading.message().substring(1) : reading.message();
        String line = SyslogText.visible(message.strip().lines().findFirst().orElse(""));
        String title = line.isEmpty() ? null : line.length() <= 200 ? line : line.substring(0, 199) + '\u2026';
        String key = source + '/' + TYPE + (subject == null ? "" : '/' + subject);
        return new Event(ids.next(), source, TYPE, subject, reading.time() == null ? times.now() : reading.time(),
                severity, State.FIRING, key, title, message.isEmpty() ? null : message, List.of(), null, data, null);
    }

    private Reading read(String text, Map<String, Object> data) {
        Matcher modern = MODERN.matcher(text);
        if (modern.find()) {
            return modern(text, modern, data);
        }
        Matcher old = OLD.matcher(text);
        return old.find() ? old(old.group(1), old.group(2), data) : null;
    }

    private Reading modern(String text, Matcher header, Map<String, Object> data) {
        Map<String, Object> elements = new LinkedHashMap<>();
        int end = StructuredData.read(text, header.end(), elements);
        if (end < 0) {
            return null;
        }
        given(data, "hostname", header.group(2));
        given(data, "app_name", header.group(3));
        given(data, "procid", header.group(4));
        given(data, "msgid", header.group(5));
        if (!elements.isEmpty()) {
            data.put("structured_data", elements);
        }
        String time = header.group(1).equals("-") ? null : header.group(1);
        return new Reading(time, time == null ? null : times.modern(time),
                end < text.length() ? text.substring(end + 1) : "");
    }

    private Reading old(String time, String rest, Map<String, Object> data) {
        Matcher host = HOST.matcher(rest);
        String content = rest;
        if (host.find()) {
            data.put("hostname", host.group(1));
            content = rest.substring(host.end());
        }
        Matcher tag = TAG.matcher(content);
        if (tag.find()) {
            data.put("app_name", tag.group(1));
            if (tag.group(2) != null) {
                data.put("procid", tag.group(2));
            }
            content = content.substring(tag.end());
        }
        return new Reading(time, Character.isDigit(time.charAt(0)) ? times.modern(time) : times.old(time), content);
    }

    private static void given(Map<String, Object> data, String name, String value) {
        if (!value.equals("-")) {
            data.put(name, value);
        }
    }

    private static Severity severity(int number) {
        return switch (number) {
            case 0, 1, 2 -> Severity.CRITICAL;
            case 3 -> Severity.ERROR;
            case 4 -> Severity.WARNING;
            case 7 -> Severity.DEBUG;
            default -> Severity.INFO;
        };
    }

    /** UTF-8, or else the Latin-1 of old devices: every byte string is one. */
    private static String decoded(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }

    /** What the message says of its time, what that means, and its text. */
    private record Reading(String written, Instant time, String message) {
    }
}
