package io.signalbox.corridor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

import io.signalbox.peers.Packaged;

/** What a person sees who types a verb. */
class CliIT {
    @TempDir
    Path folder;

    private Said signalbox(Map<String, String> environment, String... words) throws Exception {
        return Said.signalbox(folder, environment, words);
    }

    @Test
    void aBackendIsTestedWithoutARunningInstanceAndWithoutItsJournal() throws Exception {
        Said said = signalbox(Map.of(), "test", "jsonl");

        assertThat(said.out()).startsWith("ok     jsonl: on disk in " + folder.resolve("data/events_"));
        assertThat(said.code()).isZero();
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(Files.readString(file))
                    .contains("\"type\":\"signalbox.test\"", "\"severitytext\":\"info\""));
        }
    }

    @Test
    void aTestThatFailsSaysWhatCameBackAndHidesTheSecret() throws Exception {
        Said said = signalbox(Map.of("SLACK_WEBHOOK_URL", "http://127.0.0.1:9/services/T/B/s3cr3t"), "test", "slack");

        assertThat(said.out()).startsWith("FAILED slack: not reached: ").doesNotContain("s3cr3t");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void theRunningInstanceTestsWithTheSettingsThatItHasAndListsItsDeadLetters() throws Exception {
        Path home = Files.createDirectory(folder.resolve("instance"));
        try (Packaged running = new Packaged(home, Map.of("CSV_ENABLED", "false")).start()) {
            String url = "--url=http://127.0.0.1:" + running.port;
            Said said = signalbox(Map.of(), "test", "--all", "--running", "--severity", "error", url);

            assertThat(said.out()).startsWith("ok     jsonl: on disk in ").contains("; its end: on disk in ")
                    .doesNotContain("csv");
            assertThat(said.code()).isZero();
            assertThat(signalbox(Map.of(), "test", "nobody", "--running", url).err())
                    .isEqualTo("no backend \"nobody\" runs; running are jsonl\n");
            assertThat(signalbox(Map.of(), "dead-letters", "jsonl", url).out())
                    .isEqualTo("jsonl has no dead letters.\n");
        }
    }

    @Test
    void aBackendIsFilledFromHistoryAndItsDeadLettersAreSentAgain() throws Exception {
        Path home = Files.createDirectory(folder.resolve("instance"));
        try (HttpRefusing slack = new HttpRefusing();
                Packaged running = new Packaged(home, Map.of("CSV_ENABLED", "false", "SLACK_ENABLED", "true",
                        "SLACK_WEBHOOK_URL", slack.url())).start()) {
            String url = "--url=http://127.0.0.1:" + running.port;
            running.post("application/json", HttpRequest.BodyPublishers.ofString("""
                    [{"type":"printer.offline","id":"1","subject":"hp-1"},{"type":"system.error","id":"2"}]"""));
            await().atMost(Duration.ofSeconds(60)).until(() -> signalbox(Map.of(), "dead-letters", "slack", url).out()
                    .lines().count() == 2);

            Said again = signalbox(Map.of(), "replay", "slack", "--id", "1,7", "--watch", url);
            assertThat(again.out()).contains("Not all of these are dead letters that wait: 1 of them is sent.",
                    "Replay 1 of 1 dead letter to slack: finished; 0 delivered, 1 refused.");
            assertThat(again.code()).isEqualTo(1);
            slack.mended = true;
            Said mended = signalbox(Map.of(), "replay", "slack", "--all", "--watch", url);
            assertThat(mended.out()).isEqualTo("Replay 2 of 2 dead letters to slack: finished; 2 delivered.\n");
            assertThat(mended.code()).isZero();
            assertThat(signalbox(Map.of(), "dead-letters", "slack", url).out())
                    .isEqualTo("slack has no dead letters.\n");

            Said history = signalbox(Map.of(), "replay", "jsonl", "--since", "2026-01-01T00:00:00Z", url);
            assertThat(history.out()).startsWith(
                    "Replay 3 of what was accepted since 2026-01-01T00:00:00Z to jsonl: running; 0 delivered, ")
                    .contains("\"signalbox replay jsonl --list\"");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> signalbox(Map.of(), "replay", "jsonl", "--list", url).out()
                            .contains(": finished; "));
            assertThat(signalbox(Map.of(), "replay", "jsonl", "--stop", "3", url).out()).contains(": finished; ");
            assertThat(signalbox(Map.of(), "dead-letters", "slack", "--delete", "9", url).err())
                    .isEqualTo("slack has no dead letter 9\n");
            assertThat(signalbox(Map.of(), "dead-letters", "slack", "--delete-all", url).out())
                    .isEqualTo("Deleted 0 dead letters of slack.\n");
        }
    }

    /** Refuses what it is posted until it is mended. */
    private static final class HttpRefusing implements AutoCloseable {
        private final HttpServer server;
        private volatile boolean mended;

        HttpRefusing() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = (mended ? "ok" : "invalid_payload").getBytes(UTF_8);
                exchange.sendResponseHeaders(mended ? 200 : 400, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/T/B/x";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void whatIsSentIsFollowedListedAndExplainedByTheRunningInstance() throws Exception {
        Path home = Files.createDirectory(folder.resolve("instance"));
        try (Packaged running = new Packaged(home, Map.of("TIMER_HEARTBEAT_ENABLED", "false",
                "INTEGRATIONS_CONFIG", "[{\"type\":\"csv\",\"name\":\"compliance\",\"config\":{\"output_dir\":\""
                        + home + "\",\"rotation\":\"none\"}}]"))
                .start()) {
            String url = "--url=http://127.0.0.1:" + running.port;
            Path seen = folder.resolve("tail");
            Process tail = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    "target/quarkus-app/quarkus-run.jar", "tail", "--type", "printer.*", url)
                    .redirectOutput(seen.toFile()).start();
            try {
                // Whether the tail has begun shows in what it hears: some event, sooner or later.
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                    running.post("application/json", HttpRequest.BodyPublishers.ofString(
                            "{\"type\":\"printer.jam\",\"subject\":\"hp-101\",\"title\":\"Paper jam\"}"));
                    return Files.readString(seen).contains("printer.jam");
                });
                Said said = signalbox(Map.of(), "send", "-l", "error", "-t", "Disk full", "--tags", "a,b", "--metadata",
                        "{\"test_id\":\"001\"}", url);
                assertThat(said.out()).as(said.err()).startsWith("1 accepted: ");
                assertThat(running.get("/api/v1/events/" + said.out().strip().substring(12)))
                        .contains("\"type\":\"lnmt.custom\"", "\"title\":\"Disk full\"", "\"test_id\":\"001\"");
            } finally {
                tail.destroy();
            }
            assertThat(Files.readString(seen)).contains("error", "hp-101", "Paper jam").doesNotContain("Disk full",
                    "\u001b");
            assertThat(signalbox(Map.of(), "list", url).out()).containsPattern("jsonl +healthy +\\d+  ")
                    .containsPattern("slack +disabled  ");
            Path event = Files.writeString(folder.resolve("event.json"), "{\"type\":\"printer.offline\"}");
            assertThat(signalbox(Map.of(), "explain", event.toString(), url).out())
                    .contains("routes/router.camel.yaml:", "logging, monitoring, alerting", "yes jsonl")
                    .endsWith("Nothing was sent.\n");
            assertThat(Files.readString(home.resolve("wafer_events.csv"))).contains("Disk full");
        }
    }

    @Test
    void explainNeedsNoInstanceAndSendsNothing() throws Exception {
        Path event = Files.writeString(folder.resolve("event.json"), "{\"type\":\"printer.offline\"}");
        Said said = signalbox(
                Map.of("SLACK_ENABLED", "true", "SLACK_WEBHOOK_URL", "http://127.0.0.1:9/services/s3cr3t"),
                "explain", event.toString());

        assertThat(said.out()).as(said.err())
                .contains("routes/router.camel.yaml:", "yes slack", "POST http://127.0.0.1:9/***")
                .doesNotContain("s3cr3t").endsWith("Nothing was sent.\n");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aSampleIsWrittenOnceAndNeverOverASecondTime() throws Exception {
        Path sample = folder.resolve("noc");
        assertThat(signalbox(Map.of(), "sample-config", sample.toString()).out())
                .contains(
                        "java -jar " + Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath() + " validate\n");
        assertThat(sample.resolve("application.properties")).hasSameTextualContentAs(Path.of("application.properties"));
        assertThat(sample.resolve("routes/backends/slack.camel.yaml")).content()
                .startsWith("# yaml-language-server: $schema=../../schemas/routes.json\n")
                .endsWith(Files.readString(Path.of("routes/backends/slack.camel.yaml")));
        assertThat(sample.resolve("schemas/routes.json")).hasSameTextualContentAs(Path.of("schemas/routes.json"));
        Said again = signalbox(Map.of(), "sample-config", sample.toString());
        assertThat(again.err()).isEqualTo(sample + " is not empty; nothing was written\n");
        assertThat(again.code()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "test nobody                | 1 | no backend \"nobody\": there is no file nobody.camel.yaml in routes/backends",
            "test                       | 2 | Missing required argument (specify one of these): (NAME | --all)",
            "test jsonl --severity loud | 2 | --severity is \"loud\"; expected debug, info, warning, error or critical",
            "dead-letters jsonl --url http://127.0.0.1:9 | 1 | no Signalbox answers at http://127.0.0.1:9",
            "dead-letters jsonl --url nowhere | 2 | --url is \"nowhere\"; expected an address such as http://127.0.0.1:8080",
            "verify nowhere             | 2 | there is no folder \"nowhere\"; expected one with routes in it",
            "verify k8s                 | 2 | there is no test in k8s; expected files such as backends/slack.test.yaml",
            "verify --format html       | 2 | --format is \"html\"; expected text or junit",
            "verify --only no-such-test | 2 | no test in routes has \"no-such-test\" in its name or its file's path",
            "replay slack               | 2 | Missing required argument",
            "replay slack --all --id 3  | 2 | mutually exclusive",
            "replay slack --since noon  | 2 | --since is \"noon\"; expected a time such as 2026-11-21T08:00:00Z",
            "replay slack --id three    | 2 | 'three' is not a long",
            "replay slack --all --url http://127.0.0.1:9 | 1 | no Signalbox answers at http://127.0.0.1:9",
            "doctor nowhere             | 2 | there is no journal in ",
            "doctor --backend jsonl     | 2 | --backend and --quarantined each say what --export FILE writes",
            "validate nowhere           | 2 | there is no folder \"nowhere\"; expected one with routes in it",
            "validate --format xml      | 2 | --format is \"xml\"; expected text, json, sarif or github",
            "explode                    | 2 | Unmatched argument at index 0: 'explode'"})
    void whatCannotBeDoneIsSaid(String words, int code, String message) throws Exception {
        Said said = signalbox(Map.of(), words.strip().split(" "));

        assertThat(said.err()).contains(message).doesNotContain("\tat ");
        assertThat(said.code()).isEqualTo(code);
    }

    @Test
    void theDoctorLooksWhileAnInstanceRunsAndMendsWhenItIsStopped() throws Exception {
        Path home = Files.createDirectory(folder.resolve("instance"));
        String data = home.resolve("data").toString();
        try (Packaged running = new Packaged(home, Map.of("CSV_ENABLED", "false")).start()) {
            running.post("application/json", HttpRequest.BodyPublishers
                    .ofString("{\"id\":\"the-first-one\",\"type\":\"system.info\"}"));
            Said said = signalbox(Map.of(), "doctor", data);
            assertThat(said.out()).contains("backend jsonl is at place ").endsWith("ok     all is as it should be\n");
            assertThat(said.code()).isZero();

            said = signalbox(Map.of(), "doctor", data, "--repair");
            assertThat(said.err()).contains("is in use by process " + running.handle().pid()).doesNotContain("\tat ");
            assertThat(said.code()).isEqualTo(1);

            Path lines = folder.resolve("events.jsonl");
            said = signalbox(Map.of("SIGNALBOX_DATA", data), "doctor", "--export", lines.toString());
            assertThat(said.err()).endsWith(" events written\n");
            assertThat(Files.readString(lines)).contains("{\"specversion\":\"1.0\",\"id\":\"the-first-one\"");
            said = signalbox(Map.of("SIGNALBOX_DATA", data), "doctor", "--export", "-", "--backend", "nobody");
            assertThat(said.err()).isEqualTo("the journal has not heard of a backend \"nobody\"; it knows jsonl\n");
            assertThat(said.code()).isEqualTo(2);
        }
        Path journal = home.resolve("data").resolve("journal.db");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[new String(bytes, ISO_8859_1).indexOf("the-first-one")] ^= 1;
        Files.write(journal, bytes);

        Said said = signalbox(Map.of(), "doctor", data);
        assertThat(said.out())
                .contains("FOUND  the journal's block of events ", "is damaged: its checksum does not match")
                .endsWith("FAILED 1 found\n");
        assertThat(said.code()).isEqualTo(1);
        said = signalbox(Map.of(), "doctor", data, "--repair", "--json");
        assertThat(said.code()).isZero();
        assertThat(new ObjectMapper().readTree(said.out()).path("repaired").get(0).asText()).startsWith("set aside: ");
    }

    @Test
    void ourRoutesAreValidAndNothingIsStartedToSaySo() throws Exception {
        Said said = signalbox(Map.of(), "validate");

        assertThat(said.out()).startsWith("Nothing is wrong in ");
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void ourRoutesKeepThePromisesOfTheirTestsAndNothingIsWritten() throws Exception {
        Path junit = folder.resolve("junit.xml");
        Said said = signalbox(Map.of("PAGERDUTY_MIN_SEVERITY", "critical"), "verify", "--junit",
                junit.toString());

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("routes/backends/slack.test.yaml").containsPattern(
                "All kept: \\d{3} tests in \\d+ files, in \\d+[.]\\d s[.]\n$").doesNotContain("\u001b");
        assertThat(said.code()).isZero();
        assertThat(Files.readString(junit)).contains("<testsuites name=\"signalbox verify\"", "errors=\"0\"");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aPromiseThatIsNotKeptIsAFailureAndShowsBothSides() throws Exception {
        Path routes = folder.resolve("routes");
        copyOurRoutes(routes);
        Path slack = routes.resolve("backends/slack.camel.yaml");
        Files.writeString(slack, Files.readString(slack).replace("minSeverity: warning", "minSeverity: critical"));

        Said said = signalbox(Map.of(), "verify", routes.toString(), "--only", "a printer that goes away is told");

        assertThat(said.out()).contains("  a printer that goes away is told\n    " + routes
                + "/backends/slack.test.yaml:5\n    outcome  " + routes + "/backends/slack.test.yaml:8\n"
                + "      expected  delivered\n      got       filtered (minSeverity=critical)\n");
        assertThat(said.code()).isEqualTo(1);
        assertThat(signalbox(Map.of(), "verify", "--format", "junit", routes.toString(), "--only",
                "a printer that goes away is told").out()).startsWith("<?xml ")
                .contains("message=\"outcome: expected delivered, got filtered (minSeverity=critical)\"");
    }

    private static void copyOurRoutes(Path to) throws IOException {
        try (var files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void aMistakeIsSaidWithItsPlaceAndIsAFailure() throws Exception {
        Path file = Files.createDirectories(folder.resolve("routes")).resolve("noc.camel.yaml");
        Files.writeString(file, "- rout:\n    id: noc\n", UTF_8);
        Said said = signalbox(Map.of(), "validate", folder.resolve("routes").toString(), "--format", "github");

        assertThat(said.out()).startsWith("::error file=" + file + ",line=1,col=3,title=camel-schema::the file has no "
                + "\"rout\"; did you mean \"route\"?");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void helpTeachesAndOpensNothing() throws Exception {
        Said said = signalbox(Map.of(), "--help");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("test", "dead-letters", "replay", "send", "tail", "explain", "sample-config",
                "import",
                "Exit codes:", "SIGNALBOX_URL");
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
