package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.peers.Packaged;

/** One thing flaps a hundred times a second, then a hundred thousand things go off at once: what is measured and remembered stays bounded. */
class OracleStormIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int FLAPS = 1_000;
    private static final long FLAP_MILLIS = 10;
    private static final int THINGS = 100_000;
    private static final int AT_ONCE = 5_000;
    private static final int LARGEST_PAGE = 2_000_000;
    private static final int MOST_MEGABYTES = 450;

    @TempDir
    private Path folder;
    private final Door door = new Door();
    private Packaged signalbox;

    @Test
    void metricsAndMemoryStayBounded() throws Exception {
        RoutesFolder routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
        Files.copy(Path.of("routes/backends/metrics.camel.yaml"), routes.file("metrics"));
        routes.backend("files", "all?batchSize=500", "jsonl",
                Map.of("directory", folder.resolve("files").toString(), "prefix", "oracle", "rotation", "none"));
        signalbox = new Packaged(folder,
                Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString(), "METRICS_ENABLED", "true")).start();
        door.at(signalbox.port);
        Summary summary = new Summary("a storm");
        try {
            flap();
            await();
            int calm = door.text("/metrics").length();
            goOff();
            await();
            int page = door.text("/metrics").length();
            summary.add("bytes of /metrics after flapping", calm);
            summary.add("bytes of /metrics after the storm", page);
            summary.add("megabytes resident at most", signalbox.megabytes());
            assertThat(page).isLessThan(LARGEST_PAGE);
            assertThat(summary.get("megabytes resident at most")).isLessThan(MOST_MEGABYTES);
            assertThat(Files.readAllLines(folder.resolve("files/oracle.jsonl"))).hasSize(FLAPS + THINGS);
        } finally {
            summary.print();
            signalbox.close();
        }
    }

    private void flap() throws Exception {
        for (int i = 0; i < FLAPS; i++) {
            signalbox.post("application/json",
                    BodyPublishers.ofString("{\"id\":\"flap-" + i + "\",\"source\":\"storm\",\"type\":\"printer."
                            + (i % 2 == 0 ? "offline" : "online") + "\",\"subject\":\"hp-101\"}"));
            Thread.sleep(FLAP_MILLIS);
        }
    }

    /** Each has a source, a type and a subject of its own, as hostile as can be. */
    private void goOff() throws IOException {
        for (int from = 0; from < THINGS; from += AT_ONCE) {
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < from + AT_ONCE; i++) {
                lines.append("{\"id\":\"storm-").append(i).append("\",\"source\":\"storm-").append(i)
                        .append("\",\"type\":\"thing").append(i)
                        .append(".offline\",\"severity\":\"error\",\"subject\":\"thing-")
                        .append(i).append("\"}\n");
            }
            assertThat(signalbox.post("application/x-ndjson", BodyPublishers.ofString(lines.toString())))
                    .contains("\"accepted\":" + AT_ONCE);
        }
    }

    private void await() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            for (JsonNode backend : door.get("/api/v1/backends").path("backends")) {
                if (backend.path("pending").asLong() > 0) {
                    return false;
                }
            }
            return true;
        });
    }
}
