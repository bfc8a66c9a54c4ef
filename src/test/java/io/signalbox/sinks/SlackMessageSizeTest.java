package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Does a message stay within what Slack takes, however much there is to say? */
class SlackMessageSizeTest {
    private static final String LONG = "Ärger 😀 & <more> ".repeat(4000);

    @Test
    void oneVeryLongEventIsCutToWhatSlackTakes() throws Exception {
        JsonNode attachment = message(List.of(event(0)), false).at("/attachments/0");

        assertThat(attachment.path("title").asText()).hasSizeLessThanOrEqualTo(250).endsWith("…");
        assertThat(attachment.path("text").asText()).hasSizeBetween(2900, 3000).endsWith("…");
        assertThat(attachment.path("fields")).hasSize(10);
        assertThat(attachment.toString().length()).isLessThan(12_000);
    }

    @Test
    void aHugeBatchIsOneMessageThatNamesHowManyItCouldNotShow() throws Exception {
        JsonNode message = message(IntStream.range(0, 500).mapToObj(SlackMessageSizeTest::event).toList(), true);

        assertThat(message.path("attachments")).hasSize(20);
        assertThat(message.at("/attachments/19/title").asText()).isEqualTo("and 481 more");
        assertThat(message.toString().length()).isLessThan(40_000);
    }

    private static JsonNode message(List<Event> events, boolean batch) throws Exception {
        try (FakeBackend backend = new FakeBackend(
                new FakeBackend.Reply(200, Map.of(), new byte[0], Duration.ZERO, false));
                SinkContext sink = new SinkContext("slack-sink", Map.of("webhookUrl", backend.url()))) {
            assertThat(sink.deliver(events, batch).getException()).isNull();
            return new ObjectMapper().readTree(backend.requests().get(0).body());
        }
    }

    private static Event event(int n) {
        Map<String, Object> data = new LinkedHashMap<>();
        IntStream.range(0, 50).forEach(i -> data.put("field " + i, LONG));
        return new Event("e-" + n, "continuum", "job.failed", LONG, Instant.parse("2026-11-21T08:00:00Z"),
                Severity.ERROR, State.FIRING, "k-" + n, LONG, LONG, List.of(LONG), null, data, null);
    }
}
