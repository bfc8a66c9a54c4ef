package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Nagios;
import io.signalbox.peers.Nsca;

/** Does a real Nagios see a printer fail and come back? */
class NagiosIT {
    @TempDir
    Path directory;
    private Nagios nagios;
    private Nsca nsca;
    private SinkContext sink;

    @BeforeEach
    void start() throws Exception {
        nagios = new Nagios(directory, "hp-101", List.of("printer.offline", "printer.error"));
        nsca = new Nsca(directory, 14, "over the pipe", nagios.pipe, false);
        Map<String, String> with = Map.of("host", "127.0.0.1", "port", String.valueOf(nsca.port), "password",
                "over the pipe", "encryptionMethod", "14", "perfData", "consecutive_failures");
        sink = new SinkContext("nagios-sink", with);
        Map<String, String> ofHosts = new java.util.HashMap<>(with);
        ofHosts.put("service", "");
        sink.add("hosts", "nagios-sink", ofHosts);
    }

    @AfterEach
    void stop() throws Exception {
        if (sink != null) {
            sink.close();
        }
        if (nsca != null) {
            nsca.close();
        }
        if (nagios != null) {
            nagios.close();
        }
    }

    @Test
    void aServiceIsCriticalUntilItsProblemEnds() throws Exception {
        send("backend", event("printer.offline", State.FIRING, Severity.CRITICAL, "hp-101", "No answer"));

        eventually(() -> nagios.status("printer.offline").get("current_state").equals("2"));
        assertThat(nagios.status("printer.offline").get("plugin_output"))
                .startsWith("hp-101 Offline: No answer (type=printer.offline, ");
        assertThat(nagios.status("printer.offline").get("performance_data")).isEqualTo("'consecutive_failures'=3");

        send("backend", event("printer.online", State.RESOLVED, Severity.INFO, "hp-101", "Back"));

        eventually(() -> nagios.status("printer.offline").get("current_state").equals("0"));
        assertThat(nagios.status("printer.offline").get("plugin_output")).startsWith("hp-101 Online: Back");
        assertThat(nagios.status("printer.offline").get("last_hard_state")).isEqualTo("0");
        assertThat(nagios.status("printer.error").get("has_been_checked")).as("the other service").isEqualTo("0");
        assertThat(nagios.status(null).get("has_been_checked")).as("the host").isEqualTo("0");
    }

    @Test
    void aHostIsDownUntilItsProblemEnds() throws Exception {
        send("hosts", event("printer.offline", State.FIRING, Severity.CRITICAL, "hp-101", "No answer"));
        eventually(() -> nagios.status(null).get("current_state").equals("1"));

        send("hosts", event("printer.online", State.RESOLVED, Severity.INFO, "hp-101", "Back"));
        eventually(() -> nagios.status(null).get("current_state").equals("0"));
        assertThat(nagios.status(null).get("plugin_output")).startsWith("hp-101 Online: Back");
        assertThat(nagios.status("printer.offline").get("has_been_checked")).as("the service").isEqualTo("0");
    }

    @Test
    void aHostThatNagiosDoesNotKnowIsOnlyALineInItsLog() throws Exception {
        send("backend", event("printer.offline", State.FIRING, Severity.CRITICAL, "hp-999", "No answer"));

        eventually(() -> nagios.log().contains("on host 'hp-999', but the host could not be found"));
        assertThat(nagios.status("printer.offline").get("has_been_checked")).isEqualTo("0");
    }

    private void send(String backend, Event event) {
        assertThat(sink.deliver(backend, event, Map.of()).getException()).isNull();
    }

    private static void eventually(Callable<Boolean> promise) {
        await().ignoreExceptions().atMost(java.time.Duration.ofSeconds(30)).until(promise);
    }

    private static Event event(String type, State state, Severity severity, String subject, String message) {
        return new Event("e-1", "continuum", type, subject, Instant.now(), severity, state,
                "continuum/printer.offline/" + subject, null, message, List.of(), null,
                Map.of("consecutive_failures", 3), null);
    }
}
