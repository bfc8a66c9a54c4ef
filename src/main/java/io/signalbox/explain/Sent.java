package io.signalbox.explain;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import jakarta.mail.MessagingException;

import org.apache.camel.Exchange;

/**
 * What would a route send, and where to?
 *
 * @param method
 *            of an HTTP request, else null
 * @param headers
 *            of an HTTP request or a mail
 */
public record Sent(String method, String to, Map<String, String> headers, String body) {

    /** What an exchange holds, on its way to somewhere that does not speak HTTP. */
    public static Sent message(String to, Exchange exchange) throws IOException, MessagingException {
        return new Sent(null, to, Recorder.headers(exchange.getMessage()), Recorder.body(exchange));
    }

    /** The same without secrets. */
    Sent masked(UnaryOperator<String> mask) {
        Map<String, String> shown = new TreeMap<>();
        headers.forEach((name, value) -> shown.put(name, isSecret(name) ? "***" : mask.apply(value)));
        return new Sent(method, mask.apply(to), shown, mask.apply(body));
    }

    /** What such a header holds is for the peer alone, wherever it was taken from. */
    private static boolean isSecret(String name) {
        return name.toLowerCase(java.util.Locale.ROOT)
                .matches(".*(authorization|token|api-?key|secret|password|cookie).*");
    }
}
