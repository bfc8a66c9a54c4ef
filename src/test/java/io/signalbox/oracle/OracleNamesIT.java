package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Packaged;

/** The names of some backends take longer to look up than an answer may: their events come in the end, and the other backends do not feel it. */
class OracleNamesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_UP = Duration.ofSeconds(8);
    private static final Duration CURRENT = Duration.ofSeconds(4);
    private static final int REQUESTS = 5;

    @TempDir
    private Path folder;
    private final Door door = new Door();
    private final Ledger ledger = new Ledger();

    @Test
    void eventsOfABackendWhoseNameIsSlowComeAndNobodyWaitsForThem() throws Exception {
        try (SlowNames names = SlowNames.start(folder, LOOK_UP)) {
            assumeThat(names).as("may not give a process a resolver of its own").isNotNull();
            try (FaultyHttp http = new FaultyHttp();
                    SyslogBackend syslog = new SyslogBackend();
                    MailBackend mail = new MailBackend();
                    Packaged signalbox = signalbox(names, http, syslog, mail)) {
                http.heal();
                door.at(signalbox.start().port);
                post(door, ledger, http.arrivals("quick"));
                assertThat(http.arrivals("slow").ids()).as("its name is being looked up").isEmpty();

                List<Arrivals> slow = List.of(http.arrivals("slow"), syslog.arrivals, mail.arrivals);
                Awaitility.await("events come to who has a slow name").atMost(PATIENCE)
                        .until(() -> slow.stream().allMatch(each -> each.hasAll(ledger.accepted())));
                assertThat(slow).allSatisfy(each -> assertThat(each.again()).isZero());
                assertThat(names.asked("http.signalbox.test")).as("look-ups").isEqualTo(1);
                assertThat(names.asked("syslog.signalbox.test")).as("look-ups").isEqualTo(1);
                assertThat(door.get("/api/v1/backends/slow").path("failures").asInt()).isZero();
            }
        }
    }

    /** Posts some events, and sees each of them with a backend that nothing is wrong with before the next. */
    static void post(Door door, Ledger ledger, Arrivals quick) throws Exception {
        for (int request = 1; request <= REQUESTS; request++) {
            ledger.accepted(door.post(List.of(new Id("namek0", request)), Door.Form.ONE, false).ids());
            Awaitility.await("the others stay current").atMost(CURRENT).until(() -> quick.hasAll(ledger.accepted()));
        }
        assertThat(ledger.accepted()).hasSize(REQUESTS);
    }

    private Packaged signalbox(SlowNames names, FaultyHttp http, SyslogBackend syslog, MailBackend mail)
            throws Exception {
        RoutesFolder routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
        routes.backend("quick", "all?batchSize=10", "webhook", Map.of("url", http.url("quick")));
        routes.backend("slow", "all?batchSize=10", "webhook", Map.of("url",
                http.url("slow").replace("127.0.0.1", "http.signalbox.test"), "responseTimeout", "3s"));
        routes.backend("slow-syslog", "all?batchSize=10", "syslog", Map.of("host", "syslog.signalbox.test", "port",
                String.valueOf(syslog.port()), "protocol", "tcp", "timeoutMillis", "3000"));
        routes.backend("slow-mail", "all", "email", Map.of("host", "mail.signalbox.test", "port",
                String.valueOf(mail.port()), "encryption", "none", "from", "signalbox@example.com", "to",
                "ops@example.com", "subject", "{id}", "timeoutMillis", "3000"));
        return new Packaged(folder, Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString())).under(names::under);
    }
}
