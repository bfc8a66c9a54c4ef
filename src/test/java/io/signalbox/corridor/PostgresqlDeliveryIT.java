package io.signalbox.corridor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Certificates;
import io.signalbox.peers.Packaged;
import io.signalbox.peers.PostgreSql;

/** Does Signalbox as it is packaged bring events into a real database, whatever becomes of that database meanwhile? */
class PostgresqlDeliveryIT {
    @TempDir
    Path folder;
    @TempDir
    Path directory;
    private PostgreSql server;
    private Packaged signalbox;

    @BeforeEach
    void start() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.make("localhost", "dns:localhost");
        server = new PostgreSql(directory, certificates.certificate("localhost"), certificates.key("localhost"),
                false);
        Files.createDirectories(folder.resolve("data"));
    }

    @AfterEach
    void stop() throws Exception {
        if (signalbox != null) {
            signalbox.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void eventsWaitForADatabaseThatIsAwayAndOnlyWhatItRefusesIsADeadLetter() throws Exception {
        server.run("CREATE TABLE signalbox_events (id text PRIMARY KEY, severity_number int, dedupkey text, state text,"
                + " CONSTRAINT no_thirteen CHECK (id <> 'n-13'))");
        server.stop();
        signalbox = new Packaged(folder, settings(Map.of())).start();
        post("waiting", 50);
        soon(() -> assertThat(signalbox.get("/api/v1/events/waiting-7"))
                .contains("\"postgresql\",\"outcome\":\"pending\""));
        soon(() -> assertThat(signalbox.get("/api/v1/backends/postgresql")).contains("08001"));
        // Events can be taken in all the same.
        assertThat(signalbox.get("/q/health/ready")).contains("UP").doesNotContain("DOWN");
        server.start();
        soon(() -> assertThat(server.rows("SELECT count(*) FROM signalbox_events")).containsExactly("50"));
        soon(() -> assertThat(signalbox.get("/api/v1/events/waiting-7"))
                .contains("\"postgresql\",\"outcome\":\"delivered\""));

        post("n", 100);
        soon(() -> assertThat(server.rows("SELECT count(*) FROM signalbox_events")).containsExactly("149"));
        soon(() -> assertThat(signalbox.get("/api/v1/backends/postgresql/dead-letters")).contains("\"n-13\"")
                .contains("no_thirteen").doesNotContain("\"n-12\"", "\"n-14\""));
    }

    @Test
    void aWrongPasswordIsSaidAndShownNowhereAndNothingIsLostByIt() throws Exception {
        signalbox = new Packaged(folder,
                settings(Map.of("POSTGRESQL_USERNAME", "duty", "POSTGRESQL_PASSWORD", "wr0ng-passw0rd"))).start();
        post("w", 3);
        soon(() -> assertThat(signalbox.get("/api/v1/backends/postgresql")).contains("28P01")
                .contains("password authentication failed").doesNotContain("wr0ng-passw0rd"));
        assertThat(signalbox.log()).contains("28P01").doesNotContain("wr0ng-passw0rd");

        server.run("CREATE USER duty PASSWORD 'wr0ng-passw0rd'; GRANT CREATE ON SCHEMA public TO duty");
        soon(() -> assertThat(signalbox.get("/api/v1/events/w-2"))
                .contains("\"postgresql\",\"outcome\":\"delivered\""));
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("POSTGRESQL_ENABLED", "true", "POSTGRESQL_URL",
                server.url(), "POSTGRESQL_USERNAME", "postgres", "POSTGRESQL_PASSWORD", PostgreSql.PASSWORD,
                "POSTGRESQL_ENCRYPTION", "none", "TIMER_HEARTBEAT_ENABLED", "false"));
        settings.putAll(more);
        return settings;
    }

    private void post(String name, int events) throws Exception {
        signalbox.post("application/json",
                BodyPublishers.ofString(IntStream.range(0, events)
                        .mapToObj(i -> "{\"id\":\"" + name + "-" + i + "\",\"type\":\"job.completed\"}")
                        .collect(Collectors.joining(",", "[", "]"))));
    }

    private void soon(ThrowingRunnable assertion) throws Exception {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\nSignalbox said:\n" + signalbox.log(), e);
        }
    }
}
