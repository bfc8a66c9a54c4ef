package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Elasticsearch;

/** Does the real Elasticsearch keep what we send, once, and say no as we read it? */
class ElasticsearchIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Elasticsearch server = Elasticsearch.shared();

    @Test
    void anEventIsFoundInTheIndexOfItsDay() throws Exception {
        deliver("found", List.of(event("e-1", Map.of("pages", 12))), null);

        JsonNode document = documents("found-2026.11.21").at("/hits/hits/0");
        assertThat(document.path("_id").asText()).isEqualTo("e-1");
        assertThat(document.at("/_source/event_type").asText()).isEqualTo("job.completed");
        assertThat(document.at("/_source/@timestamp").asText()).isEqualTo("2026-11-21T23:59:59Z");
        assertThat(document.at("/_source/data/pages").asInt()).isEqualTo(12);
        assertThat(JSON.readTree(server.call("GET", "/found-2026.11.21/_mapping", ""))
                .at("/found-2026.11.21/mappings/properties/@timestamp/type").asText()).isEqualTo("date");
    }

    @Test
    void aDataStreamTakesEventsOfAllDaysAndEachOnce() throws Exception {
        server.call("PUT", "/_index_template/signalbox",
                "{\"index_patterns\":[\"logs-signalbox*\"],\"data_stream\":{},\"priority\":500}");
        Map<String, String> with = Map.of("username", Elasticsearch.USERNAME, "password", Elasticsearch.PASSWORD,
                "dataStream", "logs-signalbox-default");
        List<Event> batch = List.of(event("e-1", Map.of("pages", 1)), event("e-2", Map.of("pages", 2)));

        assertThat(deliver("unused", with, batch)).isNull();
        assertThat(deliver("unused", with, batch)).isNull();

        assertThat(documents("logs-signalbox-default").at("/hits/total/value").asInt()).isEqualTo(2);
        assertThat(documents("logs-signalbox-default").at("/hits/hits/0/_index").asText())
                .startsWith(".ds-logs-signalbox-default-");
    }

    @Test
    void whatIsSentTwiceIsThereOnce() throws Exception {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            batch.add(event("e-" + i, Map.of("pages", i)));
        }
        deliver("once", batch, null);
        deliver("once", batch.subList(250, 500), null);
        deliver("once", batch, null);

        assertThat(documents("once-2026.11.21").at("/hits/total/value").asInt()).isEqualTo(500);
    }

    @Test
    void anEventThatDoesNotFitIsRefusedAloneAndWithTheReason() throws Exception {
        deliver("partly", List.of(event("first", Map.of("pages", 1))), null);

        PartlyAccepted failure = (PartlyAccepted) deliver("partly", List.of(event("good", Map.of("pages", 2)),
                event("bad", Map.of("pages", "many")), event("good-too", Map.of("pages", 3))), PartlyAccepted.class);

        assertThat(failure.failures()).containsOnlyKeys(1);
        assertThat(failure.failures().get(1)).isInstanceOf(Refused.class).hasMessageContaining("data.pages")
                .hasMessageContaining("many");
        assertThat(documents("partly-2026.11.21").at("/hits/total/value").asInt()).isEqualTo(3);
    }

    /** But for those with more fields, or larger numbers, than an index has room for. */
    @Test
    void howeverAnEventsDataIsNamedAndNestedItIsKept() throws Exception {
        List<Event> worst = WorstEvents.all().entrySet().stream()
                .filter(one -> !one.getKey().startsWith("everything huge") && !one.getKey().startsWith("numbers"))
                .map(java.util.Map.Entry::getValue).toList();

        deliver("worst", worst, null);

        assertThat(documents("worst-*").at("/hits/total/value").asInt()).isEqualTo(worst.size());
    }

    @Test
    void anIdTooLongForElasticsearchSpoilsNoOthers() throws Exception {
        List<Event> batch = List.of(event("ü".repeat(400), Map.of()), event("short", Map.of()));
        deliver("ids", batch, null);
        deliver("ids", batch, null);

        assertThat(documents("ids-2026.11.21").at("/hits/total/value").asInt()).isEqualTo(2);
    }

    /** This package of the server can't make API keys (it lacks a module that its key store needs), but knows one when it sees one. */
    @Test
    void anApiKeyIsTakenForOne() throws Exception {
        Exception failure = deliver("keyed",
                Map.of("apiKey", "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=="),
                List.of(event("e-1", Map.of())));

        assertThat(failure).hasMessageStartingWith("401")
                .hasMessageContaining("apikey authentication for id VuaCfGcBCdbkQm-e5aOx");
    }

    @Test
    void aWrongPasswordIsSaidSo() throws Exception {
        Exception failure = deliver("locked", Map.of("username", Elasticsearch.USERNAME, "password", "wr0ng-password"),
                List.of(event("e-1", Map.of())));

        assertThat(failure).hasMessageStartingWith("401").hasMessageContaining("unable to authenticate user")
                .hasMessageNotContaining("wr0ng-password");
    }

    private Exception deliver(String prefix, List<Event> events, Class<? extends Exception> expected) throws Exception {
        Exception failure = deliver(prefix,
                Map.of("username", Elasticsearch.USERNAME, "password", Elasticsearch.PASSWORD), events);
        if (expected == null) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOf(expected);
        }
        return failure;
    }

    private Exception deliver(String prefix, Map<String, String> credentials, List<Event> events) throws Exception {
        Map<String, String> with = new java.util.HashMap<>(credentials);
        with.put("url", server.url());
        with.put("indexPrefix", prefix);
        try (SinkContext sink = new SinkContext("elasticsearch-sink", with)) {
            return sink.deliver(events, true).getException();
        }
    }

    private JsonNode documents(String index) throws Exception {
        server.call("POST", "/" + index + "/_refresh", "");
        return JSON.readTree(server.call("GET", "/" + index + "/_search", ""));
    }

    private static Event event(String id, Map<String, Object> data) {
        return new Event(id, "continuum", "job.completed", "job-7", Instant.parse("2026-11-21T23:59:59Z"),
                Severity.INFO, State.RESOLVED, "continuum/job.failed/job-7", null, "Job done", List.of("floor-3"),
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data, null);
    }
}
