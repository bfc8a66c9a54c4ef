package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Utf8;

/**
 * The syslog message of today: {@code <132>1 2026-11-21T08:00:00.123Z host signalbox - printer.offline [signalbox@32473 id="…"] text}.
 *
 * <p>
 * 32473 is the enterprise number that is set aside for examples (RFC 5612). Where a message grows too long, the event's data is left out
 * first, then the text is cut, and last the attributes, each visibly.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424">RFC 5424</a>
 */
final class Rfc5424Line implements SyslogLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
            Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int facility;
    private final String host;
    private final String app;
    private final int longest;

    Rfc5424Line(int facility, String host, String app, int longest) {
        this.facility = facility;
        this.host = SyslogText.word(host, 255);
        this.app = SyslogText.word(app, 48);
        this.longest = longest;
    }

    @Override
    public byte[] of(Event event) {
        byte[] start = start(event, longest);
        // Room for a text is always left.
        for (int room = longest / 4; start.length > longest * 3 / 4 && room > 8; room /= 2) {
            start = start(event, room);
        }
        byte[] data = SyslogText.bytes(data(event));
        String text = SyslogLine.text(event);
        if (start.length + data.length + 1 + BOM.length + Utf8.length(text) > longest) {
            data = new byte[0];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(start.length + data.length + text.length() + 4);
        out.writeBytes(start);
        out.writeBytes(data);
        out.write(' ');
        out.writeBytes(BOM);
        out.writeBytes(SyslogText.bytes(Utf8.cut(text, longest - out.size())));
        return out.toByteArray();
    }

    /** All that stands before the data, no attribute longer than that. */
    private byte[] start(Event event, int longestValue) {
        StringBuilder head = new StringBuilder(256).append('<').append(SyslogText.pri(facility, event.severity()))
                .append(">1 ").append(TIME.format(event.time().truncatedTo(ChronoUnit.MICROS))).append(' ')
                .append(host).append(' ').append(app).append(" - ").append(SyslogText.word(event.type(), 32))
                .append(' ');
        head.append("[signalbox@32473");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", event.id());
        attributes.put("type", event.type());
        attributes.put("source", event.source());
        attributes.put("subject", event.subject());
        attributes.put("state", event.state().text());
        attributes.put("dedupkey", event.dedupkey());
        attributes.put("tags", event.tags().isEmpty() ? null : String.join(",", event.tags()));
        attributes.put("traceparent", event.traceparent());
        attributes
                .forEach((name, value) -> parameter(name, value == null ? null : Utf8.cut(value, longestValue), head));
        return SyslogText.bytes(head.append(']').toString());
    }

    private static String data(Event event) {
        if (event.data().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(128).append("[data@32473");
        event.data().forEach((name, value) -> {
            String key = SyslogText.word(name, 32).replace('=', '-').replace(']', '-').replace('"', '-');
            parameter(key, text(value), out);
        });
        return out.append(']').toString();
    }

    private static void parameter(String name, String value, StringBuilder out) {
        if (value == null) {
            return;
        }
        out.append(' ').append(name).append("=\"");
        String visible = SyslogText.visible(value);
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            out.append(c == '"' || c == '\\' || c == ']' ? "\\" : "").append(c);
        }
        out.append('"');
    }

    private static String text(Object value) {
        if (!(value instanceof Map || value instanceof List)) {
            return value == null ? null : value.toString();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(text)) {
            EventJson.value(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
