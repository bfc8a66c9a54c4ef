package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.netty.buffer.Unpooled;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;

/**
 * Which bytes tell a syslog server of these events? A list of datagrams, one for each event, or one piece of a stream.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4">RFC 6587, framing in streams</a>
 */
// The Kamelet syslog-sink names this class.
@RegisterForReflection
public final class SyslogFormat implements Processor {
    private static final List<String> FACILITIES = List.of("kern", "user", "mail", "daemon", "auth", "syslog", "lpr",
            "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "clock", "local0", "local1",
            "local2", "local3", "local4", "local5", "local6", "local7");

    private final SyslogLine line;
    private final String protocol;
    private final boolean counted;

    /**
     * @param facility
     *            a number or a name; an Object, since Camel gives no text that looks like a number to a String
     */
    public SyslogFormat(String format, String protocol, String framing, Object facility, String appName,
            String hostname, int maxBytes) {
        if (!List.of("udp", "tcp", "tls").contains(protocol)) {
            throw new IllegalArgumentException("protocol is \"" + protocol + "\"; expected udp, tcp or tls");
        }
        if (!List.of("octet-counting", "lf").contains(framing)) {
            throw new IllegalArgumentException("framing is \"" + framing + "\"; expected octet-counting or lf");
        }
        if (maxBytes < 480) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; expected 480 or more (RFC 5424)");
        }
        String host = hostname.isBlank() ? thisHost() : hostname;
        this.protocol = protocol;
        // RFC 5425 knows no other framing.
        this.counted = framing.equals("octet-counting") || protocol.equals("tls");
        this.line = switch (format) {
            case "rfc5424" -> new Rfc5424Line(facility(facility.toString()), host, appName, maxBytes);
            case "rfc3164" ->
                new Rfc3164Line(facility(facility.toString()), host, appName, maxBytes, ZoneId.systemDefault());
            default -> throw new IllegalArgumentException(
                    "format is \"" + format + "\"; expected rfc5424 or rfc3164");
        };
    }

    private static int facility(String word) {
        int number = word.matches("[0-9]{1,2}")
                ? Integer.parseInt(word)
                : FACILITIES.indexOf(word.toLowerCase(Locale.ROOT));
        if (number < 0 || number > 23) {
            throw new IllegalArgumentException(
                    "facility is \"" + word + "\"; expected 0 to 23, or one of " + FACILITIES);
        }
        return number;
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "-";
        }
    }

    @Override
    public void process(Exchange exchange) {
        List<Event> events = EventBody.of(exchange);
        exchange.getMessage().setBody(protocol.equals("udp")
                ? events.stream().map(event -> Unpooled.wrappedBuffer(line.of(event))).toList()
                : Unpooled.wrappedBuffer(stream(events)));
    }

    private byte[] stream(List<Event> events) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream(events.size() * 512);
        for (Event event : events) {
            byte[] message = line.of(event);
            if (counted) {
                stream.writeBytes((message.length + " ").getBytes(US_ASCII));
            }
            stream.writeBytes(message);
            if (!counted) {
                stream.write('\n');
            }
        }
        return stream.toByteArray();
    }
}
