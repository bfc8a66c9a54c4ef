package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillAgent;
import io.signalbox.oracle.kill.KillPoint;

/**
 * What survives of one data directory, when the light Signalbox on it is killed again and again while programs send to it? In the end it is
 * left alone, and judged.
 */
final class LightCampaign implements AutoCloseable {
    private static final Predicate<Id> EVERYTHING = id -> true;
    private static final Predicate<Id> NOTHING = id -> false;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int SLOWEST_KILL_MILLIS = 400;
    private static final int SENDERS = 3;

    /** A backend, and how it subscribes. */
    private record Subscribed(LineBackend backend, String uri, Predicate<Id> wants, Predicate<Id> refuses,
            int atOnce) {
    }

    private final Path folder;
    private final AgentJar agent;
    private final long seed;
    private final Random random;
    private final long began = System.currentTimeMillis();
    private final Map<String, Subscribed> backends = new LinkedHashMap<>();
    private final Door door = new Door();
    final Ledger ledger = new Ledger();
    private int kills;
    private String story = "";

    LightCampaign(Path folder, AgentJar agent, long seed) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.agent = agent;
        this.seed = seed;
        this.random = new Random(seed);
        add("archive", LineBackend.Manner.KIND, "bus:all?batchSize=20", EVERYTHING, NOTHING, 20);
        add("singles", LineBackend.Manner.PICKY, "bus:logging?concurrency=2", EVERYTHING, Id::doomed, 2);
        add("lanes", LineBackend.Manner.PICKY, "bus:all?batchSize=10&concurrency=3", EVERYTHING, Id::doomed, 30);
        add("flaky", LineBackend.Manner.FLAKY, "bus:all?batchSize=5", EVERYTHING, NOTHING, 5);
        add("warnings", LineBackend.Manner.KIND, "bus:logging?minSeverity=warning", Id::warning, NOTHING, 1);
        add("sleeper", LineBackend.Manner.KIND, "bus:all?batchSize=500&batchTimeout=5ms", EVERYTHING, NOTHING, 500);
    }

    private void add(String name, LineBackend.Manner manner, String uri, Predicate<Id> wants, Predicate<Id> refuses,
            int atOnce) throws IOException {
        backends.put(name, new Subscribed(new LineBackend(manner, seed), uri, wants, refuses, atOnce));
    }

    /** Kills it at each of these points, or at any moment where a point is null, while programs send; returns the kills. */
    int kill(List<KillPoint> points) throws Exception {
        List<Sender> senders = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new Sender("c" + i, 4, door, ledger, seed + i, 500_000));
            threads.add(Threads.daemon("sender-" + i, senders.get(i)));
        }
        try {
            for (KillPoint point : points) {
                // While somebody waits, nothing is forgotten.
                backends.get("sleeper").backend.sleep(point != KillPoint.RETENTION && random.nextInt(4) != 0);
                round(point);
            }
        } finally {
            senders.forEach(Sender::stop);
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
        return kills;
    }

    private void round(KillPoint point) throws Exception {
        int pass = point == null ? 0 : 1 + random.nextInt(point.passes());
        story = point == null ? "at any moment" : "at " + point + ", pass " + pass;
        LightProcess signalbox = start(point == null ? List.of() : List.of(agent.option(point, pass)));
        door.at(signalbox.port);
        if (point == null) {
            if (!signalbox.dies(random.nextInt(SLOWEST_KILL_MILLIS))) {
                signalbox.kill();
            }
        } else {
            if (point == KillPoint.STOPPING) {
                signalbox.dies(random.nextInt(SLOWEST_KILL_MILLIS));
                signalbox.stop();
            }
            assertThat(signalbox.status()).as("%s: it passes there, and dies there", this)
                    .isEqualTo(KillAgent.KILLED);
        }
        kills++;
    }

    /** Starts it once more, lets it finish, and says what is wrong. */
    List<String> judge() throws Exception {
        story = "in the end";
        backends.get("sleeper").backend.sleep(false);
        LightProcess signalbox = start(List.of());
        door.at(signalbox.port);
        Sender last = new Sender("last", 3, door, ledger, seed, 0);
        assertThat(last.sendFresh()).as("%s: fresh events are accepted", this).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> door.get("/").path("pending").asInt() == 0);
        Judge judge = new Judge(ledger, kills);
        for (var each : backends.entrySet()) {
            Subscribed subscribed = each.getValue();
            judge.hear(new Judge.Case(each.getKey(), subscribed.wants, subscribed.refuses, subscribed.backend.arrivals,
                    deadLetters(each.getKey()), subscribed.atOnce));
        }
        signalbox.stop();
        assertThat(signalbox.status()).as("%s: it stops when it is asked to", this).isZero();
        return judge.findings();
    }

    private LightProcess start(List<String> options) throws IOException {
        return new LightProcess(folder, began, options, backends.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().backend.port() + "=" + each.getValue().uri)
                .toList());
    }

    private Map<String, String> deadLetters(String backend) throws IOException {
        Map<String, String> reasons = new HashMap<>();
        for (JsonNode dead : door.get("/dead-letters/" + backend).path("deadLetters")) {
            reasons.put(dead.at("/event/id").asText(), dead.path("reason").asText());
        }
        return reasons;
    }

    /** How many came to a backend again, over all backends. */
    long duplicates() {
        return backends.values().stream().mapToLong(each -> each.backend.arrivals.again()).sum();
    }

    @Override
    public String toString() {
        return "seed " + seed + ", kill " + (kills + 1) + " " + story;
    }

    @Override
    public void close() throws IOException {
        for (Subscribed each : backends.values()) {
            each.backend.close();
        }
    }
}
