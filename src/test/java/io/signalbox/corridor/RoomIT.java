package io.signalbox.corridor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import io.signalbox.peers.Packaged;

/** What is a sender told when there is no room for its event? Asked of the real application, over HTTP. */
class RoomIT {
    private static final int BYTES = 200_000;
    /** Twelve times what may wait. */
    private static final int OVERLOAD = 60;
    private static final int MOST_MEGABYTES = 450;
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Pattern ID = Pattern.compile("\"id\":\"(room-[0-9]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir
    private Path folder;

    private CompletableFuture<HttpResponse<String>> post(Packaged signalbox, int number) {
        return post(signalbox, "application/json", event(number, BYTES));
    }

    private CompletableFuture<HttpResponse<String>> post(Packaged signalbox, String contentType, String body) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + signalbox.port + "/api/v1/events"))
                        .header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String event(int number, int length) {
        return "{\"id\":\"room-" + number + "\",\"type\":\"system.info\",\"message\":\"" + "x".repeat(length)
                + "\"}";
    }

    private static boolean isKept(Packaged signalbox, int number) throws IOException {
        return signalbox.get("/api/v1/events/room-" + number).contains("\"id\":\"room-" + number + "\"");
    }

    @Test
    void whoeverIsFasterThanTheDiskIsToldToComeAgainBeforeAnythingIsLostAndMemoryStaysBounded() throws Exception {
        Map<String, String> settings = Map.of("SIGNALBOX_JOURNAL_MAX_WAITING", "1M", "CSV_ENABLED", "false",
                "JSONL_ENABLED", "false");
        try (Packaged signalbox = new Packaged(folder, settings).start()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            try (Connection other = DriverManager
                    .getConnection("jdbc:sqlite:" + signalbox.data().resolve("journal.db"));
                    Statement statement = other.createStatement()) {
                // Somebody else has the file: what Signalbox writes waits.
                statement.execute("BEGIN IMMEDIATE");
                for (int i = 0; i < OVERLOAD; i++) {
                    answers.add(post(signalbox, i));
                }
                await().atMost(LONG).until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
                statement.execute("ROLLBACK");
            }
            int refused = 0;
            for (int i = 0; i < answers.size(); i++) {
                HttpResponse<String> answer = answers.get(i).join();
                if (answer.statusCode() == 202) {
                    assertThat(isKept(signalbox, i)).isTrue();
                } else {
                    refused++;
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    assertThat(answer.body()).contains("more events are coming in than can be written to disk");
                    assertThat(isKept(signalbox, i)).isFalse();
                    int number = i;
                    await().atMost(LONG).until(() -> post(signalbox, number).join().statusCode() == 202);
                }
            }
            assertThat(refused).isBetween(1, OVERLOAD - 1);
            assertThat(signalbox.megabytes()).as("megabytes resident at most").isLessThan(MOST_MEGABYTES);
        }
    }

    @Test
    void ofLinesThatFindNoRoomTheSenderIsToldHowManyFromTheBeginningAreKept() throws Exception {
        Map<String, String> settings = Map.of("SIGNALBOX_JOURNAL_MAX_SIZE", "6M", "CSV_ENABLED", "false",
                "JSONL_ENABLED", "false", "WEBHOOK_ENABLED", "true", "WEBHOOK_URL", "http://127.0.0.1:9/");
        String lines = IntStream.range(0, 20_000).mapToObj(number -> event(number, 500))
                .collect(Collectors.joining("\n"));
        try (Packaged signalbox = new Packaged(folder, settings).start()) {
            HttpResponse<String> answer = post(signalbox, "application/x-ndjson", lines).join();

            assertThat(answer.statusCode()).isEqualTo(503);
            Matcher accepted = Pattern.compile("\"accepted\":([0-9]+)").matcher(answer.body());
            assertThat(accepted.find()).as(answer.body()).isTrue();
            int kept = Integer.parseInt(accepted.group(1));
            assertThat(kept).as("a few chunks").isBetween(2_000, 18_000);
            assertThat(isKept(signalbox, kept - 1)).isTrue();
            assertThat(isKept(signalbox, kept)).isFalse();
        }
    }

    @Test
    void pendingEventsFillTheQuotaAndWhenTheirBackendIsBackEventsAreTakenInAgain() throws Exception {
        Set<String> got = ConcurrentHashMap.newKeySet();
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(Executors.newCachedThreadPool());
        boolean[] back = {false};
        backend.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Matcher id = ID.matcher(body);
            if (back[0] && id.find()) {
                got.add(id.group(1));
            }
            exchange.sendResponseHeaders(back[0] ? 200 : 503, -1);
            exchange.close();
        });
        backend.start();
        Map<String, String> settings = Map.of("SIGNALBOX_JOURNAL_MAX_SIZE", "6M", "CSV_ENABLED", "false",
                "JSONL_ENABLED", "false", "WEBHOOK_ENABLED", "true", "WEBHOOK_URL",
                "http://127.0.0.1:" + backend.getAddress().getPort() + "/");
        try (Packaged signalbox = new Packaged(folder, settings).start()) {
            Set<String> kept = new HashSet<>();
            HttpResponse<String> answer = post(signalbox, 0).join();
            int number = 0;
            for (; answer.statusCode() == 202 && number < 60; answer = post(signalbox, number).join()) {
                kept.add("room-" + number++);
            }

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.body()).contains("the journal is full: it may hold 6144 KB (signalbox.journal.max-size)",
                    "until backend webhook has its events");
            assertThat(kept).hasSizeBetween(15, 31);
            assertThat(signalbox.get("/q/health/ready")).contains("\"DOWN\"", "the journal is full");
            assertThat(signalbox.get("/metrics")).contains("bus_refusing 1.0");

            back[0] = true;
            signalbox.get("/api/v1/backends/webhook");
            http.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + signalbox.port + "/api/v1/backends/webhook/test"))
                    .POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
            await().atMost(LONG).until(() -> got.containsAll(kept));
            int refused = number;
            await().atMost(LONG).until(() -> post(signalbox, refused).join().statusCode() == 202);
            await().atMost(LONG).until(() -> signalbox.get("/q/health/ready").contains("\"UP\""));
            await().atMost(LONG).until(() -> got.contains("room-" + refused));
        } finally {
            backend.stop(0);
        }
    }
}
