package io.signalbox.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.HandsOver;
import io.signalbox.protocol.EventSeries;
import io.signalbox.protocol.EventSeries.Counter;
import io.signalbox.protocol.EventSeries.Status;

/**
 * What do events add up to on our own {@code /metrics}? The same series that a Pushgateway gets: {@code continuum_events_total} and
 * {@code printer_status}.
 */
@Named("eventMeasurements")
@Singleton
@Unremovable // only routes name it
public class EventMeasurements implements HandsOver {
    private final EventSeries series = new EventSeries();
    private final MeterRegistry registry;
    private final Set<Counter> counted = ConcurrentHashMap.newKeySet();
    private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();
    private Map<String, List<Status>> shown = Map.of();

    @Inject
    public EventMeasurements(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Handover handover(Exchange exchange) {
        return new Handover("metrics", Handover.readable(EventBody.of(exchange)));
    }

    @Override
    public synchronized void process(Exchange exchange) {
        series.add(EventBody.of(exchange));
        for (Counter counter : series.counters().keySet()) {
            if (counted.add(counter)) {
                FunctionCounter.builder("continuum_events", series, all -> all.counters().getOrDefault(counter, 0L))
                        .tag("event_type", counter.eventType()).tag("severity", counter.severity())
                        .description("Events, by type and severity").register(registry);
            }
        }
        Map<String, List<Status>> statuses = series.statuses();
        if (!statuses.equals(shown)) {
            shown.keySet().stream().filter(metric -> !statuses.containsKey(metric))
                    .forEach(metric -> gauges.get(metric).register(List.of(), true));
            statuses.forEach(
                    (metric, all) -> gauges.computeIfAbsent(metric, this::gauge)
                            .register(all.stream().<MultiGauge.Row<?>>map(
                                    one -> MultiGauge.Row.of(Tags.of(one.label(), one.name()), one.on() ? 1 : 0))
                                    .toList(), true));
            shown = statuses;
        }
    }

    private MultiGauge gauge(String metric) {
        return MultiGauge.builder(metric).description("Whether it is online (1) or offline (0)").register(registry);
    }
}
