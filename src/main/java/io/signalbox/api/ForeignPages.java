package io.signalbox.api;

import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Does a foreign web page ask? Every page that somebody at this machine opens can send requests to localhost, and by a name that leads here
 * (DNS rebinding) read the answers too. Browsers say whose page it is; programs say nothing, and are let through.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch metadata</a>
 */
@ApplicationScoped
public class ForeignPages {
    private static final int BEFORE_THE_DOORKEEPER = 20_000;
    private static final int FORBIDDEN = 403;

    private final boolean guarded;

    /**
     * @param token
     *            a page that has another's name does not know it
     * @param open
     *            whether something else guards the port, and so the names by which it is reached
     */
    @Inject
    public ForeignPages(@ConfigProperty(name = "signalbox.api.token") Optional<String> token,
            @ConfigProperty(name = "signalbox.api.open", defaultValue = "false") boolean open) {
        this.guarded = open || token.filter(text -> !text.isBlank()).isPresent();
    }

    void keepOut(@Observes Filters filters) {
        filters.register(this::ask, BEFORE_THE_DOORKEEPER);
    }

    private void ask(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        String refusal = Doorkeeper.isGuarded(asked.normalizedPath())
                ? refusal(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.scheme(),
                        request.authority() == null ? request.getHeader("Host") : request.authority().toString())
                : null;
        if (refusal == null) {
            asked.next();
        } else {
            Doorkeeper.refuse(asked, FORBIDDEN, "Forbidden", refusal);
        }
    }

    /**
     * Why a request is not answered; null where it is. Each of these but the scheme may be missing.
     *
     * @param site
     *            whose page asks, as the browser sees it
     * @param origin
     *            the address of the page that asks
     * @param host
     *            the name, and the port, by which it asks for us
     */
    String refusal(String site, String origin, String scheme, String host) {
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return "a web page of another address sent this (Sec-Fetch-Site: " + site
                    + "), and only a page of this address may; a program leaves that header out";
        }
        if (origin != null && !isOurs(origin, scheme, host)) {
            return "a web page of " + origin + " sent this, and only one of " + scheme + "://" + host
                    + " may; a program leaves Origin out, a proxy passes Host on";
        }
        if (!guarded && host != null && !isLoopback(host)) {
            return "this was asked for as " + host + ", and without a token only localhost, 127.0.0.1 and [::1] are"
                    + " answered: a web page may have made that name lead here; use one of those, or set SIGNALBOX_API_TOKEN, or"
                    + " signalbox.api.open=true where something else guards the port";
        }
        return null;
    }

    /** What ends TLS before us asks us by HTTP for a page that came by HTTPS. */
    private boolean isOurs(String origin, String scheme, String host) {
        if (host == null) {
            return false;
        }
        String page = origin.toLowerCase(Locale.ROOT);
        return page.equals(address(scheme, host)) || guarded && page.equals(address("https", host));
    }

    /** As browsers write it: without the port that goes without saying. */
    private static String address(String scheme, String host) {
        return scheme + "://"
                + host.toLowerCase(Locale.ROOT).replaceFirst(scheme.equals("https") ? ":443$" : ":80$", "");
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
        return name.equals("localhost") || name.endsWith(".localhost") || name.equals("[::1]")
                || name.matches("127(\\.\\d{1,3}){3}");
    }
}
