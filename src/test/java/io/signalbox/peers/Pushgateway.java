package io.signalbox.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** A real Prometheus Pushgateway on loopback, one for each test. */
public final class Pushgateway implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    public Pushgateway(Path directory) throws IOException {
        String binary = Peer.require("prometheus-pushgateway").toString();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + socket.getLocalPort();
        }
        process = new ProcessBuilder(binary, "--web.listen-address=" + url.substring("http://".length()),
                // Debian would keep what was pushed, for whoever starts it next.
                "--persistence.file=" + directory.resolve("pushgateway.data"))
                .directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("pushgateway.log").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions()
                .until(() -> get("/-/ready").contains("OK"));
    }

    public String url() {
        return url;
    }

    /** What Prometheus would scrape. */
    public String metrics() throws IOException {
        return get("/metrics");
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
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
