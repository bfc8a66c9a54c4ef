package io.signalbox.api;

import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/** What may the console do in a browser? Run what is its own, ask this instance, and stand in nobody else's page. */
@ApplicationScoped
public class ConsoleHeaders {
    private static final int BEFORE_THE_FILES = 10_000;
    private static final Set<String> FILES = Set.of("/", "/index.html", "/console.css", "/console.js");
    private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer",
            // Or else yesterday's script would go on with today's API for a day.
            "Cache-Control", "no-cache");

    void stand(@Observes Filters filters) {
        filters.register(ConsoleHeaders::add, BEFORE_THE_FILES);
    }

    private static void add(RoutingContext asked) {
        if (FILES.contains(asked.normalizedPath())) {
            HEADERS.forEach(asked.response()::putHeader);
        }
        asked.next();
    }
}
