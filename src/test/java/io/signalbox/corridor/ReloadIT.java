package io.signalbox.corridor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Packaged;

/** What happens when a file of the routes folder is saved, as dev mode has it. */
class ReloadIT {
    @TempDir
    Path folder;
    private Path routes;
    private Packaged signalbox;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        routes = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(Path.of("routes").relativize(file)));
            }
        }
        signalbox = new Packaged(folder,
                Map.of("SIGNALBOX_ROUTES_DIR", routes.toString(), "SIGNALBOX_ROUTES_RELOAD", "true",
                        "TIMER_HEARTBEAT_ENABLED", "false"))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        signalbox.close();
    }

    @Test
    void aSavedRouterSendsTheNextEventTheNewWay() throws Exception {
        Path router = routes.resolve("router.camel.yaml");
        assertThat(send("printer.added")).contains("\"channels\":[\"logging\"]");

        Files.writeString(router,
                Files.readString(router).replace("'printer.offline,", "'printer.offline,printer.added,"));

        await(() -> send("printer.added").contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]"));
    }

    @Test
    void aSavedFilterCountsForTheNextEvent() throws Exception {
        Path jsonl = routes.resolve("backends/jsonl.camel.yaml");
        await(() -> send("printer.added").contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\""));

        Files.writeString(jsonl, Files.readString(jsonl).replace("parameters:\n        batchSize",
                "parameters:\n        minSeverity: warning\n        batchSize"));

        await(() -> send("printer.added")
                .contains("\"backend\":\"jsonl\",\"outcome\":\"filtered\",\"answer\":\"minSeverity=warning\""));
        await(() -> send("printer.offline").contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\""));
    }

    @Test
    void aBrokenFileChangesNothingAndItsRepairIsTakenOver() throws Exception {
        Path router = routes.resolve("router.camel.yaml");
        String good = Files.readString(router);

        Files.writeString(router, good.replace("choice:", "chioce:"));
        await(() -> signalbox.log()
                .contains("router.camel.yaml is not taken over, what it was before goes on: Unknown node id: chioce"));
        assertThat(send("printer.offline")).contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]");

        Files.writeString(router,
                good.replace("bus:logging,monitoring,alerting", "bus:bad-component,").replace("bus:bad", "bsu:bad"));
        await(() -> signalbox.log().contains("bsu"));
        assertThat(send("printer.offline")).contains("\"channels\":[\"logging\",\"monitoring\",\"alerting\"]");

        Files.writeString(router, good.replace("printer.online,", ""));
        await(() -> send("printer.online").contains("\"channels\":[\"logging\"]"));
    }

    @Test
    void aBackendThatIsAddedHearsAndOneThatIsRemovedHearsNoMore() throws Exception {
        Path added = routes.resolve("backends/more.camel.yaml");
        String text = Files.readString(routes.resolve("backends/jsonl.camel.yaml")).replace("id: jsonl", "id: more")
                .replace("{{jsonl.prefix:events}}", "more");

        Files.writeString(added, text);
        await(() -> send("printer.added").contains("\"backend\":\"more\",\"outcome\":\"delivered\""));

        Files.delete(added);
        await(() -> !signalbox.get("/api/v1/backends?running=true").contains("\"more\""));
        long size = moreBytes();
        await(() -> send("printer.added").contains("\"backend\":\"jsonl\",\"outcome\":\"delivered\""));
        assertThat(moreBytes()).isEqualTo(size);
    }

    @Test
    void aSavedKameletIsUsedByTheBackendsThatHaveIt() throws Exception {
        Path kamelet = routes.resolve("kamelets/jsonl-sink.kamelet.yaml");
        Files.writeString(kamelet, Files.readString(kamelet).replace("0: \"{{directory}}\"",
                "0: \"" + folder.resolve("elsewhere") + "\""));

        await(() -> {
            send("printer.added");
            return Files.isDirectory(folder.resolve("elsewhere"));
        });
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
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }
}
