package io.signalbox.corridor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.peers.Packaged;
import io.signalbox.peers.Peer;
import io.signalbox.peers.Prometheus;
import io.signalbox.peers.Pushgateway;

/** What can be asked of a real Prometheus that scrapes the packaged application, and the Pushgateway that it pushes to? */
class PrometheusIT {
    @TempDir
    static Path folder;

    private static Pushgateway gateway;
    private static Packaged signalbox;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws Exception {
        Peer.require("prometheus");
        gateway = new Pushgateway(folder);
        signalbox = new Packaged(folder, Map.of("METRICS_ENABLED", "true", "PROMETHEUS_ENABLED", "true",
                "PROMETHEUS_URL", gateway.url(), "TIMER_HEARTBEAT_ENABLED", "false")).start();
        prometheus = new Prometheus(folder,
                Map.of("signalbox", "http://127.0.0.1:" + signalbox.port, "pushgateway", gateway.url()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (prometheus != null) {
            prometheus.close();
        }
        if (signalbox != null) {
            signalbox.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    /** The job {@code signalbox} is our own /metrics; under the name {@code continuum} the backend pushes. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"signalbox", "continuum"})
    void aPrinterIsOfflineThenOnlineAndBothAreCounted(String job) throws Exception {
        String printer = "Printer-" + job;

        happens("printer.offline", printer);
        awaitValue("printer_status{job='" + job + "', printer='" + printer + "'}", 0);
        double offline = prometheus.value(counted(job, "printer.offline"));
        assertThat(offline).isPositive();
        double online = countedSoFar(job, "printer.online");

        happens("printer.online", printer);
        awaitValue("printer_status{job='" + job + "', printer='" + printer + "'}", 1);
        awaitValue(counted(job, "printer.online"), online + 1);
        assertThat(prometheus.value(counted(job, "printer.offline"))).isEqualTo(offline);
        assertThat(prometheus.value("printer_status{job='" + job + "', printer='nobody'}")).isNull();
    }

    private static void happens(String type, String printer) throws IOException {
        assertThat(signalbox.post("application/json",
                BodyPublishers.ofString("{\"type\":\"%s\",\"subject\":\"%s\"}".formatted(type, printer))))
                .contains("\"accepted\":1");
    }

    private static String counted(String job, String type) {
        return "sum(continuum_events_total{job='" + job + "', event_type='" + type + "'})";
    }

    private static double countedSoFar(String job, String type) throws IOException {
        Double value = prometheus.value(counted(job, type));
        return value == null ? 0 : value;
    }

    private static void awaitValue(String query, double expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(prometheus.value(query)).as(query).isEqualTo(expected));
    }
}
