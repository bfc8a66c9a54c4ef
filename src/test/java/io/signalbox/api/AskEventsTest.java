package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** What an operator can ask: events, backends, measurements, health. */
@QuarkusTest
@TestProfile(Corridor.class)
class AskEventsTest {
    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();

    @Test
    void eventsAreFoundByWhatIsAskedForNewestFirst() {
        client.post("[{'type':'printer.offline','id':'" + unique + "-1','source':'" + unique
                + "','subject':'hp-1','time':'2026-01-01T00:00:00Z','tags':['production']},{'type':'job.started','id':'"
                + unique + "-2','source':'" + unique + "','message':'Büro'}]");

        assertThat(found("source=" + unique)).containsExactly(unique + "-2", unique + "-1");
        assertThat(found("source=" + unique + "&type=printer.*")).containsExactly(unique + "-1");
        assertThat(found("source=" + unique + "&minSeverity=warning")).containsExactly(unique + "-1");
        assertThat(found("source=" + unique + "&subject=hp-1")).containsExactly(unique + "-1");
        assertThat(found("source=" + unique + "&tag=production")).containsExactly(unique + "-1");
        assertThat(found("source=" + unique + "&since=2026-01-02T00:00:00Z")).containsExactly(unique + "-2");
        assertThat(found("source=" + unique + "&until=2026-01-02T00:00:00Z")).containsExactly(unique + "-1");
        assertThat(found("source=" + unique + "&q=b%C3%BCro")).containsExactly(unique + "-2");
        assertThat(found("source=nobody-" + unique)).isEmpty();
    }

    private List<String> found(String query) {
        List<String> ids = new ArrayList<>();
        client.get("/api/v1/events?" + query).json().get("events").forEach(event -> ids.add(event.get("id").asText()));
        return ids;
    }

    @Test
    void aLongAnswerIsPagedThrough() {
        client.post(IntStream.range(0, 25).mapToObj(
                i -> "{'type':'a.b','source':'" + unique + "','id':'" + unique + "-" + i + "'}").toList().toString());
        List<String> ids = new ArrayList<>();
        String after = "";
        int pages = 0;
        while (after != null) {
            JsonNode page = client.get("/api/v1/events?limit=10&source=" + unique + after).json();
            page.get("events").forEach(event -> ids.add(event.get("id").asText()));
            after = page.has("after") ? "&after=" + page.get("after").asText() : null;
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(ids).isEqualTo(IntStream.range(0, 25).mapToObj(i -> unique + "-" + (24 - i)).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "minSeverity=loud | minSeverity is \"loud\"; expected debug, info, warning, error or critical",
            "since=yesterday  | since is \"yesterday\"; expected a time such as 2026-11-21T08:00:00Z",
            "limit=0          | limit is \"0\"; expected a number from 1 to 10000",
            "limit=ten        | limit is \"ten\"; expected a number from 1 to 10000",
            "after=-1         | after is \"-1\"; expected a number from 1 to"})
    void aQuestionThatMakesNoSenseIsTold(String query, String detail) {
        Client.Answer answer = client.get("/api/v1/events?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).startsWith(detail);
    }

    @Test
    void anEventIsShownWithWhatBecameOfItAtEachBackend() {
        client.post("[{'type':'printer.offline','id':'" + unique + "-1','subject':'" + unique + "'},"
                + "{'type':'system.error','id':'" + unique + "-2','subject':'refused'},"
                + "{'type':'printer.added','id':'" + unique + "-3'}]");

        await().until(() -> IntStream.rangeClosed(1, 3).noneMatch(
                i -> client.event(unique + "-" + i).get("deliveries").toString().contains("pending")));
        JsonNode problem = client.event(unique + "-1");
        assertThat(problem.get("channels")).extracting(JsonNode::asText).containsExactly("logging", "monitoring",
                "alerting");
        assertThat(problem.get("received").asText()).isNotEmpty();
        assertThat(outcomes(problem)).containsExactlyInAnyOrder("delivered delivered", "pager delivered");
        assertThat(problem.get("deliveries"))
                .allSatisfy(delivery -> assertThat(delivery.get("attempts").asInt()).isOne());
        JsonNode refused = client.event(unique + "-2");
        assertThat(outcomes(refused)).containsExactlyInAnyOrder("delivered delivered", "pager dead-lettered");
        assertThat(refused.get("deliveries").toString()).contains("422 unknown service");
        assertThat(outcomes(client.event(unique + "-3"))).containsExactlyInAnyOrder("delivered delivered",
                "pager filtered");
        assertThat(client.get("/api/v1/backends/pager/dead-letters").json().get("deadLetters"))
                .anySatisfy(dead -> assertThat(dead.at("/event/id").asText()).isEqualTo(unique + "-2"));
    }

    private static List<String> outcomes(JsonNode event) {
        List<String> outcomes = new ArrayList<>();
        event.get("deliveries").forEach(
                each -> outcomes.add(each.get("backend").asText() + " " + each.get("outcome").asText()));
        return outcomes;
    }

    @Test
    void anEventThatIsNotThereIsNotFound() {
        Client.Answer answer = client.get("/api/v1/events/" + unique);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).contains(unique);
    }

    @Test
    void backendsSayHowTheyAre() {
        JsonNode backends = client.get("/api/v1/backends?running=true").json().get("backends");

        assertThat(backends).extracting(each -> each.get("name").asText()).containsExactly("delivered", "pager");
        assertThat(client.get("/api/v1/backends/pager").json().get("status").asText()).isEqualTo("healthy");
        assertThat(client.get("/api/v1/backends/nobody").status()).isEqualTo(404);
    }

    @Test
    void aBackendIsTriedWithATestEventAndItsEnd() {
        JsonNode trial = client.postNothing("/api/v1/backends/pager/test?severity=error").json();

        assertThat(trial.get("accepted").asBoolean()).isTrue();
        assertThat(trial.get("answer").asText()).isEqualTo("accepted; its end: accepted");
        assertThat(found("type=signalbox.test")).as("kept nowhere").isEmpty();
        assertThat(client.postNothing("/api/v1/backends/nobody/test").status()).isEqualTo(404);
        assertThat(client.postNothing("/api/v1/backends/pager/test?severity=loud").json().get("detail").asText())
                .startsWith("severity is \"loud\"; expected debug");
    }

    @Test
    void whatIsMeasuredHasTheNamesThatDashboardsKnow() {
        client.post("{'type':'printer.offline','source':'measured','id':'" + unique + "'}");
        await().until(() -> outcomes(client.event(unique)).contains("pager delivered"));
        String metrics = client.get("/metrics").text();

        assertThat(metrics).containsPattern("events_received_total\\{.*source=\"measured\".*} 1\\.0")
                .containsPattern("events_processed_total\\{.*integration=\"pager\".*status=\"success\".*}")
                .containsPattern("events_processed_total\\{.*integration=\"pager\".*status=\"failed\".*}")
                .containsPattern("events_pending\\{.*integration=\"pager\".*}")
                .containsPattern("breaker_open\\{.*integration=\"pager\".*} 0\\.0")
                .containsPattern("oldest_pending_seconds\\{.*integration=\"pager\".*}")
                .containsPattern("delivery_seconds_bucket\\{.*integration=\"pager\".*le=.*}");
    }

    @ParameterizedTest
    @CsvSource({"/q/health", "/q/health/live", "/q/health/ready"})
    void itIsWellAndSaysSo(String path) {
        Client.Answer answer = client.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asText()).isEqualTo("UP");
    }

    @Test
    void theApiDescribesItself() {
        assertThat(client.get("/q/openapi").text()).contains("/api/v1/events", "/api/v1/backends/{name}");
    }
}
