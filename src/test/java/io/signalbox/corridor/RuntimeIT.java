package io.signalbox.corridor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.peers.Packaged;

/** What is changed while the packaged application runs outlives it, and only who knows the token changes anything. */
class RuntimeIT {
    private static final String TOKEN = "correct-horse-battery-staple-0815";
    private static final List<String> WAYS_AROUND = List.of("/api/v1/backends", "//api/v1/backends",
            "/./api/v1/backends", "/q/../api/v1/backends", "/%61pi/v1/backends", "/api;a=b/v1/backends",
            "/api/v1;a=b/backends", "/api/v1/backends?token=" + TOKEN, "/v1/integrations", "/v1/healthz",
            "/api/v1/events/stream", "/api/v1/explain", "/api/v1/devices",
            "/api/integrations/connections/jsonl/event-routing", "/api/no/such/path");

    @TempDir
    Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Packaged signalbox;

    private Packaged packaged() throws IOException {
        Path devices = Files.writeString(folder.resolve("devices.yaml"),
                "defaults: {host: 127.0.0.1, port: 9, profile: printer, interval: 1h}\ndevices:\n  - {id: hp-101}\n");
        Map<String, String> environment = new HashMap<>(Map.of("SIGNALBOX_API_TOKEN", TOKEN, "CSV_ENABLED", "false",
                "TIMER_HEARTBEAT_ENABLED", "false", "SNMP_ENABLED", "true", "SNMP_DEVICES", devices.toString()));
        return new Packaged(folder, environment);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + signalbox.port + path))
                .timeout(Duration.ofSeconds(30)).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private JsonNode authorized(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body, "Authorization", "Bearer " + TOKEN, "Content-Type",
                "application/json");
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return new ObjectMapper().readTree(response.body());
    }

    private Said signalbox(Map<String, String> environment, String... words) throws Exception {
        return Said.signalbox(folder, environment, words);
    }

    @Test
    void whatIsChangedOutlivesAKill() throws Exception {
        try (Packaged running = packaged()) {
            signalbox = running.start();
            onlyWhoKnowsTheTokenComesIn();
            authorized("POST", "/api/v1/backends/jsonl/pause", "");
            authorized("POST", "/api/integrations/connections/jsonl/event-routing",
                    "{\"event_type\":\"printer.offline\",\"filters\":{\"printer_department\":[\"IT\"]}}");
            authorized("POST", "/api/v1/devices", "{\"id\":\"hp-102\",\"location\":\"Building 9\"}");
            authorized("DELETE", "/api/v1/devices/hp-101", "");
            authorized("POST", "/api/v1/events",
                    "[{\"type\":\"printer.offline\",\"id\":\"it\",\"data\":{\"printer_department\":\"IT\"}},"
                            + "{\"type\":\"printer.offline\",\"id\":\"sales\",\"data\":{\"printer_department\":\"Sales\"}}]");
            running.kill();

            running.start();
            JsonNode jsonl = authorized("GET", "/api/v1/backends/jsonl", "");
            assertThat(jsonl.path("status").asText()).isEqualTo("paused");
            assertThat(jsonl.path("pending").asInt()).isPositive();
            assertThat(jsonl.at("/overlay/rules/0/filters/printer_department/0").asText()).isEqualTo("IT");
            JsonNode devices = authorized("GET", "/api/v1/devices", "");
            assertThat(devices.path("devices")).singleElement().satisfies(device -> {
                assertThat(device.path("id").asText()).isEqualTo("hp-102");
                assertThat(device.path("from").asText()).isEqualTo("api");
            });
            assertThat(devices.path("removed").path(0).asText()).isEqualTo("hp-101");
            theCommandLineShowsItAndResumes();

            await().atMost(Duration.ofSeconds(20)).until(() -> written().contains("\"id\":\"it\""));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> authorized("GET", "/api/v1/backends/jsonl", "").path("pending").asInt() == 0);
            assertThat(written()).doesNotContain("\"id\":\"sales\"");
            assertThat(running.log()).contains("Integration jsonl: paused (asked by 127.0.0.1)").doesNotContain(TOKEN);
        }
        Said said = signalbox(Map.of(), "list", "--url", "http://127.0.0.1:9");
        assertThat(said.out()).as("it is known without an instance")
                .contains("event-routing: printer.offline only with");
    }

    private String written() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(folder.resolve("data"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private void onlyWhoKnowsTheTokenComesIn() throws Exception {
        for (String way : WAYS_AROUND) {
            HttpResponse<String> response = send("GET", way, "");
            assertThat(response.statusCode()).as(way).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"signalbox\"");
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(response.body()).contains("no token was given").doesNotContain(TOKEN);
        }
        for (String wrong : List.of("Bearer", "Bearer ", "Bearer wrong", "Bearer " + TOKEN + "x", "Basic " + TOKEN,
                TOKEN)) {
            HttpResponse<String> response = send("POST", "/api/v1/events",
                    "{\"type\":\"system.error\",\"id\":\"intruder\"}",
                    "Authorization", wrong, "Content-Type", "application/json");
            assertThat(response.statusCode()).as(wrong).isEqualTo(401);
        }
        assertThat(send("POST", "/api/v1/events", "x".repeat(3_000_000)).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/v1/events/intruder", "", "Authorization", "bearer " + TOKEN).statusCode())
                .isEqualTo(404);
        for (String open : List.of("/q/health", "/q/health/live", "/q/health/ready", "/metrics", "/q/openapi")) {
            assertThat(send("GET", open, "").statusCode()).as(open).isEqualTo(200);
        }
        assertThat(send("GET", "/q/openapi", "").body()).contains("/api/v1/events:", "problem+json", "bearer");
    }

    private void theCommandLineShowsItAndResumes() throws Exception {
        String url = "http://127.0.0.1:" + signalbox.port;
        Said said = signalbox(Map.of("SIGNALBOX_URL", url), "list");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("no token was given", "set SIGNALBOX_TOKEN");
        said = signalbox(Map.of("SIGNALBOX_URL", url, "SIGNALBOX_TOKEN", TOKEN), "list", "--enabled");
        assertThat(said.out()).containsPattern("jsonl +paused +\\d+ ").contains("  + paused since ",
                "  + event-routing: printer.offline only with printer_department=IT");
        said = signalbox(Map.of("SIGNALBOX_TOKEN", TOKEN), "resume", "nobody", "--url", url);
        assertThat(said.err()).startsWith("there is no backend \"nobody\"; expected one of ");
        said = signalbox(Map.of("SIGNALBOX_TOKEN", TOKEN), "resume", "jsonl", "--url", url);
        assertThat(said.out()).startsWith("jsonl goes on; ");
    }

    @Test
    void withoutATokenItDoesNotListenWhereOthersCanReachIt() throws Exception {
        try (Packaged open = new Packaged(folder, Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"))) {
            Process process = open.launch();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(open.log()).contains("no token keeps them out", "SIGNALBOX_API_TOKEN", "signalbox.api.open=true")
                    .doesNotContain("Listening on");
        }
    }
}
