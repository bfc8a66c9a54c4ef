package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.fakes.SlackFake;

/** Does a thread in Slack survive what happens to us and to it, and does a sink with a token know what it needs? */
class SlackTokenTest {
    private static final Instant EIGHT = Instant.parse("2026-11-21T08:00:00Z");
    private static final String LONG = "Ärger 😀 & <more> ".repeat(4000);

    private final SlackFake slack = new SlackFake("/services/T/B/X");
    private FakeBackend backend;

    @BeforeEach
    void start() throws Exception {
        backend = new FakeBackend(null, slack);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void whereSomebodyHasDeletedTheFirstMessageTheNextOneTakesItsPlace() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline(0, Severity.WARNING));
            slack.delete(1);
            assertThat(deliver(sink, offline(60, Severity.ERROR))).isNull();
            assertThat(deliver(sink, online(120))).isNull();
        }
        assertThat(slack.state()).containsExactly(Map.entry("message 2", "C024BE91L: danger hp-101 Offline"),
                Map.entry("message 3",
                        "C024BE91L: good hp-101 Online, in the thread of message 2, also in the channel"));
    }

    @Test
    void aThreadThatTakesNoRepliesIsLeftForAMessageOfItsOwn() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline(0, Severity.WARNING));
            backend.answers(
                    SinkCase.reply(Map.of("body", "{\"ok\":false,\"error\":\"restricted_action_thread_locked\"}")));
            assertThat(deliver(sink, online(60))).isInstanceOf(NotNow.class).hasMessageContaining("thread_locked");
            backend.answersByItself();
            assertThat(deliver(sink, online(60))).isNull();
        }
        assertThat(new String(backend.requests().get(2).body())).doesNotContain("thread_ts");
    }

    @Test
    void afterARestartAProblemsEndIsAMessageOfItsOwn() throws Exception {
        try (SinkContext sink = sink()) {
            deliver(sink, offline(0, Severity.WARNING));
        }
        try (SinkContext sink = sink()) {
            assertThat(deliver(sink, online(60))).isNull();
        }
        assertThat(slack.state()).containsEntry("message 2", "C024BE91L: good hp-101 Online");
    }

    @Test
    void twoBackendsHaveThreadsOfTheirOwn() throws Exception {
        SlackFake second = new SlackFake("/services/T/B/X");
        try (FakeBackend another = new FakeBackend(null, second); SinkContext sink = sink()) {
            sink.add("another", "slack-sink",
                    Map.of("apiUrl", another.url() + "/api", "token", SlackFake.TOKEN, "channel", "#operations"));
            deliver(sink, offline(0, Severity.WARNING));
            assertThat(sink.deliver("another", online(60), Map.of()).getException()).isNull();
        }
        assertThat(slack.state()).containsExactly(Map.entry("message 1", "C024BE91L: warning hp-101 Offline"));
        assertThat(second.state()).containsExactly(Map.entry("message 1", "C024BE91L: good hp-101 Online"));
    }

    @Test
    void howeverMuchThereIsToSaySlackTakesIt() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        IntStream.range(0, 50).forEach(i -> data.put("field " + i + LONG, LONG));
        Event event = new Event(LONG, LONG, "job.failed", LONG, EIGHT, Severity.ERROR, State.FIRING, LONG, LONG, LONG,
                List.of(LONG), LONG, data, null);
        try (SinkContext sink = sink()) {
            assertThat(deliver(sink, event)).isNull();
        }
        assertThat(slack.state()).hasSize(1);
        String body = new String(backend.requests().get(0).body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(body).contains("…", "and 36 more").doesNotContain("\uFFFD");
    }

    @Test
    void aWebhookAndATokenAreOneTooMany() {
        assertThatThrownBy(() -> new SinkContext("slack-sink",
                Map.of("webhookUrl", backend.url() + "/s3cr3t", "token", SlackFake.TOKEN, "channel", "#operations")))
                .rootCause().hasMessage("slack-sink has a webhookUrl and a token; give it one of them");
    }

    @Test
    void aTokenAloneDoesNotKnowWhereToPost() {
        assertThatThrownBy(() -> new SinkContext("slack-sink", Map.of("token", SlackFake.TOKEN)))
                .rootCause().hasMessage("slack-sink has a token but no channel, such as #operations or C024BE91L");
    }

    private SinkContext sink() throws Exception {
        return new SinkContext("slack-sink",
                Map.of("apiUrl", backend.url() + "/api", "token", SlackFake.TOKEN, "channel", "operations"));
    }

    private static Exception deliver(SinkContext sink, Event event) {
        return sink.deliver(event, Map.of()).getException();
    }

    private static Event offline(int seconds, Severity severity) {
        return event("printer.offline", severity, State.FIRING, seconds);
    }

    private static Event online(int seconds) {
        return event("printer.online", Severity.INFO, State.RESOLVED, seconds);
    }

    private static Event event(String type, Severity severity, State state, int seconds) {
        return new Event("e-" + seconds, "continuum", type, "hp-101", EIGHT.plusSeconds(seconds), severity, state,
                "continuum/printer.offline/hp-101", null, null, List.of(), null, Map.of(), null);
    }
}
