package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.oracle.kill.KillAgent;
import io.signalbox.oracle.kill.KillPoint;
import io.signalbox.peers.Packaged;

/** What survives of the packaged Signalbox with real sinks, when it is killed and stopped again and again while programs send to it? */
final class PackagedCampaign implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** As {@code terminationGracePeriodSeconds} in k8s/base. */
    private static final long GRACE_SECONDS = 45;
    private static final int LONGEST_ROUND_MILLIS = 1_500;
    private static final long PAUSE_NANOS = 40_000_000;

    /** What is done to it. */
    enum Blow {
        KILL, STOP, SAVE
    }

    private final long seed;
    private final Random random;
    private final AgentJar agent;
    private final RoutesFolder routes;
    private final HttpBackends http;
    private final SyslogBackend syslog = new SyslogBackend();
    private final MailBackend mail = new MailBackend();
    private final Path file;
    private final Map<String, String> environment = new HashMap<>();
    private final Packaged signalbox;
    private final Door door = new Door();
    final Ledger ledger = new Ledger();
    private int kills;

    PackagedCampaign(Path folder, AgentJar agent, long seed) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.agent = agent;
        this.http = new HttpBackends(seed);
        this.file = folder.resolve("files");
        this.routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
        for (String name : new String[]{"moody", "picky"}) {
            routes.backend("http-" + name, "all?concurrency=2", "webhook", Map.of("url", http.url("http-" + name)));
            routes.backend("bulk-" + name, "all?batchSize=20", "webhook", Map.of("url", http.url("bulk-" + name)));
        }
        routes.backend("syslog", "logging?batchSize=20", "syslog",
                Map.of("host", "127.0.0.1", "port", String.valueOf(syslog.port()), "protocol", "tcp"));
        routes.backend("mails", "logging?minSeverity=warning", "email",
                Map.of("host", "127.0.0.1", "port", String.valueOf(mail.port()), "encryption", "none", "from",
                        "signalbox@example.com", "to", "ops@example.com", "subject", "{id}"));
        routes.backend("files", "all?batchSize=50", "jsonl",
                Map.of("directory", file.toString(), "prefix", "oracle", "rotation", "none"));
        environment.put("SIGNALBOX_ROUTES_DIR", routes.path().toString());
        environment.put("SIGNALBOX_ROUTES_RELOAD", "true");
        this.signalbox = new Packaged(folder, environment);
        door.at(signalbox.port);
    }

    int kills() {
        return kills;
    }

    /** One blow after the other, while programs send. */
    void strike(List<Object> blows) throws Exception {
        List<Sender> senders = List.of(new Sender("p0", 4, door, ledger, seed, PAUSE_NANOS),
                new Sender("p1", 4, door, ledger, seed + 1, PAUSE_NANOS));
        List<Thread> threads = new ArrayList<>();
        senders.forEach(sender -> threads.add(Threads.daemon("sender", sender)));
        try {
            for (Object blow : blows) {
                strike(blow);
            }
        } finally {
            senders.forEach(Sender::stop);
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }

    private void strike(Object blow) throws Exception {
        if (blow instanceof KillPoint point) {
            environment.put("JAVA_TOOL_OPTIONS", agent.option(point, 1 + random.nextInt(Math.min(20, point.passes()))));
            Process process = signalbox.launch();
            environment.remove("JAVA_TOOL_OPTIONS");
            if (point == KillPoint.RELOAD || point == KillPoint.STOPPING) {
                awaitReady(process);
                hit(point == KillPoint.RELOAD ? Blow.SAVE : Blow.STOP, process);
            }
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s: it passes %s", this, point)
                    .isTrue();
            assertThat(process.exitValue()).as("%s: it dies at %s; its last words: %s", this, point, lastWords())
                    .isEqualTo(KillAgent.KILLED);
            kills++;
            return;
        }
        Process process = signalbox.launch();
        awaitReady(process);
        process.waitFor(random.nextInt(LONGEST_ROUND_MILLIS), TimeUnit.MILLISECONDS);
        hit((Blow) blow, process);
    }

    private String lastWords() throws IOException {
        String log = signalbox.log();
        return log.substring(Math.max(0, log.length() - 2_000));
    }

    private void hit(Blow blow, Process process) throws Exception {
        switch (blow) {
            case KILL -> {
                signalbox.kill();
                kills++;
            }
            case STOP -> {
                process.destroy();
                assertThat(process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS))
                        .as("%s: it stops when it is asked to", this)
                        .isTrue();
            }
            case SAVE -> {
                Path route = routes.file("bulk-moody");
                Files.writeString(route, Files.readString(route).replaceFirst("\n(    description: .*\n)?    from:",
                        "\n    description: Saved again at " + System.nanoTime() + "\n    from:"));
            }
        }
    }

    private void awaitReady(Process process) {
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || ready());
    }

    private boolean ready() {
        try {
            return door.text("/q/health/ready").contains("UP");
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it once more, lets it finish, and says what is wrong. */
    List<String> judge() throws Exception {
        Process process = signalbox.launch();
        awaitReady(process);
        Sender last = new Sender("last0", 3, door, ledger, seed, 0);
        assertThat(last.sendFresh()).as("%s: fresh events are accepted", this).isTrue();
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(this::nothingPending);
        } catch (ConditionTimeoutException e) {
            fail(this + ": not every backend got to the end: " + door.text("/api/v1/backends") + lastWords());
        }
        Judge judge = new Judge(ledger, kills);
        for (String name : new String[]{"http-moody", "http-picky", "bulk-moody", "bulk-picky"}) {
            boolean picky = name.endsWith("picky");
            Arrivals arrivals = http.arrivals(name);
            judge.hear(new Judge.Case(name, id -> true, id -> picky && id.doomed(), arrivals,
                    picky ? deadLetters(name, arrivals) : Map.of(), name.startsWith("bulk") ? 20 : 2));
        }
        judge.hear(new Judge.Case("syslog", id -> true, id -> false, syslog.arrivals, Map.of(), 20));
        judge.hear(new Judge.Case("mails", Id::warning, id -> false, mail.arrivals, Map.of(), 1));
        judge.hear(new Judge.Case("files", id -> true, id -> false, written(), Map.of(), 50));
        return judge.findings();
    }

    private boolean nothingPending() throws IOException {
        JsonNode backends = door.get("/api/v1/backends?running=true").path("backends");
        for (JsonNode backend : backends) {
            if (backend.path("pending").asLong() > 0) {
                return false;
            }
        }
        return backends.size() == 7;
    }

    /** What the API says of those that did not arrive. */
    private Map<String, String> deadLetters(String backend, Arrivals arrivals) throws IOException {
        Map<String, String> reasons = new HashMap<>();
        for (String id : ledger.accepted()) {
            if (Id.of(id).doomed() && !arrivals.ids().contains(id)) {
                for (JsonNode delivery : door.get("/api/v1/events/" + id).path("deliveries")) {
                    if (delivery.path("backend").asText().equals(backend)
                            && delivery.path("outcome").asText().equals("dead-lettered")) {
                        reasons.put(id, delivery.path("answer").asText());
                    }
                }
            }
        }
        return reasons;
    }

    private Arrivals written() throws IOException {
        Arrivals arrivals = new Arrivals();
        for (String line : Files.readAllLines(file.resolve("oracle.jsonl"))) {
            arrivals.got(List.of(Door.JSON.readTree(line).path("id").asText()));
        }
        return arrivals;
    }

    int deferred() {
        return mail.deferred.get();
    }

    @Override
    public String toString() {
        return "seed " + seed + " after " + kills + " kills";
    }

    @Override
    public void close() throws Exception {
        signalbox.close();
        http.close();
        syslog.close();
        mail.close();
    }
}
