package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.fakes.DatadogFake;
import io.signalbox.fakes.NewRelicFake;

/** Do DatadogFake and New Relic get everything, however much it is, within what they take? */
@Timeout(60)
class CloudLimitsTest {
    private static final String LONG = "Ärger 😀 & <more> ".repeat(400_000);

    @Test
    void datadogGetsNoMoreThanAThousandLogsInARequest() throws Exception {
        DatadogFake datadog = new DatadogFake();
        try (FakeBackend backend = new FakeBackend(null, datadog); SinkContext sink = datadog(backend)) {
            assertThat(sink.deliver(events(2500, Map.of("page_count", 3)), true).getException()).isNull();

            assertThat(backend.requests()).hasSize(3);
            assertThat(datadog.logs()).extracting(log -> log.path("event_id").asText())
                    .containsExactlyElementsOf(IntStream.range(0, 2500).mapToObj(i -> "e-" + i).toList());
        }
    }

    @Test
    void datadogGetsNoMoreThanFiveMegabytesInARequest() throws Exception {
        DatadogFake datadog = new DatadogFake();
        try (FakeBackend backend = new FakeBackend(null, datadog); SinkContext sink = datadog(backend)) {
            assertThat(sink.deliver(events(100, Map.of("text", "x".repeat(90_000))), true).getException()).isNull();

            assertThat(backend.requests()).hasSize(2);
            assertThat(datadog.logs()).hasSize(100);
        }
    }

    @Test
    void aLogThatDatadogWouldTruncateIsCutByUsWithEverythingElseInIt() throws Exception {
        DatadogFake datadog = new DatadogFake();
        Event event = event(0, LONG, manyTags(), Map.of("page_count", 3, "text", LONG));
        try (FakeBackend backend = new FakeBackend(null, datadog); SinkContext sink = datadog(backend)) {
            assertThat(sink.deliver(event, Map.of()).getException()).isNull();

            JsonNode log = datadog.logs().get(0);
            assertThat(log.path("message").asText()).startsWith("Ärger 😀").endsWith("…");
            assertThat(log.at("/data/text").asText()).startsWith("Ärger 😀").endsWith("…");
            assertThat(log.at("/data/page_count").asInt()).isEqualTo(3);
            assertThat(log.path("ddtags").asText().split(",")).hasSize(100);
        }
    }

    @Test
    void newRelicGetsNoMoreThanAMegabyteInARequest() throws Exception {
        NewRelicFake newRelic = new NewRelicFake();
        try (FakeBackend backend = new FakeBackend(null, newRelic); SinkContext sink = newRelic(backend)) {
            assertThat(sink.deliver(events(500, Map.of("text", "x".repeat(4000))), true).getException()).isNull();

            assertThat(backend.requests()).hasSize(3);
            assertThat(newRelic.events()).extracting(event -> event.path("event_id").asText())
                    .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "e-" + i).toList());
        }
    }

    @Test
    void newRelicGetsNumbersAsNumbersAndNothingNested() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("whole", 7);
        data.put("long", 1L << 40);
        data.put("part", 2.5);
        data.put("exact", new BigDecimal("0.125"));
        data.put("huge", new BigInteger("99999999999999999999999"));
        data.put("truth", true);
        data.put("nothing", null);
        data.put("list", Arrays.asList("a", 2, true));
        data.put("nested", Map.of("deep", Map.of("value", 1)));
        data.put("rows", List.of(Map.of("id", 1), Map.of("id", 2)));
        data.put("message", "the data's own");
        data.put("eventType", "mine");
        data.put("accountId", 12);
        data.put("a b", 1);
        data.put("a-b", 2);
        data.put("", 3);
        data.put("status", "broken");

        JsonNode event = sentToNewRelic(event(0, "short", List.of(), data));

        assertThat(event.path("whole").isInt()).isTrue();
        assertThat(event.path("long").asLong()).isEqualTo(1L << 40);
        assertThat(event.path("part").isDouble()).isTrue();
        assertThat(event.path("exact").asDouble()).isEqualTo(0.125);
        assertThat(event.path("huge").asText()).isEqualTo("99999999999999999999999");
        assertThat(event.path("truth").asText()).isEqualTo("true");
        assertThat(event.has("nothing")).isFalse();
        assertThat(event.path("list").asText()).isEqualTo("a, 2, true");
        assertThat(event.path("nested.deep.value").asInt()).isEqualTo(1);
        assertThat(event.path("rows.1.id").asInt()).isEqualTo(2);
        assertThat(event.path("message").asText()).isEqualTo("short");
        assertThat(event.path("data.message").asText()).isEqualTo("the data's own");
        assertThat(event.path("eventType").asText()).isEqualTo("PrintJob");
        assertThat(event.path("data.eventType").asText()).isEqualTo("mine");
        assertThat(event.path("data.accountId").asInt()).isEqualTo(12);
        assertThat(event.path("a_b").asInt()).isEqualTo(1);
        assertThat(event.path("data.a_b").asInt()).isEqualTo(2);
        assertThat(event.path("status").asText()).isEqualTo("broken");
    }

    @Test
    void newRelicGetsNoMoreAttributesThanItTakesAndIsToldHowManyAreMissing() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        IntStream.range(0, 400).forEach(i -> data.put("field " + i + " " + "n".repeat(300), i));

        JsonNode event = sentToNewRelic(event(0, LONG, manyTags(), data));

        assertThat(event.size()).isEqualTo(254);
        assertThat(event.path("attributes_missing").asInt()).isBetween(155, 165);
        assertThat(event.path("message").asText()).hasSizeBetween(4095, 4096).endsWith("…");
        assertThat(event.path("tags").asText()).endsWith("…");
    }

    @Test
    void anEventOfManyLongTextsFitsIntoNewRelicsMegabyte() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        IntStream.range(0, 300).forEach(i -> data.put("field" + i, LONG.substring(0, 5000)));

        assertThat(sentToNewRelic(event(0, "short", List.of(), data)).path("field0").asText()).endsWith("…");
    }

    private static JsonNode sentToNewRelic(Event event) throws Exception {
        NewRelicFake newRelic = new NewRelicFake();
        try (FakeBackend backend = new FakeBackend(null, newRelic); SinkContext sink = newRelic(backend)) {
            assertThat(sink.deliver(event, Map.of()).getException()).isNull();
            return newRelic.events().get(0);
        }
    }

    private static SinkContext datadog(FakeBackend backend) throws Exception {
        return new SinkContext("datadog-sink", Map.of("url", backend.url(), "apiKey", DatadogFake.KEY));
    }

    private static SinkContext newRelic(FakeBackend backend) throws Exception {
        return new SinkContext("newrelic-sink",
                Map.of("url", backend.url(), "account", "1234567", "licenseKey", NewRelicFake.KEY));
    }

    private static List<String> manyTags() {
        return IntStream.range(0, 1000).mapToObj(i -> "tag-" + i).toList();
    }

    private static List<Event> events(int count, Map<String, Object> data) {
        return IntStream.range(0, count).mapToObj(i -> event(i, "message " + i, List.of("floor-3"), data)).toList();
    }

    private static Event event(int n, String message, List<String> tags, Map<String, Object> data) {
        return new Event("e-" + n, "continuum", "job.completed", "job-" + n, Instant.now(), Severity.INFO,
                State.RESOLVED, "k-" + n, null, message, tags, null, data, null);
    }
}
