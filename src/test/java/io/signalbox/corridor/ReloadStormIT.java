package io.signalbox.corridor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import io.signalbox.peers.Packaged;

/** Reloads of everything that an event meets, while events flow: each arrives, and arrives once. A thousand with {@code -Dstorm.reloads=1000}. */
class ReloadStormIT {
    private static final int RELOADS = Integer.getInteger("storm.reloads", 200);
    private static final int SENDERS = 4;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final Pattern ID = Pattern.compile("\"id\":\"(storm-[0-9-]+)\"");
    private static final List<String> SAVED = List.of("backends/counted", "intake", "router", "sources/rest",
            "backends/counted", "error-handling");

    @TempDir
    private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private volatile boolean over;

    @Test
    void noneIsLostAndNoneComesTwice() throws Exception {
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(Executors.newCachedThreadPool());
        backend.createContext("/", exchange -> {
            Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (id.find()) {
                arrived.computeIfAbsent(id.group(1), each -> new AtomicInteger()).incrementAndGet();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.start();
        Path routes = routes();
        try (Packaged signalbox = new Packaged(folder,
                Map.of("SIGNALBOX_ROUTES_DIR", routes.toString(), "SIGNALBOX_ROUTES_RELOAD", "false", "WEBHOOK_URL",
                        "http://127.0.0.1:" + backend.getAddress().getPort() + "/"))
                .start()) {
            List<Thread> senders = new ArrayList<>();
            for (int number = 0; number < SENDERS; number++) {
                int sender = number;
                senders.add(new Thread(() -> send(sender, signalbox.port)));
            }
            senders.forEach(Thread::start);
            for (int reload = 1; reload <= RELOADS; reload++) {
                save(routes.resolve(SAVED.get(reload % SAVED.size()) + ".camel.yaml"), reload);
                assertThat(post(signalbox.port, "/api/v1/reload", "").statusCode()).isEqualTo(200);
            }
            over = true;
            for (Thread sender : senders) {
                sender.join();
            }
            assertThat(signalbox.get("/api/v1/generation")).contains("\"number\":" + (RELOADS + 1) + ",");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> arrived.keySet().containsAll(accepted));
        } finally {
            over = true;
            backend.stop(0);
        }
        Map<String, Integer> twice = new TreeMap<>();
        arrived.forEach((id, times) -> {
            if (times.get() != 1) {
                twice.put(id, times.get());
            }
        });
        assertThat(twice).as("delivered more than once, of %d", accepted.size()).isEmpty();
        assertThat(accepted).hasSizeGreaterThan(RELOADS);
        // Whoever came in at the wrong moment of a busy machine is told to come again, which hardly ever happens, and nothing else.
        assertThat(answers.keySet()).isSubsetOf(202, 503);
        assertThat(answers.getOrDefault(503, new AtomicInteger()).get()).isLessThan(accepted.size() / 100);
    }

    private void send(int sender, int port) {
        for (int number = 0; !over; number++) {
            String id = "storm-" + sender + "-" + number;
            try {
                int status = 0;
                while (status != 202) {
                    status = post(port, "/api/v1/events", "{\"id\":\"" + id + "\",\"type\":\"printer.offline\"}")
                            .statusCode();
                    answers.computeIfAbsent(status, each -> new AtomicInteger()).incrementAndGet();
                }
                accepted.add(id);
            } catch (IOException e) {
                answers.computeIfAbsent(0, each -> new AtomicInteger()).incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private HttpResponse<String> post(int port, String path, String body) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void save(Path file, int number) throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst("description: .*", "description: Save " + number));
    }

    private Path routes() throws IOException {
        Path routes = folder.resolve("routes");
        for (String file : List.of("intake.camel.yaml", "router.camel.yaml", "error-handling.camel.yaml",
                "sources/rest.camel.yaml", "kamelets/webhook-sink.kamelet.yaml")) {
            Path copy = routes.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("routes").resolve(file), copy);
        }
        Files.createDirectories(routes.resolve("backends"));
        Files.writeString(routes.resolve("backends/counted.camel.yaml"), """
                - route:
                    id: counted
                    description: Counts what arrives.
                    from:
                      uri: bus:all
                      parameters:
                        concurrency: 4
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters:
                              url: "RAW({{webhook.url:}})"
                """);
        return routes;
    }
}
