package io.signalbox.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;

/** What is measured? The names are those that operators' dashboards already have; an {@code integration} is a backend. */
@Singleton
public class Measurements implements Backends.Observer {
    /** A sender may name its source as it likes; so many of them are counted by name, the rest as one. */
    private static final int MOST_SOURCES = 200;

    private record Meters(Counter success, Counter failed, Timer seconds) {
    }

    private final MeterRegistry registry;
    private final Provider<Bus> bus;
    private final Map<String, Meters> meters = new ConcurrentHashMap<>();
    private final Map<String, Counter> received = new ConcurrentHashMap<>();

    @Inject
    public Measurements(MeterRegistry registry, Provider<Bus> bus) {
        this.registry = registry;
        this.bus = bus;
        Gauge.builder("bus_used_bytes", bus, each -> each.get().space().used())
                .description("What the journal holds").register(registry);
        Gauge.builder("bus_refusing", bus, each -> each.get().space().refusal() == null ? 0 : 1)
                .description("Whether new events are refused, for there is no room or the disk fails (1)")
                .register(registry);
        Gauge.builder("bus_damaged_events", bus, each -> each.get().space().damaged())
                .description("Events that are damaged on disk, and set aside").register(registry);
    }

    @Override
    public void started(Backend backend) {
        meters(backend.name());
        // A route that is started again is another backend of the same name, and a gauge keeps looking at the one that it was made for.
        for (String gauge : List.of("events_pending", "breaker_open", "backend_paused", "oldest_pending_seconds")) {
            registry.find(gauge).tag("integration", backend.name()).gauges().forEach(registry::remove);
        }
        Gauge.builder("events_pending", backend, each -> Lag.events(bus.get(), each)).tag("integration", backend.name())
                .description(
                        "Events that this backend has not got yet; those that it does not want count until it has passed them")
                .register(registry);
        Gauge.builder("breaker_open", backend, Measurements::breakerOpen).tag("integration", backend.name())
                .description(
                        "Whether nothing is sent to it after failures in a row (1), one event tries it (0.5), or all is well (0)")
                .register(registry);
        Gauge.builder("backend_paused", backend, each -> each.overlay().paused() ? 1 : 0)
                .tag("integration", backend.name())
                .description("Whether somebody has paused it: events wait (1)").register(registry);
        Gauge.builder("oldest_pending_seconds", backend, each -> Lag.seconds(bus.get(), each))
                .tag("integration", backend.name())
                .description("Age of the oldest event that this backend has not got yet").register(registry);
    }

    @Override
    public void delivered(Backend backend, int events, Duration took, boolean success) {
        Meters its = meters(backend.name());
        (success ? its.success : its.failed).increment(events);
        its.seconds.record(took);
    }

    @Override
    public void received(String source, int events) {
        Counter counter = received.get(source);
        if (counter == null) {
            String name = received.size() < MOST_SOURCES ? source : "other";
            counter = received.computeIfAbsent(name, each -> Counter.builder("events_received").tag("source", each)
                    .description("Events that were accepted").register(registry));
        }
        counter.increment(events);
    }

    @Override
    public void leftOut(Backend backend, int events, String outcome) {
        Counter.builder("events_left_out").tag("integration", backend.name()).tag("outcome", outcome)
                .description("Events that a throttle left out, counted up in a digest (suppressed) or not (dropped)")
                .register(registry).increment(events);
    }

    private Meters meters(String backend) {
        return meters.computeIfAbsent(backend, name -> new Meters(processed(name, "success"), processed(name, "failed"),
                Timer.builder("delivery").tag("integration", name)
                        .description("How long a delivery takes, throttle included")
                        .publishPercentileHistogram().minimumExpectedValue(Duration.ofMillis(1))
                        .maximumExpectedValue(Duration.ofSeconds(30)).register(registry)));
    }

    private Counter processed(String backend, String status) {
        return Counter.builder("events_processed").tag("integration", backend).tag("status", status)
                .description("Events that were sent to a backend; one that is tried again counts again")
                .register(registry);
    }

    private static double breakerOpen(Backend backend) {
        return switch (backend.breakerState()) {
            case "open" -> 1;
            case "half-open" -> 0.5;
            default -> 0;
        };
    }
}
