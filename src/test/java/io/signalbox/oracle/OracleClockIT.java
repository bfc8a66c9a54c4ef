package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.oracle.kill.AgentJar;
import io.signalbox.peers.Packaged;

/** Somebody sets the clock, an hour forth and back and ten years, while events flow. */
class OracleClockIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long HOUR = 3_600;
    private static final long TEN_YEARS = 3_652 * 24 * HOUR;
    private static final int EVENTS = 30;

    @TempDir
    private Path folder;
    private final Door door = new Door();
    private final Set<String> made = new HashSet<>();
    private final List<String> given = new ArrayList<>();
    private Packaged signalbox;
    private int sent;

    @Test
    void noTimerIsStuckNoIdComesTwiceAndNothingPendingIsForgotten() throws Exception {
        Path seconds = Files.writeString(folder.resolve("seconds"), "0");
        try (FaultyHttp http = new FaultyHttp(); FaultyHttp sick = new FaultyHttp()) {
            http.heal();
            RoutesFolder routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
            routes.backend("quick", "all?batchSize=10", "webhook", Map.of("url", http.url("quick")));
            routes.backend("throttled", "all", "webhook", Map.of("url", http.url("throttled")));
            Files.writeString(routes.file("throttled"), Files.readString(routes.file("throttled")).replace(
                    "      steps:\n",
                    "      steps:\n        - throttle:\n            expression:\n              constant: 20\n            timePeriodMillis: 500\n"));
            routes.throttled("webhook", 20, 500);
            routes.backend("inside", "all", "throttled-webhook", Map.of("url", http.url("inside")));
            routes.backend("sick", "all?batchSize=10", "webhook", Map.of("url", sick.url(Fault.UNAVAILABLE)));
            routes.backend("files", "all", "jsonl", Map.of("directory", folder.resolve("files").toString(), "prefix",
                    "oracle", "rotation", "hourly"));
            signalbox = new Packaged(folder, Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString(),
                    "JAVA_TOOL_OPTIONS", AgentJar.skewing(folder).option(seconds))).start();
            door.at(signalbox.port);

            List<String> current = List.of("quick", "throttled", "inside");
            for (long skew : new long[]{0, HOUR, 0, -HOUR, 0, TEN_YEARS, 0}) {
                set(seconds, skew);
                Collection<String> ids = post();
                for (String name : current) {
                    await("the clock is wrong by " + skew + " s, and " + name + " stays current",
                            () -> http.arrivals(name).hasAll(ids));
                }
            }
            sick.heal();
            await("what waited while the clock went mad arrives",
                    () -> sick.arrivals(Fault.UNAVAILABLE.name()).hasAll(made));
            for (String name : current) {
                assertThat(http.arrivals(name).again()).as("events that came to %s twice", name).isZero();
            }
        } finally {
            signalbox.close();
        }
    }

    /** Sets the clock, and waits until Signalbox believes it. */
    private void set(Path seconds, long skew) throws Exception {
        Files.writeString(seconds, String.valueOf(skew));
        await("the clock is set", () -> {
            String id = "probe" + sent++;
            signalbox.post("application/json",
                    BodyPublishers.ofString("{\"id\":\"" + id + "\",\"type\":\"oracle.asked\"}"));
            Instant received = Instant.parse(door.get("/api/v1/events/" + id).path("received").asText());
            return Math.abs(Duration.between(Instant.now().plusSeconds(skew), received).toSeconds()) < 30;
        });
    }

    /** Posts events without ids and with, those also again that came before the clock was set: no made id may come twice, no given one be kept twice. */
    private Collection<String> post() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            JsonNode answer = Door.JSON.readTree(signalbox.post("application/json",
                    BodyPublishers.ofString("{\"type\":\"oracle.spoke\",\"subject\":\"clock\"}")));
            ids.add(answer.path("ids").path(0).asText());
        }
        given.add("{\"id\":\"given-" + sent++ + "\",\"type\":\"oracle.spoke\"}");
        signalbox.post("application/json", BodyPublishers.ofString(given.get(given.size() - 1)));
        for (String before : given) {
            assertThat(Door.JSON.readTree(signalbox.post("application/json", BodyPublishers.ofString(before)))
                    .path("duplicates").asInt()).as("%s comes again", before).isEqualTo(1);
        }
        for (String id : ids) {
            assertThat(made.add(id)).as("the id %s is new", id).isTrue();
        }
        return ids;
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
    }
}
