package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** What Prometheus finds when it scrapes the application, beside the backends for logs, which are off. */
@QuarkusTest
@TestProfile(MetricsPageTest.Measured.class)
class MetricsPageTest {
    /** The backends that this is about, and of them only the one that counts is on. */
    public static final class Measured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            StringBuilder routes = new StringBuilder("file:routes/*.camel.yaml,file:routes/sources/rest.camel.yaml");
            for (String name : BACKENDS) {
                routes.append(",file:routes/backends/").append(name).append(".camel.yaml");
            }
            return Map.of("camel.main.routes-include-pattern", routes.toString(), "metrics.enabled", "true");
        }
    }

    private static final String[] BACKENDS = {"metrics", "splunk-hec", "datadog", "newrelic", "elasticsearch",
            "opensearch", "prometheus"};

    private final Client client = new Client();

    @Inject
    CamelContext camel;

    @Test
    void eventsAreCountedAndPrintersAreOnOrOff() {
        String printer = "Printer-" + UUID.randomUUID();

        client.post("{'type':'printer.offline','subject':'" + printer + "'}");
        await().untilAsserted(() -> assertThat(client.get("/metrics").text())
                .containsPattern("printer_status\\{printer=\"" + printer + "\",?\\} 0")
                .containsPattern(
                        "continuum_events_total\\{event_type=\"printer.offline\",severity=\"warning\",?\\} [1-9]"));

        client.post("{'type':'printer.online','subject':'" + printer + "'}");
        await().untilAsserted(() -> assertThat(client.get("/metrics").text())
                .containsPattern("printer_status\\{printer=\"" + printer + "\",?\\} 1"));
    }

    @Test
    void theOthersAreThereAndOff() {
        assertThat(BACKENDS).allSatisfy(name -> assertThat(camel.getRouteController().getRouteStatus(name)).as(name)
                .isEqualTo(name.equals("metrics") ? ServiceStatus.Started : ServiceStatus.Stopped));
    }
}
