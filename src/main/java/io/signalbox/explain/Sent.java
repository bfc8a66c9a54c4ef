package io.signalbox.explain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What would a route send, and where to?
 *
 * @param method
 *            of an HTTP request, else null
 * @param headers
 *            of an HTTP request or a mail
 */
public record Sent(String method, String to, Map<String, String> headers, String body) {
    private static final Pattern ORIGIN = Pattern.compile("^(https?://)(?:[^/?#]*@)?([^/?#@]+)");
    private static final int LONGEST = 16 << 20;

    /** What an exchange holds, on its way to somewhere that does not speak HTTP. */
    static Sent message(String to, Exchange exchange) throws IOException, MessagingException {
        return new Sent(null, to, headers(exchange.getMessage()), body(exchange));
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value != null) {
                headers.put(name, value.toString());
            }
        });
        return headers;
    }

    private static String body(Exchange exchange) throws IOException, MessagingException {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return "";
        }
        if (body instanceof MimeMessage mail) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            mail.writeTo(text);
            return text.toString(StandardCharsets.UTF_8);
        }
        byte[] bytes = body instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        return bytes == null
                ? "(" + body.getClass().getSimpleName() + ")"
                : text(bytes, exchange.getMessage().getHeader("Content-Encoding", String.class));
    }

    /** What was compressed for the way is not any more. */
    static String text(byte[] bytes, String encoding) throws IOException {
        return new String("gzip".equals(encoding)
                ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readNBytes(LONGEST)
                : bytes, StandardCharsets.UTF_8);
    }

    /** The same without secrets. */
    Sent masked(UnaryOperator<String> mask) {
        Map<String, String> shown = new TreeMap<>();
        headers.forEach((name, value) -> shown.put(name, isSecret(name) ? "***" : mask.apply(value)));
        return new Sent(method, maskedTo(mask), shown, mask.apply(body));
    }

    /** Of an address that is a secret as a whole, such as a webhook's, the host may be told: it is in the header too. */
    private String maskedTo(UnaryOperator<String> mask) {
        String masked = mask.apply(to);
        Matcher origin = ORIGIN.matcher(to);
        return origin.find() && !masked.startsWith(origin.group())
                ? origin.group(1) + origin.group(2) + "/***"
                : masked;
    }

    /** What such a header holds is for the peer alone, wherever it was taken from. */
    private static boolean isSecret(String name) {
        return name.toLowerCase(java.util.Locale.ROOT)
                .matches(".*(authorization|token|api-?key|secret|password|cookie).*");
    }
}
