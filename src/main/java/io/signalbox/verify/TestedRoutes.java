package io.signalbox.verify;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Batch;
import io.signalbox.bus.Bus;
import io.signalbox.bus.DryDelivery;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.explain.StandIns;
import io.signalbox.reload.SecondCamel;

/** What do routes do with a test's events? They are the real ones, with their error handling, on a Camel from which nothing leaves. */
final class TestedRoutes implements AutoCloseable {
    private static final int MOST_EVENTS = 100_000;

    /**
     * A file's routes, those of its Kamelets too.
     *
     * @param kept
     *            whether they leave nothing behind from one test to the next
     * @param failure
     *            why they could not be loaded, or null
     */
    private record Loaded(List<String> routes, boolean kept, String failure) {
    }

    private final DefaultCamelContext camel;
    private final Backends backends = SecondCamel.backends(new Overlays());
    private final ProducerTemplate template;
    private final Outside outside = new Outside();
    private final Throttles throttles = new Throttles();
    private final UnaryOperator<String> setting;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>();
    private Map<String, String> with = Map.of();
    /** Nothing is ever on it: a test's events are put on a bus of the test. */
    private final Bus bus = emptyBus(null);

    TestedRoutes(CamelContext running, Catalogue catalogue, Path folder, UnaryOperator<String> setting) {
        this.setting = setting;
        camel = SecondCamel.beside(running, bus, catalogue, backends, "file:" + folder.resolve("kamelets"),
                this::setting, new StandIns(outside, throttles::counted, to -> {
                    // The bus of the test tells which channels.
                }, false), outside::inPlaceOf);
        camel.getCamelContextExtension().setName("verify");
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        template = camel.createProducerTemplate();
    }

    private static Bus emptyBus(Bus other) {
        return other == null
                ? new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1)
                : new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), MOST_EVENTS, other.channels());
    }

    private String setting(String name) {
        String value = with.get(name);
        return value == null ? setting.apply(name) : value;
    }

    /**
     * The next test: what another one left behind is taken away.
     *
     * @param settings
     *            those of the test, which win
     * @param afresh
     *            whether backends begin anew though their settings are the same
     */
    void begin(Map<String, String> settings, boolean afresh) throws Exception {
        boolean same = settings.equals(with);
        with = settings;
        for (var each : Map.copyOf(loaded).entrySet()) {
            if (!same || afresh && !each.getValue().kept) {
                for (String route : each.getValue().routes) {
                    camel.getRouteController().stopRoute(route);
                    camel.removeRoute(route);
                }
                loaded.remove(each.getKey());
            }
        }
        if (!same || afresh) {
            // Else a Kamelet with the same properties would be the one of before, with all that it remembers.
            for (String scheme : List.of("kamelet", "http", "https")) {
                camel.removeEndpoints(scheme + ":*");
            }
        }
    }

    /** Loads what failures mean. */
    void loadErrorHandling(String file, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:" + file, text));
    }

    /**
     * Loads routes, unless they are, and starts those that begin at the bus, whatever they say of when they start.
     *
     * @param kept
     *            whether they leave nothing behind from one test to the next
     */
    void load(String file, String text, boolean kept) {
        if (loaded.containsKey(file)) {
            return;
        }
        List<String> before = routeIds();
        String failure = null;
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:" + file, text));
            for (Route route : List.copyOf(camel.getRoutes())) {
                if (!before.contains(route.getRouteId()) && route.getEndpoint().getEndpointUri().startsWith("bus:")) {
                    camel.getRouteController().startRoute(route.getRouteId());
                }
            }
        } catch (Exception e) {
            failure = reason(e);
        }
        loaded.put(file, new Loaded(routeIds().stream().filter(id -> !before.contains(id)).toList(), kept, failure));
    }

    private List<String> routeIds() {
        return camel.getRoutes().stream().map(Route::getRouteId).toList();
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : reason(failure.getCause());
    }

    /** Why the routes of a file could not be loaded, or null. */
    String failure(String file) {
        return loaded.get(file).failure;
    }

    Outside outside() {
        return outside;
    }

    Backend backend(String name) {
        return backends.named(name);
    }

    List<String> channels(Entry entry) {
        return bus.channels().names(entry.channels());
    }

    /** A bus for a test's events. */
    Bus bus() {
        return emptyBus(bus);
    }

    /** A delivery about which nothing is known yet. */
    DryDelivery delivery(Backend backend, Bus events) {
        throttles.turn();
        return new DryDelivery(backend, backends, events, throttles::turn);
    }

    /** Sends events through intake and router, and onto a bus, where they have their channels, and ends their problems. */
    List<Entry> route(List<Event> events, Bus to) throws Exception {
        Exchange exchange = template.send("direct:intake",
                each -> each.getMessage().setBody(events));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return append(exchange.getMessage().getMandatoryBody(Batch.class), to);
    }

    private static List<Entry> append(Batch batch, Bus to) throws Exception {
        long from = to.end();
        to.append(batch).get();
        List<Entry> entries = new ArrayList<>();
        for (long seq = from; seq < to.end(); seq++) {
            entries.add(to.read(seq).entry(seq));
        }
        return entries;
    }

    /** Events as a backend gets them, without a way to it. */
    static List<Entry> entries(List<Event> events, long from) {
        return IntStream.range(0, events.size())
                .mapToObj(place -> new Entry(from + place, 0, Instant.now(), events.get(place))).toList();
    }

    @Override
    public void close() {
        camel.stop();
        bus.close();
    }
}
