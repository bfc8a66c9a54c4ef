package io.signalbox.corridor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.peers.Packaged;

/** What happens when files of the routes folder are saved, whatever somebody does to them. One instance for all; each test begins with our own routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReloadIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OURS = Path.of("routes");

    private final HttpClient http = HttpClient.newHttpClient();
    private Path folder;
    private Path routes;
    private Packaged signalbox;
    private int sent;

    @BeforeAll
    void start(@TempDir Path ours) throws Exception {
        folder = ours;
        routes = folder.resolve("routes");
        copyOurs();
        signalbox = new Packaged(folder,
                Map.of("SIGNALBOX_ROUTES_DIR", routes.toString(), "TIMER_HEARTBEAT_ENABLED", "false")).start();
    }

    @AfterAll
    void stop() throws Exception {
        signalbox.close();
    }

    @BeforeEach
    void restore() throws Exception {
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                if (!Files.exists(OURS.resolve(routes.relativize(file)))) {
                    Files.delete(file);
                }
            }
        }
        copyOurs();
        assertThat(ask("POST", "/api/v1/reload").statusCode()).isEqualTo(200);
    }

    @AfterEach
    void nothingIsMissing() throws Exception {
        assertThat(generation().has("missing")).isFalse();
    }

    private void copyOurs() throws IOException {
        try (Stream<Path> files = Files.walk(OURS)) {
            for (Path file : files.toList()) {
                Path copy = routes.resolve(OURS.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Test
    void aSavedRouterSendsTheNextEventTheNewWay() throws Exception {
        assertThat(send("printer.added")).contains("\"channels\":[\"logging\"]");
        long delivered = delivered("jsonl");

        change("router.camel.yaml", "'printer.offline,", "'printer.offline,printer.added,");

        await(() -> send("printer.added").contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]"));
        assertThat(strings(generation().at("/generation/routes"))).containsExactly("router");
        assertThat(generation().at("/generation/origin").asText()).isEqualTo("files");
        assertThat(delivered("jsonl")).as("counted since its route was started").isGreaterThan(delivered);
    }

    @Test
    void aSavedFilterCountsForTheNextEvent() throws Exception {
        await(() -> send("printer.added").contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\""));

        change("backends/jsonl.camel.yaml", "parameters:\n        batchSize",
                "parameters:\n        minSeverity: warning\n        batchSize");

        await(() -> send("printer.added")
                .contains("\"backend\":\"jsonl\",\"outcome\":\"filtered\",\"answer\":\"minSeverity=warning\""));
        await(() -> send("printer.offline").contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\""));
    }

    @Test
    void oneBrokenFileKeepsAllFilesFromBeingTakenAndSaysWhy() throws Exception {
        int number = number();
        Path router = routes.resolve("router.camel.yaml");
        String good = Files.readString(router);
        Files.writeString(router, good.replace("choice:", "chioce:"));
        change("backends/jsonl.camel.yaml", "parameters:\n        batchSize",
                "parameters:\n        minSeverity: warning\n        batchSize");

        await(() -> generation().has("refused"));
        JsonNode finding = generation().at("/refused/findings/0");
        assertThat(finding.path("file").asText()).isEqualTo(router.toString());
        assertThat(finding.path("line").asInt()).isEqualTo(13);
        assertThat(finding.path("message").asText()).isEqualTo("a step has no \"chioce\"; did you mean \"choice\"?");
        assertThat(number()).isEqualTo(number);
        String ready = signalbox.get("/q/health/ready").replaceAll("\\s", "");
        assertThat(ready).startsWith("{\"status\":\"UP\"").contains("\"status\":\"degraded\"",
                "router.camel.yaml:13:11:");
        HttpResponse<String> asked = ask("POST", "/api/v1/reload");
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("did you mean");
        assertThat(send("printer.offline")).contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]");
        assertThat(send("printer.added")).contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\"");

        Files.writeString(router, good);
        await(() -> send("printer.added").contains("\"backend\":\"jsonl\",\"outcome\":\"filtered\""));
        assertThat(generation().has("refused")).isFalse();
        assertThat(signalbox.get("/q/health/ready")).doesNotContain("degraded");
    }

    @Test
    void whatCanNotBeBuiltIsToldBeforeAnythingIsTouched() throws Exception {
        long delivered = delivered("jsonl");
        change("intake.camel.yaml", "ref: group-headers", "ref: nobody-knows-it");

        await(() -> generation().has("refused"));
        assertThat(generation().at("/refused/findings/0/message").asText()).contains("nobody-knows-it");
        assertThat(generation().at("/refused/findings/0/file").asText()).endsWith("intake.camel.yaml");
        assertThat(send("printer.added")).contains("\"channels\":[\"logging\"]");
        assertThat(delivered("jsonl")).isGreaterThan(delivered);
    }

    @Test
    void whatDoesNotStartPutsEverythingBack() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            change("router.camel.yaml", "'printer.offline,", "'printer.offline,printer.added,");
            change("backends/jsonl.camel.yaml", "parameters:\n        batchSize",
                    "parameters:\n        minSeverity: warning\n        batchSize");
            Files.writeString(routes.resolve("sources/lines.camel.yaml"), """
                    - route:
                        id: lines
                        from:
                          uri: netty:tcp://127.0.0.1:%d
                          parameters:
                            sync: "false"
                            textline: "true"
                          steps:
                            - to:
                                uri: direct:intake
                    """.formatted(taken.getLocalPort()));

            await(() -> generation().has("refused"));
            assertThat(generation().at("/refused/findings/0/message").asText()).startsWith("this does not start");
            assertThat(generation().at("/refused/findings/0/file").asText()).endsWith("lines.camel.yaml");
            assertThat(generation().at("/refused/findings/0/line").asInt()).isEqualTo(2);
            String event = send("printer.added");
            assertThat(event).contains("\"channels\":[\"logging\"]", "\"backend\":\"jsonl\",\"outcome\":\"delivered\"");
        }
        assertThat(ask("POST", "/api/v1/reload").statusCode()).isEqualTo(200);
        await(() -> send("printer.added").contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]"));
    }

    @Test
    void ofTwoBackendsInOneFileOnlyTheOneThatChangedIsTouched() throws Exception {
        Path pair = routes.resolve("backends/pair.camel.yaml");
        String one = another("one");
        Files.writeString(pair, one + another("two"));
        await(() -> send("printer.added").contains("\"backend\":\"two\",\"outcome\":\"delivered\""));
        await(() -> delivered("one") == 1);

        Files.writeString(pair, "# Both.\n" + one + another("two").replace("batchSize: 500", "batchSize: 400"));
        await(() -> strings(generation().at("/generation/routes")).equals(List.of("two")));
        send("printer.added");

        await(() -> delivered("one") == 2);
        await(() -> delivered("two") == 1);
    }

    @Test
    void aRenamedFileDisturbsNobodyAndARemovedOneIsHeardNoMore() throws Exception {
        Path added = Files.createDirectories(routes.resolve("backends/floor-3")).resolve("more.camel.yaml");
        Files.writeString(added, another("more"));
        await(() -> send("printer.added").contains("\"backend\":\"more\",\"outcome\":\"delivered\""));
        await(() -> delivered("more") == 1);

        Path renamed = routes.resolve("backends/again.camel.yaml");
        Files.move(added, renamed);
        await(() -> strings(generation().at("/generation/added")).equals(List.of(renamed.toString())));
        assertThat(strings(generation().at("/generation/removed"))).containsExactly(added.toString());
        assertThat(generation().at("/generation").has("routes")).isFalse();
        assertThat(delivered("more")).isEqualTo(1);

        Files.delete(renamed);
        await(() -> !signalbox.get("/api/v1/backends?running=true").contains("\"more\""));
        long size = moreBytes();
        await(() -> send("printer.added").contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\""));
        assertThat(moreBytes()).isEqualTo(size);
        assertThat(generation().path("removedBackends").path("more").asText()).startsWith("its cursor is kept until");
    }

    @Test
    void editorsThatRenameAndKubernetesThatSwapsALinkAreSeen() throws Exception {
        Path draft = routes.resolve("backends/.jsonl.camel.yaml.swp");
        Files.writeString(draft, Files.readString(routes.resolve("backends/jsonl.camel.yaml"))
                .replace("parameters:\n        batchSize",
                        "parameters:\n        minSeverity: error\n        batchSize"));
        Files.move(draft, routes.resolve("backends/jsonl.camel.yaml"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        await(() -> send("printer.added").contains("\"answer\":\"minSeverity=error\""));

        Path map = routes.resolve("config");
        Files.createDirectories(map.resolve("..1"));
        Files.writeString(map.resolve("..1/more.camel.yaml"), another("more"));
        Files.createSymbolicLink(map.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(map.resolve("more.camel.yaml"), Path.of("..data/more.camel.yaml"));
        await(() -> send("printer.added").contains("\"backend\":\"more\",\"outcome\":\"delivered\""));

        Files.createDirectories(map.resolve("..2"));
        Files.writeString(map.resolve("..2/more.camel.yaml"), another("more").replace(
                "parameters:\n        batchSize", "parameters:\n        minSeverity: critical\n        batchSize"));
        Files.createSymbolicLink(map.resolve("..new"), Path.of("..2"));
        Files.move(map.resolve("..new"), map.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        await(() -> send("printer.added")
                .contains("\"backend\":\"more\",\"outcome\":\"filtered\",\"answer\":\"minSeverity=critical\""));
    }

    @Test
    void aHalfWrittenFileIsNeverTakenForAWholeOne() throws Exception {
        Path router = routes.resolve("router.camel.yaml");
        String whole = Files.readString(router).replace("'printer.offline,", "'printer.offline,printer.added,");
        Files.writeString(router, "");
        Files.writeString(router, whole.substring(0, whole.length() / 2));
        assertThat(send("printer.offline")).contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]");
        Files.writeString(router, whole);

        await(() -> send("printer.added").contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]"));
        assertThat(generation().has("refused")).isFalse();
    }

    @Test
    void aSavedKameletIsUsedByAllThatHaveIt() throws Exception {
        Files.writeString(routes.resolve("backends/more.camel.yaml"), another("more"));
        await(() -> signalbox.get("/api/v1/backends?running=true").contains("\"more\""));

        change("kamelets/jsonl-sink.kamelet.yaml", "0: \"{{directory}}\"",
                "0: \"" + folder.resolve("elsewhere") + "\"");

        await(() -> {
            send("printer.added");
            return Files.isDirectory(folder.resolve("elsewhere"))
                    && Files.list(folder.resolve("elsewhere")).count() == 2;
        });
        assertThat(strings(generation().at("/generation/routes"))).containsExactly("jsonl", "more");
    }

    @Test
    void savedErrorHandlingCountsForEveryRoute() throws Exception {
        change("error-handling.camel.yaml", "maximumDelay: 5m", "maximumDelay: 4m");

        await(() -> strings(generation().at("/generation/routes")).containsAll(List.of("intake", "jsonl", "router")));
        assertThat(send("printer.added")).contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\"");
    }

    @Test
    void aBackendThatComesBackGoesOnWhereItStoodAndOneOfAnotherNameBeginsAnew() throws Exception {
        Path late = routes.resolve("backends/late.camel.yaml");
        Path directory = folder.resolve("late");
        String away = another("late").replace("directory: \"{{jsonl.directory:data}}\"",
                "directory: \"/proc/no-such-place\"");
        assertThat(away).contains("no-such-place");
        Files.writeString(late, away);
        await(() -> signalbox.get("/api/v1/backends?running=true").contains("\"late\""));
        send("printer.offline");
        Files.delete(late);
        await(() -> generation().path("removedBackends").has("late"));
        String meanwhile = "sent-" + sent;
        send("printer.offline");

        Files.writeString(late, another("late").replace("directory: \"{{jsonl.directory:data}}\"",
                "directory: \"" + directory + "\""));
        Files.writeString(routes.resolve("backends/new.camel.yaml"), another("anew"));
        await(() -> signalbox.get("/api/v1/events/" + meanwhile)
                .contains("\"backend\":\"late\",\"outcome\":\"delivered\""));
        assertThat(signalbox.get("/api/v1/events/" + meanwhile)).doesNotContain("\"backend\":\"anew\"");
        assertThat(generation().path("removedBackends").has("late")).isFalse();
    }

    @Test
    void oneCallGoesBackAndTheNextSaveSupersedesIt() throws Exception {
        int before = number();
        change("router.camel.yaml", "'printer.offline,", "'printer.offline,printer.added,");
        await(() -> send("printer.added").contains("\"alerting\""));

        HttpResponse<String> back = ask("POST", "/api/v1/generation/rollback");
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(back.body()).at("/generation/origin").asText())
                .isEqualTo("rollback to generation " + before);
        assertThat(JSON.readTree(back.body()).path("note").asText()).contains("as soon as one of them changes");
        assertThat(send("printer.added")).contains("\"channels\":[\"logging\"]");
        assertThat(Files.readString(routes.resolve("router.camel.yaml"))).contains("printer.offline,printer.added");
        assertThat(ask("POST", "/api/v1/generation/rollback?to=" + (before + 1)).statusCode()).isEqualTo(200);
        assertThat(send("printer.added")).contains("\"alerting\"");
        assertThat(ask("POST", "/api/v1/generation/rollback?to=99999").statusCode()).isEqualTo(404);

        ask("POST", "/api/v1/generation/rollback");
        change("router.camel.yaml", "printer.offline,printer.added", "printer.added");
        await(() -> send("printer.offline").contains("\"channels\":[\"logging\"]"));
    }

    @Test
    void whereNobodyWatchesACallAndAHangUpReloadAll(@TempDir Path other) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("SIGNALBOX_ROUTES_DIR", routes.toString(),
                "SIGNALBOX_ROUTES_RELOAD", "false", "TIMER_HEARTBEAT_ENABLED", "false"));
        try (Packaged quiet = new Packaged(other, environment).start()) {
            change("router.camel.yaml", "'printer.offline,", "'printer.offline,printer.added,");
            await(() -> send("printer.added").contains("\"alerting\""));
            assertThat(quiet.get("/api/v1/generation")).contains("\"number\":1,");

            new ProcessBuilder("kill", "-HUP", String.valueOf(quiet.handle().pid())).start().waitFor();
            await(() -> quiet.get("/api/v1/generation").contains("\"number\":2,"));
        }
    }

    /** A backend like jsonl, under a name of its own. */
    private String another(String name) throws IOException {
        return Files.readString(OURS.resolve("backends/jsonl.camel.yaml")).replace("id: jsonl", "id: " + name)
                .replace("{{jsonl.prefix:events}}", name);
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(routes.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(routes.resolve(file), text.replace(from, to));
    }

    private JsonNode generation() throws IOException {
        return JSON.readTree(signalbox.get("/api/v1/generation"));
    }

    private int number() throws IOException {
        return generation().at("/generation/number").asInt();
    }

    /** So many since its route was started. */
    private long delivered(String backend) throws IOException {
        return JSON.readTree(signalbox.get("/api/v1/backends/" + backend)).path("delivered").asLong();
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + signalbox.port + path))
                .method(method, BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(each -> strings.add(each.asText()));
        return strings;
    }

    private long moreBytes() throws IOException {
        try (Stream<Path> files = Files.list(signalbox.data())) {
            return files.filter(file -> file.getFileName().toString().startsWith("more"))
                    .mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** Sends an event, and returns what became of it when the files have had their turn. */
    private String send(String type) throws IOException {
        String id = "sent-" + sent++;
        signalbox.post("application/json", BodyPublishers
                .ofString("{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"subject\":\"hp-" + sent + "\"}"));
        Awaitility.await().until(
                () -> !signalbox.get("/api/v1/events/" + id).contains("\"backend\":\"jsonl\",\"outcome\":\"pending\""));
        return signalbox.get("/api/v1/events/" + id);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }
}
