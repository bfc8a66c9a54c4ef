package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.peers.Packaged;

/** What becomes of events whose backend fails in any of the ways in which backends fail over HTTP. */
class OracleFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int EVENTS = 3;

    @TempDir
    private Path folder;
    private final Door door = new Door();
    private FaultyHttp http;
    private Packaged signalbox;

    @BeforeEach
    void start() throws Exception {
        http = new FaultyHttp();
        RoutesFolder routes = new RoutesFolder(Files.createDirectories(folder.resolve("routes")));
        for (Fault fault : Fault.values()) {
            routes.backend(fault.name(), "all", "webhook", Map.of("url", http.url(fault), "responseTimeout", "2s"));
        }
        signalbox = new Packaged(folder, Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString())).start();
        door.at(signalbox.port);
    }

    @AfterEach
    void stop() throws Exception {
        signalbox.close();
        http.close();
    }

    @Test
    void eachFailureIsADeadLetterAtOnceOrIsTriedAgainUntilItEndsAndNothingIsLost() throws Exception {
        List<String> ids = post(1, EVENTS);

        everyFault("has its first effect", fault -> switch (fault.fate()) {
            case DEAD -> allAre("dead-lettered", ids, fault);
            case RETRIED -> http.attempts(fault.name()) >= 2;
            case ACCEPTED -> allAre("delivered", ids, fault);
        });
        for (Fault fault : Fault.values()) {
            if (fault.fate() == Fault.Fate.DEAD) {
                JsonNode first = delivery(ids.get(0), fault);
                assertThat(first.path("answer").asText()).as("%s", fault).contains(fault.words());
                assertThat(first.path("attempts").asInt()).as("%s", fault).isEqualTo(1);
            }
        }
        assertThat(http.attempts("ELSEWHERE")).as("no redirect is followed").isZero();

        http.heal();
        List<String> fresh = post(EVENTS + 1, 2 * EVENTS);
        everyFault("lets fresh events flow when it has ended", fault -> allAre("delivered", fresh, fault));
        for (Fault fault : Fault.values()) {
            List<String> expected = new ArrayList<>(fault.fate() == Fault.Fate.DEAD ? List.of() : ids);
            expected.addAll(fresh);
            assertThat(http.arrivals(fault.name()).firsts()).as("%s", fault).extracting(Arrivals.First::id)
                    .containsExactlyElementsOf(expected);
        }
    }

    private List<String> post(int from, int to) throws IOException {
        List<Id> ids = IntStream.rangeClosed(from, to).mapToObj(number -> new Id("faultk0", number)).toList();
        Door.Answer answer = door.post(ids, Door.Form.LIST, false);
        assertThat(answer.ids()).hasSize(ids.size());
        return answer.ids();
    }

    private boolean allAre(String outcome, List<String> ids, Fault fault) throws IOException {
        for (String id : ids) {
            if (!delivery(id, fault).path("outcome").asText().equals(outcome)) {
                return false;
            }
        }
        return true;
    }

    private JsonNode delivery(String id, Fault fault) throws IOException {
        for (JsonNode delivery : door.get("/api/v1/events/" + id).path("deliveries")) {
            if (delivery.path("backend").asText().equals(fault.name())) {
                return delivery;
            }
        }
        throw new IOException(fault + " is not among the backends of " + id);
    }

    private interface Check {
        boolean isSo(Fault fault) throws Exception;
    }

    private void everyFault(String what, Check check) throws Exception {
        List<Fault> left = new ArrayList<>(List.of(Fault.values()));
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                for (Fault fault : List.copyOf(left)) {
                    if (check.isSo(fault)) {
                        left.remove(fault);
                    }
                }
                return left.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            fail("within " + PATIENCE + ", not every fault " + what + ": " + left);
        }
    }
}
