package io.signalbox.reload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What becomes of a request for a route while it, or what comes after it, is being swapped? It waits at the gate until all is there again;
 * those that are inside are let out first. Nobody finds the door gone.
 */
@ApplicationScoped
public class Gate {
    private static final int BEFORE_ALL_ROUTES = 1_000;
    private static final int MOST_WAITING = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 20_000;
    private static final int UNAVAILABLE = 503;

    /** A request that waits, and the thread that is to go on with it. */
    private record Waiting(RoutingContext request, Context thread, long since) {
    }

    private int inside;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private volatile Set<String> watched = Set.of();
    private volatile Router router;
    private boolean closed;

    void know(@Observes Router all) {
        router = all;
    }

    void register(@Observes Filters filters) {
        filters.register(this::arrives, BEFORE_ALL_ROUTES);
    }

    /** From now on requests for these paths are counted, those of routes that take requests; one that ends in {@code *} is a beginning. */
    synchronized void watch(Set<String> paths) {
        watched = Set.copyOf(paths);
    }

    private void arrives(RoutingContext request) {
        if (!isWatched(request.normalizedPath()) || enters(request)) {
            request.next();
        }
    }

    private boolean isWatched(String asked) {
        String plain = asked.length() > 1 && asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        for (String path : watched) {
            if (path.endsWith("*") ? plain.startsWith(path.substring(0, path.length() - 1)) : plain.equals(path)) {
                return true;
            }
        }
        return false;
    }

    private synchronized boolean enters(RoutingContext request) {
        if (closed) {
            if (waiting.size() < MOST_WAITING) {
                request.request().pause();
                waiting.add(new Waiting(request, Vertx.currentContext(), System.nanoTime()));
            } else {
                refuse(request);
            }
            return false;
        }
        inside++;
        request.addEndHandler(end -> leaves());
        return true;
    }

    private synchronized void leaves() {
        inside--;
        notifyAll();
    }

    /** Closes it, and waits until nobody is inside any more, or for so long. */
    synchronized void close(long millis) throws InterruptedException {
        closed = true;
        long until = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && inside > 0; left = (until - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** Lets in all that wait; one that waits too long already is told to come again. */
    void open() {
        List<Waiting> come;
        synchronized (this) {
            closed = false;
            come = new ArrayList<>(waiting);
            waiting.clear();
        }
        for (Waiting each : come) {
            each.thread.runOnContext(now -> {
                if (System.nanoTime() - each.since > LONGEST_WAIT_MILLIS * 1_000_000) {
                    refuse(each.request);
                } else {
                    // As if it came now: its context knows only the routes that there were when it came.
                    router.handle(each.request.request());
                }
            });
        }
    }

    private static void refuse(RoutingContext request) {
        request.response().setStatusCode(UNAVAILABLE).putHeader("Retry-After", "1")
                .putHeader("Content-Type", "application/problem+json").putHeader("Connection", "close")
                .end("{\"type\":\"about:blank\",\"title\":\"Not now\",\"status\":503,"
                        + "\"detail\":\"the routes are being reloaded; send it again\"}");
    }
}
