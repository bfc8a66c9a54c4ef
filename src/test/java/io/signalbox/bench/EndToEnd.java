package io.signalbox.bench;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.peers.Packaged;

/** What does an event cost from the request that brings it to the backend that takes it? The packaged application, with one backend. */
final class EndToEnd {
    private static final int EVENTS = 50_000;
    private static final String BACKEND = "splunk-hec";

    private final int runs;

    EndToEnd(int runs) {
        this.runs = runs;
    }

    /**
     * @param url
     *            a collector that takes everything
     */
    void measure(String url) throws Exception {
        Path directory = Files.createTempDirectory(Path.of("target"), "bench");
        try (Packaged signalbox = new Packaged(directory,
                Map.of("SIGNALBOX_ROUTES_DIR", unthrottled(directory.resolve("routes")).toString(),
                        "SPLUNK_HEC_ENABLED", "true", "SPLUNK_HEC_URL", url, "SPLUNK_HEC_TOKEN", "k", "JSONL_ENABLED",
                        "false", "CSV_ENABLED", "false", "TIMER_HEARTBEAT_ENABLED", "false"))) {
            signalbox.start();
            measure(signalbox);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void measure(Packaged signalbox) throws IOException {
        String lines = SinkBench.lines(EVENTS);
        double[] rate = new double[runs];
        double[] cpu = new double[runs];
        for (int run = -3; run < runs; run++) {
            long cpuBefore = cpuNanos(signalbox);
            int expected = delivered(signalbox) + EVENTS;
            long began = System.nanoTime();
            signalbox.post("application/x-ndjson", BodyPublishers.ofString(lines));
            while (delivered(signalbox) < expected) {
                Thread.onSpinWait();
            }
            if (run >= 0) {
                rate[run] = EVENTS * 1e9 / (System.nanoTime() - began);
                cpu[run] = (cpuNanos(signalbox) - cpuBefore) / 1000.0 / EVENTS;
            }
        }
        System.out.printf(Locale.ROOT, "| %s, from request to answer, through the bus | 500 | %,.0f | %.1f | |%n",
                BACKEND, SinkBench.median(rate), SinkBench.median(cpu));
    }

    private static long cpuNanos(Packaged signalbox) {
        return signalbox.handle().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static int delivered(Packaged signalbox) throws IOException {
        return new ObjectMapper().readTree(signalbox.get("/api/v1/backends/" + BACKEND)).path("delivered").asInt();
    }

    /** The routes as they are shipped, but for one throttle: how fast a backend may be is not asked here. */
    private static Path unthrottled(Path directory) throws IOException {
        Path shipped = Path.of("routes");
        List<Path> files;
        try (Stream<Path> all = Files.walk(shipped)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = directory.resolve(shipped.relativize(file));
            Files.createDirectories(copy.getParent());
            String text = Files.readString(file);
            Files.writeString(copy, file.endsWith(BACKEND + ".camel.yaml")
                    ? text.replaceFirst("constant: \\d+", "constant: 100000")
                    : text);
        }
        return directory;
    }
}
