package io.signalbox.reload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.support.service.ServiceHelper;
import org.jboss.logging.Logger;

/**
 * How do the new routes take the place of the old? What is in flight ends first, for a while; whoever comes meanwhile waits: events for a
 * backend on the bus, requests at the {@link Gate}, and what a source has just got at the end of its {@code direct:}. When one of the new
 * does not start, all of the old are put back.
 */
final class Swap {
    private static final Logger LOG = Logger.getLogger(Swap.class);
    private static final long PATIENCE_MILLIS = 10_000;
    /** A long request can go on meanwhile, where the route that reads it is not touched: it waits at the end of its {@code direct:}. */
    private static final long SHORT_PATIENCE_MILLIS = 2_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    /** Quiet is what was seen so several times: one who has just found the door may not have come in yet. */
    private static final int QUIET = 5;
    private static final String HTTP = "platform-http:";

    private final CamelContext camel;
    private final Gate gate;
    private final Loading loading;
    private final Set<Unit> removed = new LinkedHashSet<>();
    private final Set<Unit> added = new LinkedHashSet<>();

    Swap(CamelContext camel, Gate gate) {
        this.camel = camel;
        this.gate = gate;
        this.loading = new Loading(camel);
    }

    /** Why a swap did not succeed, by which route, and what is missing now, where even the old could not be put back. */
    static final class Failed extends Exception {
        private final transient Unit unit;
        private final transient Set<String> lost;

        Failed(Unit unit, Set<String> lost, Exception cause) {
            super(Loading.reason(cause), cause);
            this.unit = unit;
            this.lost = lost;
        }

        Unit unit() {
            return unit;
        }

        Set<String> lost() {
            return lost;
        }
    }

    /** Swaps all, or nothing. */
    void run(Difference difference) throws Failed {
        removed.clear();
        added.clear();
        Unit[] at = new Unit[1];
        try {
            List<Unit> corridor = difference.out().stream().filter(unit -> !unit.isBackend()).toList();
            if (difference.forAll()) {
                loading.forAll(difference.after());
            }
            for (String kamelet : difference.kamelets()) {
                loading.kamelet(kamelet, difference.after());
            }
            exchange(difference.out().stream().filter(Unit::isBackend).toList(),
                    difference.in().stream().filter(Unit::isBackend).toList(), difference.after(), at);
            if (!corridor.isEmpty()) {
                gate.close(corridor.stream().anyMatch(unit -> unit.from().startsWith(HTTP))
                        ? PATIENCE_MILLIS
                        : SHORT_PATIENCE_MILLIS);
            }
            exchange(corridor, difference.in().stream().filter(unit -> !unit.isBackend()).toList(), difference.after(),
                    at);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new Failed(at[0], restore(difference), e);
        } finally {
            gate.watch(paths());
            gate.open();
        }
    }

    private void exchange(List<Unit> out, List<Unit> in, Described texts, Unit[] at) throws Exception {
        remove(out);
        for (Unit unit : in) {
            at[0] = unit;
            added.add(unit);
            loading.add(unit, texts);
        }
        at[0] = null;
    }

    private void remove(List<Unit> units) throws Exception {
        for (Unit unit : units) {
            for (Route route : loading.routes(unit)) {
                quiet(route);
            }
            removed.add(unit);
            loading.remove(unit);
        }
        if (!units.isEmpty()) {
            loading.removeUnusedKamelets();
        }
    }

    /** Lets nobody in any more, and waits for those who are in it. */
    private void quiet(Route route) {
        if (route.getConsumer() instanceof Suspendable && isStarted(route)) {
            ServiceHelper.suspendService(route.getConsumer());
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            for (int quiet = 0; quiet < QUIET && System.nanoTime() < until; LockSupport.parkNanos(LOOK_NANOS)) {
                quiet = camel.getInflightRepository().size(route.getId()) == 0 ? quiet + 1 : 0;
            }
        }
    }

    private boolean isStarted(Route route) {
        return camel.getRouteController().getRouteStatus(route.getId()).isStarted();
    }

    /** Puts back what ran before; returns the keys of what could not be. */
    private Set<String> restore(Difference difference) {
        Set<String> lost = new HashSet<>();
        for (Unit unit : List.copyOf(added)) {
            attempt(unit, lost, () -> loading.remove(unit));
        }
        loading.removeUnusedKamelets();
        attempt(null, lost, () -> {
            if (difference.forAll()) {
                loading.forAll(difference.before());
            }
            for (String kamelet : difference.kamelets()) {
                loading.kamelet(kamelet, difference.before());
            }
        });
        List<Unit> back = new ArrayList<>(removed);
        Collections.reverse(back);
        lost.clear();
        back.forEach(unit -> attempt(unit, lost, () -> loading.add(unit, difference.before())));
        return lost;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static void attempt(Unit unit, Set<String> lost, Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception e) {
            LOG.errorf(e, "%s could not be put back", unit == null ? "What is said for all routes" : unit.key());
            if (unit != null) {
                lost.add(unit.key());
            }
        }
    }

    /** At which paths routes take requests. */
    Set<String> paths() {
        Set<String> paths = new HashSet<>();
        camel.getRoutes().forEach(route -> path(route.getEndpoint().getEndpointUri(), paths));
        return paths;
    }

    private static void path(String uri, Set<String> paths) {
        if (uri.startsWith(HTTP)) {
            String path = "/" + uri.substring(HTTP.length()).replaceFirst("[?].*", "").replaceFirst("^/+", "");
            boolean beginning = path.matches(".*[{*].*") || uri.contains("matchOnUriPrefix=true");
            path = path.replaceFirst("[{*].*", "").replaceFirst("(.)/+$", "$1");
            paths.add(beginning ? path + "*" : path);
        }
    }
}
