package io.signalbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * Who may ask? Whoever knows the token, where one is set: for everything below {@code /api} and {@code /v1}, be it answered by a resource or
 * by a route of Camel's. Health and metrics stay open, for probes and scrapers. Without a token nobody but this machine may reach the door.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750, bearer tokens</a>
 */
@ApplicationScoped
public class Doorkeeper {
    private static final int BEFORE_ALL_ELSE = 10_000;
    private static final int UNAUTHORIZED = 401;
    private static final String SCHEME = "bearer ";

    private final byte[] token;

    @Inject
    public Doorkeeper(@ConfigProperty(name = "signalbox.api.token") Optional<String> token) {
        this.token = token.map(String::strip).filter(text -> !text.isEmpty()).map(text -> text.getBytes(UTF_8))
                .orElse(null);
    }

    void stand(@Observes Filters filters) {
        if (token != null) {
            filters.register(this::ask, BEFORE_ALL_ELSE);
        }
    }

    void start(@Observes StartupEvent started, @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean listens,
            @ConfigProperty(name = "signalbox.api.open", defaultValue = "false") boolean open) {
        String refusal = listens ? refusal(host, token == null ? "" : "set", open) : null;
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
    }

    /**
     * Why nobody may listen on an address; null where that is as it should be.
     *
     * @param token
     *            empty where none is set
     * @param open
     *            whether something else guards the port
     */
    public static String refusal(String host, String token, boolean open) {
        if (!token.isBlank() || open || isLoopback(host)) {
            return null;
        }
        return "quarkus.http.host is " + host + ", which others can reach, and no token keeps them out. "
                + "Set SIGNALBOX_API_TOKEN to a long random text (openssl rand -hex 32), or listen on 127.0.0.1, or say "
                + "signalbox.api.open=true where something else guards the port.";
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void ask(RoutingContext asked) {
        String header = asked.request().getHeader("Authorization");
        if (!isGuarded(asked.normalizedPath()) || isToken(header)) {
            asked.next();
            return;
        }
        String wrong = header == null ? "" : ", error=\"invalid_token\"";
        asked.response().putHeader("WWW-Authenticate", "Bearer realm=\"signalbox\"" + wrong);
        refuse(asked, UNAUTHORIZED, "Unauthorized", (header == null ? "no token was given" : "this is not the token")
                + "; expected \"Authorization: Bearer …\" with that of this instance (signalbox.api.token)");
    }

    static void refuse(RoutingContext asked, int status, String title, String detail) {
        // A body that is still on its way is read to its end, and thrown away.
        asked.request().resume();
        asked.response().setStatusCode(status).putHeader("Content-Type", ApiProblem.TYPE)
                .end(Buffer.buffer(ApiProblem.body(status, title, null, detail)));
    }

    /** A resource is found whatever parameters ({@code ;a=b}) its path carries. */
    static boolean isGuarded(String path) {
        String plain = path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*", "");
        return isBelow("/api", plain) || isBelow("/v1", plain);
    }

    private static boolean isBelow(String root, String path) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /** Takes as long for a good guess as for a bad one. */
    private boolean isToken(String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(header.substring(SCHEME.length()).strip().getBytes(UTF_8), token);
    }
}
