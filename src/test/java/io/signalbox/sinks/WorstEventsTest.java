package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.signalbox.event.Event;
import io.signalbox.fakes.StrictFake;

/** Whatever intake accepts, every vendor accepts too: nothing becomes a dead letter for how it was written. */
@Timeout(120)
class WorstEventsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** By the files that say how the sinks are set up. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"datadog-sink", "discord-sink", "grafana-sink", "jira-service-management-sink",
            "newrelic-sink", "opsgenie-sink", "pagerduty-sink", "slack-sink", "slack-sink-token", "splunk-hec-sink",
            "victorops-sink"})
    void theWorstEventsAreWithinWhatAVendorTakes(String file) throws Exception {
        JsonNode test = YAML.readTree(Path.of("routes/kamelets/" + file + ".test.yaml").toFile());
        String sink = test.path("sink").asText();
        try (FakeBackend backend = new FakeBackend(null, StrictFake.of(sink));
                SinkContext context = new SinkContext(sink, with(test, backend))) {
            for (Map.Entry<String, Event> event : WorstEvents.all().entrySet()) {
                Exchange exchange = context.deliver(event.getValue(), Map.of());
                assertThat(exchange.getException()).as(event.getKey()).isNull();
            }
            assertThat(context.deliver(List.copyOf(WorstEvents.all().values()), true).getException()).as("all at once")
                    .isNull();
            assertThat(backend.answers()).isNotEmpty().allMatch(StrictFake.Answer::accepted);
        }
    }

    private static Map<String, String> with(JsonNode test, FakeBackend backend) {
        Map<String, String> with = new LinkedHashMap<>();
        if (!test.path("sink").asText().matches("slack.*|discord.*")) {
            with.put("url", backend.url());
        }
        test.path("with").properties().forEach(
                one -> with.put(one.getKey(), one.getValue().asText().replace("$server", backend.url())));
        return with;
    }
}
