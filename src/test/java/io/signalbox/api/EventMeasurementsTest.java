package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Does our own page of metrics show what a Pushgateway would? */
class EventMeasurementsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EventMeasurements measurements = new EventMeasurements(registry);

    @Test
    void eventsAreCountedAndPrintersAreOnOrOff() {
        count(List.of(printer("offline"), printer("offline")));
        assertThat(registry.scrape()).contains(
                "continuum_events_total{event_type=\"printer.offline\",severity=\"warning\",} 2.0",
                "printer_status{printer=\"Printer-A\",} 0.0");

        count(printer("online"));
        assertThat(registry.scrape()).contains("printer_status{printer=\"Printer-A\",} 1.0",
                "continuum_events_total{event_type=\"printer.online\",severity=\"warning\",} 1.0");

        count(printer("removed"));
        assertThat(registry.scrape()).doesNotContain("printer_status{");
    }

    private void count(Object body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        measurements.process(exchange);
    }

    private static Event printer(String what) {
        return new Event("e-1", "continuum", "printer." + what, "hp-101", Instant.parse("2026-11-21T08:00:00Z"),
                Severity.WARNING, State.FIRING, "k", null, null, List.of(), null, Map.of("printer_name", "Printer-A"),
                null);
    }
}
