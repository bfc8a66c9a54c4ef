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
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.bus.journal.Troubles;
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
    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int SLOWEST_KILL_MILLIS = 400;
    private static final int SENDERS = 3;
    private static final String SLEEPER = "sleeper";

    /**
     * A backend, and how it subscribes.
     *
     * @param record
     *            where it is asked what else became of its events
     */
    private record Subscribed(LineBackend backend, String uri, Predicate<Id> wants, Predicate<Id> refuses,
            int atOnce, String record) {
    }

    /** What comes to pass, or is waited for. */
    interface Happening {
        void happen() throws Exception;
    }

    /** What else is looked at in the end. */
    interface Check {
        List<String> findings() throws Exception;
    }

    /** What else goes on while it is killed. */
    interface Beside extends Runnable {
        /** Soon. */
        void stop();
    }

    private final Path folder;
    private Path data;
    private final AgentJar agent;
    private final long seed;
    private final Random random;
    private final long began = System.currentTimeMillis();
    private final Map<String, Subscribed> backends = new LinkedHashMap<>();
    private final List<String> options;
    private final List<Beside> beside = new ArrayList<>();
    private final Map<String, Map<String, String>> excused = new HashMap<>();
    final Door door = new Door();
    final Ledger ledger = new Ledger();
    private int kills;
    private String story = "";

    /**
     * @param pauseNanos
     *            of a sender, between two requests
     * @param options
     *            what its JVM is told
     */
    LightCampaign(Path folder, AgentJar agent, long seed, long pauseNanos, String... options) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.data = folder.resolve("data");
        this.agent = agent;
        this.seed = seed;
        this.random = new Random(seed);
        this.options = List.of(options);
        for (int i = 0; i < SENDERS; i++) {
            beside(new Sender("c" + i, 4, door, ledger, seed + i, pauseNanos));
        }
    }

    /** With backends of all manners; one of them sleeps now and then. */
    static LightCampaign ofAllManners(Path folder, AgentJar agent, long seed, String... options) throws IOException {
        LightCampaign campaign = new LightCampaign(folder, agent, seed, 500_000, options);
        campaign.add("archive", LineBackend.Manner.KIND, "bus:all?batchSize=20", EVERYTHING, NOTHING, 20);
        campaign.add("singles", LineBackend.Manner.PICKY, "bus:logging?concurrency=2", EVERYTHING, Id::doomed, 2);
        campaign.add("lanes", LineBackend.Manner.PICKY, "bus:all?batchSize=10&concurrency=3", EVERYTHING, Id::doomed,
                30);
        campaign.add("flaky", LineBackend.Manner.FLAKY, "bus:all?batchSize=5", EVERYTHING, NOTHING, 5);
        campaign.add("warnings", LineBackend.Manner.KIND, "bus:logging?minSeverity=warning", Id::warning, NOTHING, 1);
        campaign.add(SLEEPER, LineBackend.Manner.KIND, "bus:all?batchSize=500&batchTimeout=5ms", EVERYTHING, NOTHING,
                500);
        return campaign;
    }

    private void add(String name, LineBackend.Manner manner, String uri, Predicate<Id> wants, Predicate<Id> refuses,
            int atOnce) throws IOException {
        backends.put(name, new Subscribed(new LineBackend(manner, seed), uri, wants, refuses, atOnce,
                "/dead-letters/" + name));
    }

    /** Adds a backend that wants everything, and a place where what did not arrive is on record. */
    LineBackend add(String name, LineBackend.Manner manner, String uri, Predicate<Id> refuses, int atOnce,
            String record) throws IOException {
        LineBackend backend = new LineBackend(manner, seed);
        backends.put(name, new Subscribed(backend, uri, EVERYTHING, refuses, atOnce, record));
        return backend;
    }

    void beside(Beside program) {
        beside.add(program);
    }

    /** Where it keeps its data. */
    Path data() {
        return data;
    }

    /** Lets it keep its data elsewhere. */
    LightCampaign keepingDataIn(Path directory) {
        data = directory;
        return this;
    }

    /** Kills it at each of these points, or at any moment where a point is null, while programs send; returns the kills. */
    int kill(List<KillPoint> points) throws Exception {
        return whileProgramsSend(() -> {
            for (KillPoint point : points) {
                round(point);
            }
        });
    }

    /** Kills it so often, each time when something has happened, while programs send; returns the kills. */
    int kill(int times, Happening happening) throws Exception {
        return kill(times, () -> {
        }, happening);
    }

    /** The same; before each start something happens to what it keeps. */
    int kill(int times, Happening whileDead, Happening happening) throws Exception {
        return whileProgramsSend(() -> {
            for (int i = 0; i < times; i++) {
                whileDead.happen();
                story = "when it has happened";
                LightProcess signalbox = start(List.of());
                door.at(signalbox.port);
                happening.happen();
                signalbox.kill();
                dead();
            }
        });
    }

    private int whileProgramsSend(Happening killing) throws Exception {
        List<Thread> threads = beside.stream().map(each -> Threads.daemon("beside", each)).toList();
        try {
            killing.happen();
        } finally {
            beside.forEach(Beside::stop);
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
        return kills;
    }

    /** From now on one of its backends takes nothing, or something again. */
    void sleep(boolean now) {
        if (backends.containsKey(SLEEPER)) {
            backends.get(SLEEPER).backend.sleep(now);
        }
    }

    /** Starts it where it can't start; returns what it says. */
    String refusal() throws Exception {
        LightProcess signalbox = start(List.of());
        assertThat(signalbox.status()).as("%s: it does not start", this).isEqualTo(1);
        return signalbox.log();
    }

    private void round(KillPoint point) throws Exception {
        // While somebody waits, nothing is forgotten.
        sleep(point != KillPoint.RETENTION && random.nextInt(4) != 0);
        if (point == KillPoint.QUARANTINE || point == KillPoint.QUARANTINED) {
            damage();
        }
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
        dead();
    }

    /** Until the next start nobody need ask. */
    private void dead() {
        kills++;
        door.at(Door.CLOSED);
    }

    /** Damages something that the sleeper has not got; it sleeps until there is such a thing. */
    private void damage() throws Exception {
        List<String> damaged = Troubles.flip(data(), SLEEPER);
        while (damaged == null) {
            sleep(true);
            story = "so that something waits";
            LightProcess signalbox = start(List.of());
            door.at(signalbox.port);
            if (!signalbox.dies(SLOWEST_KILL_MILLIS)) {
                signalbox.kill();
            }
            dead();
            damaged = Troubles.flip(data(), SLEEPER);
        }
        ledger.damaged(damaged);
    }

    /** The disk has lost dead letters, and everything that was kept may come again. */
    void lost(Map<String, Map<String, String>> deadLetters, long kept) {
        deadLetters.forEach((name, reasons) -> excused.computeIfAbsent(name, any -> new HashMap<>()).putAll(reasons));
        backends.values().forEach(each -> each.backend.arrivals.mayRepeat(kept));
    }

    /** Starts it once more, lets it finish, and says what is wrong. */
    List<String> judge() throws Exception {
        return judge(List::of);
    }

    /** The same, with something else to look at when all is done. */
    List<String> judge(Check check) throws Exception {
        List<String> findings = new ArrayList<>();
        story = "in the end";
        sleep(false);
        LightProcess signalbox = start(List.of());
        assertThat(signalbox.port).as("%s: it starts; its log is in %s", this, folder).isNotEqualTo(Door.CLOSED);
        door.at(signalbox.port);
        Sender last = new Sender("last", 3, door, ledger, seed, 0);
        assertThat(last.sendFresh()).as("%s: fresh events are accepted", this).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> door.get("/").path("pending").asInt() == 0);
        findings.addAll(check.findings());
        Judge judge = new Judge(ledger, kills);
        for (var each : backends.entrySet()) {
            Subscribed subscribed = each.getValue();
            Map<String, String> others = reasons(subscribed.record);
            others.putAll(excused.getOrDefault(each.getKey(), Map.of()));
            subscribed.backend.replayed.ids().stream().filter(id -> subscribed.refuses.test(Id.of(id)))
                    .forEach(id -> others.put(id, "refused, and taken when it was sent again"));
            judge.hear(new Judge.Case(each.getKey(), subscribed.wants, subscribed.refuses, subscribed.backend.arrivals,
                    others, subscribed.atOnce), !subscribed.uri.contains("overflow="));
        }
        signalbox.stop();
        assertThat(signalbox.status()).as("%s: it stops when it is asked to", this).isZero();
        findings.addAll(judge.findings());
        return findings;
    }

    private LightProcess start(List<String> more) throws IOException {
        return new LightProcess(folder, data, began, LightClasses.ofThisRun(),
                Stream.concat(options.stream(), more.stream()).toList(),
                backends.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue().backend.port() + "=" + each.getValue().uri)
                        .toList());
    }

    /** What is on record for each backend. */
    Map<String, Map<String, String>> deadLetters() throws IOException {
        Map<String, Map<String, String>> all = new HashMap<>();
        for (var each : backends.entrySet()) {
            all.put(each.getKey(), reasons(each.getValue().record));
        }
        return all;
    }

    /** What a record says of events, by their ids. */
    Map<String, String> reasons(String record) throws IOException {
        Map<String, String> reasons = new HashMap<>();
        JsonNode events = door.get(record).path("events");
        if (!events.isArray()) {
            throw new IOException(record + " can't be read");
        }
        for (JsonNode event : events) {
            reasons.put(event.path("id").asText(), event.path("reason").asText());
        }
        return reasons;
    }

    /** Waits for something; who finds out that it never comes says so better than a time that is over. */
    static void patiently(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(condition);
        } catch (ConditionTimeoutException e) {
            // Said by whoever waited.
        }
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
