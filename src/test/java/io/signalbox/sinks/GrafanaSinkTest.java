package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.fakes.StrictFake;

/** Does a region in Grafana survive what happens to us and to it between its beginning and its end? */
class GrafanaSinkTest {
    private static final Instant EIGHT = Instant.parse("2026-11-21T08:00:00Z");
    private static final String TOKEN = "glsa_HOruNAb7SOiCdshU9algkrq7FDsNSLAa_55e2f8be";

    private final StrictFake grafana = StrictFake.of("grafana-sink");
    private FakeBackend backend;

    @BeforeEach
    void start() throws Exception {
        backend = new FakeBackend(null, grafana);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void aRegionThatBeganBeforeARestartIsFoundAndEnded() throws Exception {
        try (SinkContext sink = sink()) {
            assertThat(deliver(sink, offline(0))).isNull();
        }
        try (SinkContext sink = sink()) {
            assertThat(deliver(sink, online(60))).isNull();
        }
        assertThat(grafana.state()).containsExactly(Map.entry("annotation 1", "hp-101 Offline, 60000 ms"));
    }

    @Test
    void ofAllThatAreFoundTheOneThatHasNotEndedIsEnded() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline(0));
            deliver(sink, online(60));
            deliver(sink, offline(120));
        }
        try (SinkContext sink = sink()) {
            assertThat(deliver(sink, online(150))).isNull();
        }
        assertThat(grafana.state()).containsOnly(Map.entry("annotation 1", "hp-101 Offline, 60000 ms"),
                Map.entry("annotation 2", "hp-101 Offline, 30000 ms"));
    }

    @Test
    void aBeginningWhoseAnswerWasLostIsNotMadeTwice() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline(0));
        }
        try (SinkContext sink = sink()) {
            assertThat(deliver(sink, offline(0))).isNull();
        }
        assertThat(grafana.state()).hasSize(1);
    }

    @Test
    void whatSomebodyHasDeletedIsNoDeadLetter() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline(0));
            backend.answers(SinkCase.reply(404));
            assertThat(deliver(sink, online(60))).isInstanceOf(NotNow.class).hasMessageContaining("deleted");

            backend.answersByItself();
            backend.requests().clear();
            assertThat(deliver(sink, online(60))).isNull();
            assertThat(backend.requests().get(0).line()).startsWith("GET /api/annotations?");
        }
    }

    @Test
    void twoGrafanasHaveRegionsOfTheirOwn() throws Exception {
        StrictFake second = StrictFake.of("grafana-sink");
        try (FakeBackend another = new FakeBackend(null, second); SinkContext sink = sink()) {
            sink.add("another", "grafana-sink", Map.of("url", another.url(), "token", TOKEN));
            deliver(sink, offline(0));
            assertThat(sink.deliver("another", online(60), Map.of()).getException()).isNull();
        }
        assertThat(grafana.state()).containsExactly(Map.entry("annotation 1", "hp-101 Offline, a point"));
        assertThat(second.state()).containsExactly(Map.entry("annotation 1", "hp-101 Online, a point"));
    }

    private SinkContext sink() throws Exception {
        return new SinkContext("grafana-sink", Map.of("url", backend.url() + "/", "token", TOKEN));
    }

    private static Exception deliver(SinkContext sink, Event event) {
        return sink.deliver(event, Map.of()).getException();
    }

    private static Event offline(int seconds) {
        return event("printer.offline", Severity.WARNING, State.FIRING, seconds);
    }

    private static Event online(int seconds) {
        return event("printer.online", Severity.INFO, State.RESOLVED, seconds);
    }

    private static Event event(String type, Severity severity, State state, int seconds) {
        return new Event("e-" + seconds, "continuum", type, "hp-101", EIGHT.plusSeconds(seconds), severity, state,
                "continuum/printer.offline/hp-101", null, null, List.of(), null, Map.of(), null);
    }
}
