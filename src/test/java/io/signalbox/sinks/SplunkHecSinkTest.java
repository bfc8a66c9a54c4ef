package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.fakes.SplunkHecFake;

/** Does Splunk get all of a large batch, in requests that it takes, and do we wait until it has them? */
@Timeout(60)
class SplunkHecSinkTest {
    private static final Map<String, String> PATIENT = Map.of("acknowledgement", "true", "acknowledgementInterval",
            "20");

    @Test
    void eventsAreDeliveredWhenTheyAreInTheIndex() throws Exception {
        SplunkHecFake splunk = new SplunkHecFake(true);
        try (FakeBackend backend = new FakeBackend(null, splunk); SinkContext sink = sink(backend, PATIENT)) {
            assertThat(sink.deliver(events(3, ""), true).getException()).isNull();
            assertThat(sink.deliver(events(1, ""), false).getException()).isNull();

            assertThat(splunk.indexed()).hasSize(4);
            assertThat(backend.requests()).extracting(FakeBackend.Request::line).containsExactly(
                    "POST /services/collector/event", "POST /services/collector/ack", "POST /services/collector/ack",
                    "POST /services/collector/event", "POST /services/collector/ack", "POST /services/collector/ack");
            assertThat(backend.requests()).extracting(request -> request.headers().get("x-splunk-request-channel"))
                    .doesNotContainNull()
                    .containsOnly(backend.requests().get(0).headers().get("x-splunk-request-channel"));
        }
    }

    @Test
    void eventsThatAreNotIndexedInTimeAreTriedAgain() throws Exception {
        Map<String, String> impatient = Map.of("acknowledgement", "true", "acknowledgementInterval", "20",
                "acknowledgementTimeout", "200ms");
        try (FakeBackend backend = new FakeBackend(request -> reply(200, request.line().endsWith("/ack")
                ? "{\"acks\":{\"7\":false}}"
                : "{\"text\":\"Success\",\"code\":0,\"ackId\":7}")); SinkContext sink = sink(backend, impatient)) {
            assertThat(sink.deliver(events(3, ""), true).getException()).isInstanceOf(NotNow.class)
                    .hasMessageContaining("not in the index");
            assertThat(backend.requests()).hasSizeGreaterThan(2);
        }
    }

    @Test
    void aBatchThatIsTooLargeGoesInSeveralRequests() throws Exception {
        SplunkHecFake splunk = new SplunkHecFake(true);
        try (FakeBackend backend = new FakeBackend(null, splunk); SinkContext sink = sink(backend, PATIENT)) {
            assertThat(sink.deliver(events(500, "x".repeat(5000)), true).getException()).isNull();

            assertThat(splunk.indexed()).extracting(event -> event.at("/event/event_id").asText())
                    .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "e-" + i).toList());
            assertThat(backend.requests()).filteredOn(request -> request.line().endsWith("/event")).hasSize(3);
        }
    }

    @Test
    void anEventThatIsTooLongIsCutBetweenCharactersAndSaysSo() throws Exception {
        SplunkHecFake splunk = new SplunkHecFake(false);
        try (FakeBackend backend = new FakeBackend(null, splunk); SinkContext sink = sink(backend, Map.of())) {
            assertThat(sink.deliver(events(1, "😀".repeat(600_000)), false).getException()).isNull();

            JsonNode event = splunk.indexed().get(0).path("event");
            assertThat(event.path("event_id").asText()).isEqualTo("e-0");
            assertThat(event.at("/data/page_count").asInt()).isEqualTo(12);
            String text = event.path("message").asText();
            assertThat(text.length()).isBetween(100_000, 200_000);
            assertThat(text.replace("😀", "")).isEqualTo("…");
        }
    }

    @Test
    void whatWasDeliveredBeforeAFailureIsNotSentAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (FakeBackend backend = new FakeBackend(request -> requests.incrementAndGet() == 2
                ? reply(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2}")
                : reply(200, "{\"text\":\"Success\",\"code\":0}")); SinkContext sink = sink(backend, Map.of())) {
            PartlyAccepted failure = (PartlyAccepted) sink.deliver(events(500, "x".repeat(5000)), true).getException();

            int first = failure.failures().keySet().stream().min(Integer::compare).orElseThrow();
            assertThat(first).isBetween(150, 200);
            assertThat(failure.failures()).hasSize(500 - first);
            assertThat(failure.failures().entrySet()).filteredOn(one -> one.getValue() instanceof Refused)
                    .extracting(Map.Entry::getKey).containsExactly(first + 2);
        }
    }

    @Test
    void aServerThatFailsBetweenTwoRequestsGetsTheRestLater() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (FakeBackend backend = new FakeBackend(request -> requests.incrementAndGet() == 2
                ? new FakeBackend.Reply(429, Map.of("Retry-After", "9"), "{\"code\":26}".getBytes(), Duration.ZERO,
                        false)
                : new FakeBackend.Reply(200, Map.of(), "{\"code\":0}".getBytes(), Duration.ZERO, false));
                SinkContext sink = sink(backend, Map.of())) {
            PartlyAccepted failure = (PartlyAccepted) sink.deliver(events(500, "x".repeat(5000)), true).getException();

            assertThat(failure.failures().keySet()).hasSizeBetween(300, 350).contains(499).doesNotContain(0);
            assertThat(failure.failures().values()).allSatisfy(
                    why -> assertThat(((NotNow) why).retryAfter()).isEqualTo(Duration.ofSeconds(9)));
            assertThat(backend.requests()).hasSize(2);
        }
    }

    private static FakeBackend.Reply reply(int status, String body) {
        return new FakeBackend.Reply(status, Map.of(), body.getBytes(), Duration.ZERO, false);
    }

    private static SinkContext sink(FakeBackend backend, Map<String, String> with) throws Exception {
        Map<String, String> all = new HashMap<>(with);
        all.put("url", backend.url());
        all.put("token", SplunkHecFake.TOKEN);
        return new SinkContext("splunk-hec-sink", all);
    }

    private static List<Event> events(int count, String message) {
        return IntStream.range(0, count).mapToObj(i -> new Event("e-" + i, "continuum", "job.completed", "job-" + i,
                Instant.parse("2026-11-21T08:00:00Z"), Severity.INFO, State.RESOLVED, "k-" + i, null, message,
                List.of("floor-3"), null, Map.of("page_count", 12), null)).toList();
    }
}
