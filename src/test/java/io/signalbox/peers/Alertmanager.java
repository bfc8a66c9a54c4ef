package io.signalbox.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;

/** A real Alertmanager of its own, on a free loopback port, that tells a webhook at once what begins and what ends. */
public final class Alertmanager implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    /**
     * @param webhook
     *            where it notifies
     */
    public Alertmanager(Path directory, String webhook) throws IOException {
        Path program = Peer.require("prometheus-alertmanager");
        int port = Peer.freeTcp();
        url = "http://127.0.0.1:" + port;
        Path file = directory.resolve("alertmanager.yml");
        Files.writeString(file, """
                route: {receiver: test, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
                receivers: [{name: test, webhook_configs: [{url: '%s', send_resolved: true}]}]
                """.formatted(webhook));
        process = new ProcessBuilder(program.toString(), "--config.file=" + file,
                "--storage.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=").redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().failFast(() -> !process.isAlive())
                    .until(() -> !get("/-/ready").isEmpty());
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IOException("Alertmanager doesn't get ready: " + Files.readString(directory.resolve("said")), e);
        }
    }

    public String url() {
        return url;
    }

    /** What it answers at a path. */
    public String get(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(5)).build(),
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
