package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Alertmanager;

/** Does a real Alertmanager begin and end what we tell it, and tell its own receivers so? */
class AlertmanagerPeerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    Path directory;
    private FakeBackend receiver;
    private Alertmanager alertmanager;

    @BeforeEach
    void start() throws Exception {
        receiver = new FakeBackend(new FakeBackend.Reply(200, Map.of(), new byte[0], Duration.ZERO, false));
        alertmanager = new Alertmanager(directory, receiver.url());
    }

    @AfterEach
    void stop() throws Exception {
        if (alertmanager != null) {
            alertmanager.close();
        }
        receiver.close();
    }

    @Test
    void aProblemIsActiveUntilItsEndAndBothAreToldToItsReceiver() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline("hp-101", Severity.WARNING, null));
            assertThat(active()).containsExactly("printer.offline warning hp-101");
            awaitTold("firing printer.offline warning hp-101");
            // Nothing repeats it, so without an end of its own it would be over in five minutes.
            assertThat(Instant.parse(alerts().at("/0/endsAt").asText())).isAfter(NOW.plus(23, ChronoUnit.HOURS));
            assertThat(alerts().at("/0/annotations/data_missed_polls").asText()).isEqualTo("3");

            deliver(sink, online("hp-101", null));
            assertThat(active()).isEmpty();
            awaitTold("resolved printer.offline warning hp-101");
        }
    }

    @Test
    void aProblemThatBeganBeforeARestartEndsByWhatTheBusKnowsOfIt() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline("hp-101", Severity.ERROR, null));
        }
        try (SinkContext sink = sink()) {
            deliver(sink, online("hp-101", new Event.Problem("printer.offline", Severity.ERROR)));
            assertThat(active()).isEmpty();
        }
    }

    @Test
    void whatGotWorseIsOneAlertAndNotTwo() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline("hp-101", Severity.WARNING, null));
            deliver(sink, offline("hp-101", Severity.CRITICAL, null));
            assertThat(active()).containsExactly("printer.offline critical hp-101");
            deliver(sink, online("hp-101", null));
            assertThat(active()).isEmpty();
        }
    }

    @Test
    void aBatchIsTakenWholeWhateverItsEventsAreCalled() throws Exception {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            batch.add(offline("hp-" + i + " \u00fc \"#\" \n", Severity.WARNING, "7-\u00fc.b c"));
        }
        batch.add(online("hp-7 \u00fc \"#\" \n", null));
        try (SinkContext sink = sink()) {
            // Its end is in the same batch, so only the bus can tell what it ends.
            batch.set(100, batch.get(100).ending(new Event.Problem("printer.offline", Severity.WARNING)));
            assertThat(sink.deliver(batch, true).getException()).isNull();
            assertThat(active()).hasSize(99);
        }
    }

    private SinkContext sink() throws Exception {
        return new SinkContext("alertmanager-sink", Map.of("url", alertmanager.url()));
    }

    private static void deliver(SinkContext sink, Event event) {
        assertThat(sink.deliver(event, Map.of()).getException()).isNull();
    }

    private JsonNode alerts() throws Exception {
        return JSON.readTree(alertmanager.get("/api/v2/alerts"));
    }

    private List<String> active() throws Exception {
        List<String> active = new ArrayList<>();
        alerts().forEach(alert -> active.add(name(alert)));
        return active;
    }

    private void awaitTold(String what) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<String> told = new ArrayList<>();
            for (FakeBackend.Request request : receiver.requests()) {
                JSON.readTree(request.body()).path("alerts")
                        .forEach(alert -> told.add(alert.path("status").asText() + " " + name(alert)));
            }
            assertThat(told).contains(what);
        });
    }

    private static String name(JsonNode alert) {
        JsonNode labels = alert.path("labels");
        return labels.path("alertname").asText() + " " + labels.path("severity").asText() + " "
                + labels.path("subject").asText();
    }

    private static Event offline(String subject, Severity severity, String field) {
        return new Event("e-1", "continuum", "printer.offline", subject, NOW.minusSeconds(60), severity, State.FIRING,
                "continuum/printer.offline/" + subject, null, "no answer", List.of("production"), null,
                field == null ? Map.of("missed_polls", 3) : Map.of(field, 3), null);
    }

    private static Event online(String subject, Event.Problem problem) {
        return new Event("e-2", "continuum", "printer.online", subject, NOW, Severity.INFO, State.RESOLVED,
                "continuum/printer.offline/" + subject, null, null, List.of(), null, Map.of(), problem);
    }
}
