package io.signalbox.reload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * What becomes of a request for a source that is just being swapped? It waits at the gate until the new route is there; those that are
 * inside are let out first. Nobody finds the door gone.
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

    private final Map<String, AtomicInteger> inside = new HashMap<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private volatile Set<String> watched = Set.of();
    private Set<String> closed = Set.of();

    void register(@Observes Filters filters) {
        filters.register(this::arrives, BEFORE_ALL_ROUTES);
    }

    /** From now on requests for these paths are counted, those of routes that take requests; one that ends in {@code *} is a beginning. */
    synchronized void watch(Set<String> paths) {
        watched = Set.copyOf(paths);
    }

    private void arrives(RoutingContext request) {
        String path = path(request.normalizedPath());
        if (path == null || enters(path, request)) {
            request.next();
        }
    }

    /** The watched path that a request is for, or null. */
    private String path(String asked) {
        String plain = asked.length() > 1 && asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        for (String path : watched) {
            if (path.endsWith("*") ? plain.startsWith(path.substring(0, path.length() - 1)) : plain.equals(path)) {
                return path;
            }
        }
        return null;
    }

    private synchronized boolean enters(String path, RoutingContext request) {
        if (closed.contains(path)) {
            if (waiting.size() < MOST_WAITING) {
                request.request().pause();
                waiting.add(new Waiting(request, Vertx.currentContext(), System.nanoTime()));
            } else {
                refuse(request);
            }
            return false;
        }
        inside.computeIfAbsent(path, name -> new AtomicInteger()).incrementAndGet();
        request.addEndHandler(end -> leaves(path));
        return true;
    }

    private synchronized void leaves(String path) {
        inside.get(path).decrementAndGet();
        notifyAll();
    }

    /** Closes it for some paths, and waits until nobody is inside any more, or for so long. */
    synchronized void close(Set<String> paths, long millis) throws InterruptedException {
        closed = Set.copyOf(paths);
        long until = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && isAnybodyInside(paths); left = (until - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private boolean isAnybodyInside(Set<String> paths) {
        return paths.stream().anyMatch(path -> inside.containsKey(path) && inside.get(path).get() > 0);
    }

    /** Lets in all that wait; one that waits too long already is told to come again. */
    void open() {
        List<Waiting> come;
        synchronized (this) {
            closed = Set.of();
            come = new ArrayList<>(waiting);
            waiting.clear();
        }
        for (Waiting each : come) {
            each.thread.runOnContext(now -> {
                if (System.nanoTime() - each.since > LONGEST_WAIT_MILLIS * 1_000_000) {
                    refuse(each.request);
                } else {
                    arrives(each.request);
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
