package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Packaged;

/** One backend is down for the whole run, and the others do not feel it. */
class OracleNeighbourIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 600;
    private static final int EVENTS = 5;
    private static final long PAUSE_NANOS = 10_000_000;
    /** What a busy machine may add to any one delivery. */
    private static final long NOISE_MICROS = 250_000;
    private static final int ATTEMPTS = 3;
    private static final List<String> NEIGHBOURS = List.of("a", "b");

    @TempDir
    private Path folder;
    private final Door door = new Door();

    @Test
    void theOthersStayCurrent() throws Exception {
        try (FaultyHttp http = new FaultyHttp(); FaultyHttp sick = new FaultyHttp()) {
            http.heal();
            RoutesFolder routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
            for (String name : NEIGHBOURS) {
                routes.backend(name, "all?batchSize=10", "webhook", Map.of("url", http.url(name)));
            }
            routes.backend("sick", "all?batchSize=10", "webhook",
                    Map.of("url", sick.url(Fault.BLACK_HOLE), "responseTimeout", "1s"));
            Path backend = routes.file("sick");
            Path away = folder.resolve("sick.yaml");
            Files.move(backend, away);
            try (Packaged signalbox = new Packaged(folder, Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString(),
                    "SIGNALBOX_ROUTES_RELOAD", "true")).start()) {
                door.at(signalbox.port);
                run(http, 0);
                long well = 0;
                long beside = Long.MAX_VALUE;
                for (int attempt = 1; attempt <= ATTEMPTS && beside > 2 * well + NOISE_MICROS; attempt++) {
                    well = run(http, 2 * attempt - 1);
                    Files.move(away, backend);
                    Awaitility.await().atMost(PATIENCE)
                            .until(() -> door.text("/api/v1/backends?running=true").contains("\"sick\""));
                    beside = run(http, 2 * attempt);
                    Files.move(backend, away);
                }
                Summary summary = new Summary("a backend that is down, and its neighbours");
                summary.add("p99 without it, microseconds", well);
                summary.add("p99 beside it, microseconds", beside);
                summary.add("its attempts", sick.attempts(Fault.BLACK_HOLE.name()));
                summary.print();
                assertThat(sick.attempts(Fault.BLACK_HOLE.name())).isPositive();
                assertThat(beside).isLessThanOrEqualTo(2 * well + NOISE_MICROS);
            }
        }
    }

    /** The 99th percentile of the time from our 2xx to the arrival at the slower of the neighbours, in microseconds. */
    private long run(FaultyHttp http, int number) throws Exception {
        Ledger ledger = new Ledger();
        for (int request = 0; request < REQUESTS; request++) {
            List<Id> ids = new ArrayList<>();
            for (int i = 1; i <= EVENTS; i++) {
                ids.add(new Id("run" + number + "k" + i, request + 1));
            }
            ledger.accepted(door.post(ids, Door.Form.LIST, false).ids());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        List<Long> micros = new ArrayList<>();
        for (String name : NEIGHBOURS) {
            Arrivals arrivals = http.arrivals(name);
            Awaitility.await().atMost(PATIENCE).until(() -> arrivals.hasAll(ledger.accepted()));
            arrivals.firsts().stream().filter(first -> ledger.accepted().contains(first.id()))
                    .forEach(first -> micros.add(
                            Math.max(0, (first.nanos() - ledger.acceptedAt(first.id())) / 1_000)));
        }
        micros.sort(null);
        return micros.get(micros.size() * 99 / 100);
    }
}
