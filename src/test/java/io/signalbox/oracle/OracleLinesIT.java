package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.peers.Certificates;
import io.signalbox.peers.Packaged;

/** What becomes of events on bad lines: TLS that can't be trusted, a name that nobody knows, a 200 that is none, a reader that stops. */
class OracleLinesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int EVENTS = 8_000;
    private static final int LENGTH = 1_200;
    private static final List<String> HTTP = List.of("expired", "elsewhere", "unknown");

    @TempDir
    private Path folder;
    private final Door door = new Door();
    private final Ledger ledger = new Ledger();
    private TlsHttp expired;
    private TlsHttp elsewhere;
    private FaultyHttp unknown;
    private ItemwiseHttp itemwise;
    private SyslogBackend syslog;
    private Path hosts;
    private Packaged signalbox;

    @BeforeEach
    void start() throws Exception {
        Certificates certificates = new Certificates(folder);
        certificates.makeAuthority("authority");
        certificates.makeSigned("good", "dns:localhost,ip:127.0.0.1", "-0d", "authority");
        certificates.makeSigned("expired", "dns:localhost,ip:127.0.0.1", "-40d", "authority");
        certificates.makeSigned("elsewhere", "dns:elsewhere.example", "-0d", "authority");
        expired = new TlsHttp(certificates, "expired");
        elsewhere = new TlsHttp(certificates, "elsewhere");
        unknown = new FaultyHttp();
        unknown.heal();
        itemwise = new ItemwiseHttp();
        syslog = new SyslogBackend();
        syslog.read(false);
        hosts = Files.writeString(folder.resolve("hosts"),
                "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName() + "\n");
        RoutesFolder routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
        routes.backend("expired", "all?batchSize=200", "webhook", Map.of("url", expired.url()));
        routes.backend("elsewhere", "all?batchSize=200", "webhook", Map.of("url", elsewhere.url()));
        routes.backend("unknown", "all?batchSize=200", "webhook",
                Map.of("url", unknown.url("unknown").replace("127.0.0.1", "backend.invalid")));
        routes.backend("itemwise", "all?batchSize=100", "elasticsearch",
                Map.of("url", itemwise.url(), "compression", "identity"));
        routes.backend("syslog", "all?batchSize=50", "syslog", Map.of("host", "127.0.0.1", "port",
                String.valueOf(syslog.port()), "protocol", "tcp", "timeoutMillis", "1000"));
        signalbox = new Packaged(folder, Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString(), "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=" + certificates.trusting("authority")
                        + " -Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD + " -Djdk.net.hosts.file="
                        + hosts))
                .start();
        door.at(signalbox.port);
    }

    @AfterEach
    void stop() throws Exception {
        signalbox.close();
        expired.close();
        elsewhere.close();
        unknown.close();
        itemwise.close();
        syslog.close();
    }

    @Test
    void eventsWaitForABetterLineAndNoneIsLost() throws Exception {
        post(EVENTS);
        for (String name : List.of("expired", "elsewhere", "unknown", "itemwise", "syslog")) {
            await(name + " fails", () -> failures(name) > 1);
        }
        assertThat(error("expired")).contains("validity check failed");
        assertThat(error("elsewhere")).contains("127.0.0.1");
        assertThat(error("unknown")).contains("backend.invalid");
        assertThat(error("itemwise")).contains("429");
        for (String name : HTTP) {
            assertThat(arrivals(name).ids()).as("nothing got through to %s", name).isEmpty();
        }

        expired.show("good");
        elsewhere.show("good");
        Files.writeString(hosts, Files.readString(hosts) + "127.0.0.1 backend.invalid\n");
        itemwise.heal();
        syslog.read(true);
        await("everything arrives", () -> {
            for (JsonNode backend : door.get("/api/v1/backends").path("backends")) {
                if (backend.path("pending").asLong() > 0) {
                    return false;
                }
            }
            return syslog.arrivals.hasAll(ledger.accepted());
        });

        syslog.arrivals.mayRepeat(EVENTS);
        Judge judge = new Judge(ledger, 0);
        // Each time that it did not read, a connection was given up with what was on its way there; at last it read them all at once.
        judge.hearUnordered(new Judge.Case("syslog", id -> true, id -> false, syslog.arrivals, Map.of(), 0));
        for (String name : HTTP) {
            judge.hear(new Judge.Case(name, id -> true, id -> false, arrivals(name), Map.of(), 0));
        }
        judge.hear(new Judge.Case("itemwise", id -> true, Id::doomed, itemwise.arrivals, dead(), 0));
        assertThat(judge.findings()).isEmpty();
    }

    private void post(int events) throws Exception {
        door.length(LENGTH);
        for (int from = 1; from <= events; from += 500) {
            List<Id> ids = new ArrayList<>();
            for (int number = from; number < from + 500; number++) {
                ids.add(new Id("linek0", number));
            }
            ledger.sending(ids);
            ledger.accepted(door.post(ids, Door.Form.LINES, false).ids());
        }
        assertThat(ledger.accepted()).hasSize(events);
    }

    private Arrivals arrivals(String name) {
        return switch (name) {
            case "expired" -> expired.arrivals;
            case "elsewhere" -> elsewhere.arrivals;
            case "unknown" -> unknown.arrivals("unknown");
            default -> syslog.arrivals;
        };
    }

    private Map<String, String> dead() throws Exception {
        Map<String, String> dead = new HashMap<>();
        for (JsonNode letter : door.get("/api/v1/backends/itemwise/dead-letters").path("deadLetters")) {
            dead.put(letter.at("/event/id").asText(), letter.path("reason").asText());
        }
        return dead;
    }

    private int failures(String backend) throws Exception {
        return door.get("/api/v1/backends/" + backend).path("failures").asInt();
    }

    private String error(String backend) throws Exception {
        return door.get("/api/v1/backends/" + backend).path("lastError").asText();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(condition);
    }
}
