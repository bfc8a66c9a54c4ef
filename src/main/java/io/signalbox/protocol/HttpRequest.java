package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.NotNow;

/**
 * Is a request ready to go? It has a URL to go to, which an error won't show, and the credentials that the sink was given.
 *
 * <p>
 * Reads the header {@code CamelHttpUri} and, where a sink sets them, the variables {@code username} and {@code password} (Basic) or
 * {@code token} with {@code scheme} ({@code Bearer}, {@code ApiKey}). Credentials are sent at once: waiting to be asked costs a request
 * per event, and some backends never ask.
 */
@Named("httpRequest")
@Singleton
@Unremovable // only routes name it
public final class HttpRequest implements Processor {
    @Override
    public void process(Exchange exchange) throws NotNow {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_URI, checked(message.getHeader(Exchange.HTTP_URI, String.class)));
        String authorization = authorization(exchange);
        if (authorization != null) {
            message.setHeader("Authorization", authorization);
        }
    }

    private static String authorization(Exchange exchange) {
        String token = set(exchange, "token");
        if (token != null) {
            return exchange.getVariable("scheme", "Bearer", String.class) + " " + token;
        }
        String username = set(exchange, "username");
        if (username == null) {
            return null;
        }
        String pair = username + ":" + exchange.getVariable("password", "", String.class);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private static String set(Exchange exchange, String variable) {
        String value = exchange.getVariable(variable, String.class);
        return value == null || value.isBlank() ? null : value;
    }

    private static String checked(String url) throws NotNow {
        if (url == null || url.isBlank()) {
            throw new NotNow("the URL is not set", null);
        }
        try {
            URI uri = new URI(url.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return url.strip();
            }
        } catch (URISyntaxException e) {
            // Said below without the URL, which may be a secret.
        }
        throw new NotNow("the URL is not one such as https://host/path", null);
    }
}
