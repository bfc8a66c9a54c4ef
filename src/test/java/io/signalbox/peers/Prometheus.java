package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A real Prometheus of its own, on a free loopback port, that scrapes what it is told to every second. */
public final class Prometheus implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    /**
     * @param targets
     *            what it calls each job, and the URL of its host, whose {@code /metrics} it scrapes. A job's own labels win, as they must with a
     *            Pushgateway.
     */
    public Prometheus(Path directory, Map<String, String> targets) throws IOException {
        Path program = Peer.require("prometheus");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        StringBuilder configuration = new StringBuilder("global: {scrape_interval: 1s}\nscrape_configs:\n");
        targets.forEach((job, target) -> configuration.append(
                "  - {job_name: '%s', honor_labels: true, static_configs: [{targets: ['%s']}]}\n".formatted(job,
                        URI.create(target).getAuthority())));
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        process = new ProcessBuilder(program.toString(), "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("prometheus"), "--web.listen-address=127.0.0.1:" + port)
                .directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().failFast(() -> !process.isAlive())
                    .until(() -> get("/-/ready").contains("Ready"));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IOException(
                    "Prometheus doesn't get ready: " + Files.readString(directory.resolve("prometheus.log")), e);
        }
    }

    /** The value of the one series that a PromQL query finds now; null where it finds none. */
    public Double value(String query) throws IOException {
        JsonNode found = new ObjectMapper()
                .readTree(get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .at("/data/result");
        if (found.size() > 1) {
            throw new IOException(query + " finds more than one: " + found);
        }
        return found.isEmpty() ? null : found.at("/0/value/1").asDouble();
    }

    private String get(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        Peer.end(process);
    }
}
