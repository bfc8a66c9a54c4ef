package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.signalbox.event.Event;

/** What an operator can do about what was refused, and about what came before a backend was there. */
@QuarkusTest
@TestProfile(Corridor.class)
class ReplayApiTest {
    private static final String PAGER = "/api/v1/backends/pager";

    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();
    @Inject
    Refusing pager;

    private List<Long> refused(int events) {
        for (int i = 0; i < events; i++) {
            client.post("{'type':'system.error','id':'" + unique + "-" + i + "','subject':'refused'}");
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> mine().size() == events);
        return mine().stream().map(letter -> letter.get("id").asLong()).toList();
    }

    private List<JsonNode> mine() {
        return letters("").stream().filter(letter -> letter.at("/event/id").asText().startsWith(unique)).toList();
    }

    private List<JsonNode> letters(String query) {
        return StreamSupport.stream(
                client.get(PAGER + "/dead-letters" + query).json().get("deadLetters").spliterator(), false).toList();
    }

    private JsonNode over(Client.Answer begun) {
        assertThat(begun.status()).isEqualTo(202);
        String path = begun.header("Location").replaceAll("^https?://[^/]+", "");
        await().atMost(Duration.ofSeconds(60)).until(() -> client.get(path).json().has("ended"));
        return client.get(path).json();
    }

    @Test
    void deadLettersAreReplayedByTheirNumbersAndTheRecordSaysSo() {
        List<Long> ids = refused(3);
        pager.mend(unique + "-0");
        Client.Answer begun = client.postNothing(PAGER + "/replay?id=" + ids.get(0) + "&id=" + ids.get(1));
        JsonNode replay = over(begun);

        assertThat(begun.json().get("of").asText()).isEqualTo("dead-letters");
        assertThat(begun.json().get("events").asInt()).isEqualTo(2);
        assertThat(replay.get("state").asText()).isEqualTo("finished");
        assertThat(replay.get("done").asInt()).isEqualTo(2);
        assertThat(replay.get("delivered").asInt()).isEqualTo(1);
        assertThat(replay.get("refused").asInt()).isEqualTo(1);
        assertThat(mine()).extracting(letter -> letter.at("/event/id").asText() + " " + letter.get("attempts"))
                .containsExactly(unique + "-1 2", unique + "-2 1");
        assertThat(pager.taken(unique + "-0")).extracting(Event::tags).containsExactly(List.of("replay"));
        assertThat(delivery(unique + "-0")).contains("\"outcome\":\"delivered\"", "\"attempts\":2",
                "\"replay\":" + replay.get("number"));
        assertThat(delivery(unique + "-2")).contains("\"outcome\":\"dead-lettered\"").doesNotContain("replay");

        pager.mend(unique + "-2");
        over(client.post(PAGER + "/replay", "{'id':[" + ids.get(2) + "]}"));
        assertThat(pager.taken(unique + "-2")).hasSize(1);
        pager.mend(unique + "-1");
        over(client.post(PAGER + "/replay", "{'all':true}"));
        assertThat(mine()).isEmpty();
        assertThat(client.get(PAGER + "/replays").json().get("replays")).hasSizeGreaterThanOrEqualTo(3);
    }

    private String delivery(String id) {
        return StreamSupport.stream(client.event(id).get("deliveries").spliterator(), false)
                .filter(each -> each.get("backend").asText().equals("pager")).findFirst().orElseThrow().toString();
    }

    @Test
    void aSpanIsReplayedToOneBackendThatWantsIt() {
        String since = Instant.now().toString();
        client.post("[{'type':'printer.offline','id':'" + unique + "-a','subject':'" + unique + "'},"
                + "{'type':'printer.added','id':'" + unique + "-b'}]");
        await().atMost(Duration.ofSeconds(60)).until(() -> delivery(unique + "-a").contains("delivered"));
        await().atMost(Duration.ofSeconds(60)).until(() -> delivery(unique + "-b").contains("filtered"));
        JsonNode replay = over(client.postNothing(PAGER + "/replay?since=" + since));

        assertThat(replay.get("of").asText()).isEqualTo("span");
        assertThat(Instant.parse(replay.get("since").asText()))
                .isCloseTo(Instant.parse(since), within(Duration.ofMillis(1)));
        assertThat(replay.get("events").asInt()).isPositive();
        assertThat(replay.get("missing").asInt()).isZero();
        assertThat(pager.taken(unique + "-a")).extracting(Event::tags).containsExactly(List.of(), List.of("replay"));
        assertThat(pager.taken(unique + "-b")).as("it does not want it").isEmpty();
    }

    private static org.assertj.core.data.TemporalUnitOffset within(Duration duration) {
        return new org.assertj.core.data.TemporalUnitWithinOffset(duration.toMillis(),
                java.time.temporal.ChronoUnit.MILLIS);
    }

    @Test
    void aReplayThatIsOverIsNotStoppedAnyMore() {
        JsonNode replay = over(client.postNothing(PAGER + "/replay?until=2000-01-01T00:00:00Z"));
        Client.Answer stopped = client.delete(PAGER + "/replays/" + replay.get("number"));

        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.json()).isEqualTo(replay);
        assertThat(client.delete(PAGER + "/replays/999999").status()).isEqualTo(404);
        assertThat(client.get("/api/v1/backends/delivered/replays/" + replay.get("number")).status()).isEqualTo(404);
    }

    @Test
    void deadLettersArePagedThroughAndThrownAway() {
        List<Long> ids = refused(3);
        List<String> paged = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonNode page = client.get(PAGER + "/dead-letters?limit=2" + after).json();
            page.get("deadLetters").forEach(letter -> paged.add(letter.at("/event/id").asText()));
            after = page.has("after") ? "&after=" + page.get("after").asText() : null;
        }
        assertThat(paged).containsAll(List.of(unique + "-0", unique + "-1", unique + "-2")).doesNotHaveDuplicates();

        assertThat(client.delete(PAGER + "/dead-letters/" + ids.get(1)).json().get("deleted").asInt()).isEqualTo(1);
        assertThat(mine()).extracting(letter -> letter.get("id").asLong()).containsExactly(ids.get(0), ids.get(2));
        assertThat(client.delete(PAGER + "/dead-letters/" + ids.get(1)).status()).isEqualTo(404);
        assertThat(client.delete(PAGER + "/dead-letters").status()).isEqualTo(400);
        assertThat(mine()).hasSize(2);
        assertThat(client.delete(PAGER + "/dead-letters?all=true").json().get("deleted").asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(mine()).isEmpty();
        assertThat(delivery(unique + "-0")).contains("dead-lettered");
    }

    @Test
    void theDeadLettersOfABackendThatIsGoneAreListedStill() {
        assertThat(client.get("/api/v1/backends/gone/dead-letters").json().get("deadLetters")).isEmpty();
        assertThat(client.get("/api/v1/backends/gone/replays").json().get("replays")).isEmpty();
        assertThat(client.postNothing("/api/v1/backends/gone/replay?all=true").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "-                           | -             | nothing is asked for; expected one of: id",
            "?all=false                  | -             | nothing is asked for; expected one of: id",
            "?all=true&id=3              | -             | more than one thing is asked for; expected one of: id",
            "?id=three                   | -             | id is \"three\"; expected a number from 1 to",
            "?all=maybe                  | -             | all is \"maybe\"; expected true or false",
            "?since=yesterday            | -             | since is \"yesterday\"; expected a time such as",
            "?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z | - | since is 2026-01-02T00:00:00Z, which is not before until",
            "-                           | {'id':        | the body is no JSON",
            "-                           | [3]           | the body is no JSON object",
            "-                           | {}            | nothing is asked for"})
    void whatMakesNoSenseIsTold(String query, String body, String detail) {
        Client.Answer answer = body == null
                ? client.postNothing(PAGER + "/replay" + (query == null ? "" : query))
                : client.post(PAGER + "/replay", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).startsWith(detail);
    }

    @Test
    void aDeadLetterThatIsNotThereIsNotFound() {
        Client.Answer answer = client.postNothing(PAGER + "/replay?id=999999");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("pager has no dead letter 999999 that is not on its way already");
    }
}
