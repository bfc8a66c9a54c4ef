package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.OpenSearch;

/** Does the real OpenSearch keep what we send, once, and say no as we read it? */
class OpenSearchIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenSearch server = OpenSearch.shared();

    @Test
    void anEventIsFoundInTheIndexOfItsDay() throws Exception {
        assertThat(deliver(Map.of("indexPrefix", "found"), List.of(event("e-1", Map.of("pages", 12))))).isNull();

        JsonNode document = documents("found-2026.11.21").at("/hits/hits/0");
        assertThat(document.path("_id").asText()).isEqualTo("e-1");
        assertThat(document.at("/_source/event_type").asText()).isEqualTo("job.completed");
        assertThat(document.at("/_source/data/pages").asInt()).isEqualTo(12);
        assertThat(JSON.readTree(server.call("GET", "/found-2026.11.21/_mapping", ""))
                .at("/found-2026.11.21/mappings/properties/@timestamp/type").asText()).isEqualTo("date");
    }

    @Test
    void whatIsSentTwiceIsThereOnce() throws Exception {
        List<Event> batch = IntStream.range(0, 500).mapToObj(i -> event("e-" + i, Map.of("pages", i))).toList();
        Map<String, String> with = Map.of("indexPrefix", "once");

        assertThat(deliver(with, batch)).isNull();
        assertThat(deliver(with, batch.subList(250, 500))).isNull();
        assertThat(deliver(with, batch)).isNull();

        assertThat(documents("once-2026.11.21").at("/hits/total/value").asInt()).isEqualTo(500);
    }

    @Test
    void aDataStreamTakesEventsOfAllDaysAndEachOnce() throws Exception {
        server.call("PUT", "/_index_template/signalbox",
                "{\"index_patterns\":[\"logs-signalbox*\"],\"data_stream\":{},\"priority\":500}");
        Map<String, String> with = Map.of("dataStream", "logs-signalbox");
        List<Event> batch = List.of(event("e-1", Map.of("pages", 1)), event("e-2", Map.of("pages", 2)));

        assertThat(deliver(with, batch)).isNull();
        assertThat(deliver(with, batch)).isNull();

        assertThat(documents("logs-signalbox").at("/hits/total/value").asInt()).isEqualTo(2);
        assertThat(documents("logs-signalbox").at("/hits/hits/0/_index").asText()).startsWith(".ds-logs-signalbox-");
    }

    @Test
    void anEventThatDoesNotFitIsRefusedAloneAndWithTheReason() throws Exception {
        Map<String, String> with = Map.of("indexPrefix", "partly");
        assertThat(deliver(with, List.of(event("first", Map.of("pages", 1))))).isNull();

        PartlyAccepted failure = (PartlyAccepted) deliver(with, List.of(event("good", Map.of("pages", 2)),
                event("bad", Map.of("pages", "many")), event("good-too", Map.of("pages", 3))));

        assertThat(failure.failures()).containsOnlyKeys(1);
        assertThat(failure.failures().get(1)).isInstanceOf(Refused.class).hasMessageContaining("data.pages")
                .hasMessageContaining("many");
        assertThat(documents("partly-2026.11.21").at("/hits/total/value").asInt()).isEqualTo(3);
    }

    @Test
    void aBatchOfLargeEventsGoesInSeveralRequests() throws Exception {
        List<Event> batch = IntStream.range(0, 50).mapToObj(i -> event("e-" + i, Map.of("text", "x ".repeat(250_000))))
                .toList();

        assertThat(deliver(Map.of("indexPrefix", "large"), batch)).isNull();

        assertThat(documents("large-2026.11.21").at("/hits/total/value").asInt()).isEqualTo(50);
    }

    private Exception deliver(Map<String, String> with, List<Event> events) throws Exception {
        Map<String, String> all = new HashMap<>(with);
        all.put("url", server.url());
        try (SinkContext sink = new SinkContext("opensearch-sink", all)) {
            return sink.deliver(events, true).getException();
        }
    }

    private JsonNode documents(String index) throws Exception {
        server.call("POST", "/" + index + "/_refresh", "");
        return JSON.readTree(server.call("GET", "/" + index + "/_search?_source_excludes=data.text", ""));
    }

    private static Event event(String id, Map<String, Object> data) {
        return new Event(id, "continuum", "job.completed", "job-7", Instant.parse("2026-11-21T23:59:59Z"),
                Severity.INFO, State.RESOLVED, "continuum/job.failed/job-7", null, "Job done", List.of("floor-3"),
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data, null);
    }
}
