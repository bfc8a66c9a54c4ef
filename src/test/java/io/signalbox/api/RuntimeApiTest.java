package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.signalbox.event.Event;

/** What an operator can change while it runs. */
@QuarkusTest
@TestProfile(Corridor.class)
class RuntimeApiTest {
    private static final String PAGER = "/api/v1/backends/pager";
    private static final String ROUTING = "/api/integrations/connections/pager/event-routing";

    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();
    @Inject
    Refusing pager;

    @AfterEach
    void asBefore() {
        client.delete(ROUTING);
        client.postNothing(PAGER + "/resume");
    }

    private void offline(String id, String department) {
        client.post("{'type':'printer.offline','id':'" + unique + id + "','subject':'" + unique + department
                + "','data':{'printer_department':'" + department + "'}}");
    }

    private List<String> taken(String... ids) {
        return List.of(ids).stream().filter(id -> !pager.taken(unique + id).isEmpty()).toList();
    }

    private JsonNode delivery(String id) {
        return StreamSupport.stream(client.event(unique + id).get("deliveries").spliterator(), false)
                .filter(each -> each.get("backend").asText().equals("pager")).findFirst().orElseThrow();
    }

    private void idle() {
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get(PAGER).json().get("pending").asInt() == 0);
    }

    @Test
    void aBackendIsPausedAndResumed() {
        JsonNode paused = client.postNothing(PAGER + "/pause").json();
        assertThat(paused.get("status").asText()).isEqualTo("paused");
        assertThat(paused.at("/overlay/pausedSince").asText()).isNotEmpty();
        offline("1", "IT");

        assertThat(client.get(PAGER).json().get("pending").asInt()).isPositive();
        assertThat(client.get("/q/health/ready").status()).isEqualTo(200);
        assertThat(client.get("/q/health/ready").text()).contains("paused");
        assertThat(client.get("/v1/healthz").json().at("/integrations/pager/status").asText()).isEqualTo("paused");
        assertThat(client.get("/metrics").text()).contains("backend_paused{integration=\"pager\"} 1");
        assertThat(delivery("1").get("outcome").asText()).isEqualTo("pending");
        assertThat(client.postNothing(PAGER + "/pause").json().get("overlay")).as("once more changes nothing")
                .isEqualTo(paused.get("overlay"));

        JsonNode resumed = client.postNothing(PAGER + "/resume").json();
        assertThat(resumed.get("status").asText()).isEqualTo("healthy");
        assertThat(resumed.has("overlay")).isFalse();
        await().until(() -> taken("1").size() == 1);
    }

    @Test
    void aRuleOfTheSeedIsLaidOverABackend() {
        JsonNode laid = client.post(ROUTING, "{'event_type': 'printer.offline', 'enabled': true,"
                + " 'filters': {'printer_department': ['IT', 'Engineering']}}").json();
        assertThat(laid.get("connection").asText()).isEqualTo("pager");
        assertThat(laid.at("/rules/0/filters/printer_department")).hasSize(2);
        assertThat(client.get(ROUTING).json()).isEqualTo(laid);
        assertThat(client.get(PAGER).json().at("/overlay/rules")).isEqualTo(laid.get("rules"));
        offline("1", "IT");
        offline("2", "Sales");
        client.post("{'type':'printer.online','id':'" + unique + "3','subject':'" + unique + "IT'}");
        client.post("{'type':'printer.online','id':'" + unique + "4','subject':'" + unique + "Sales'}");
        idle();

        assertThat(taken("1", "2", "3", "4")).containsExactly("1", "3");
        String why = "event-routing printer.offline: printer_department=IT,Engineering";
        assertThat(delivery("2").get("outcome").asText()).isEqualTo("filtered");
        assertThat(delivery("2").get("answer").asText()).isEqualTo(why);
        assertThat(delivery("4").get("outcome").asText()).isEqualTo("filtered");
        assertThat(delivery("1").get("outcome").asText()).isEqualTo("delivered");

        assertThat(client.delete(ROUTING + "?event_type=printer.*").json().get("detail").asText())
                .isEqualTo("pager has no rule for printer.*; expected one of printer.offline");
        assertThat(client.delete(ROUTING + "?event_type=printer.offline").json().get("rules")).isEmpty();
        offline("5", "Sales");
        await().until(() -> taken("5").size() == 1);
        assertThat(delivery("2").get("outcome").asText()).as("nobody sends it any more").isEqualTo("filtered");
    }

    @Test
    void aTypeIsStoppedByAPattern() {
        client.post(ROUTING, "{'event_type': 'printer.*', 'enabled': false}");
        offline("1", "IT");
        client.post("{'type':'system.error','id':'" + unique + "2'}");
        await().until(() -> taken("2").size() == 1);

        assertThat(pager.taken(unique + "1")).extracting(Event::id).isEmpty();
        assertThat(delivery("1").get("answer").asText()).isEqualTo("event-routing printer.*: enabled=false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "-                                                      | -                            | the body is no JSON object; expected one such as {",
            "{'event_type':                                         | -                            | the body is no JSON: ",
            "[1]                                                    | -                            | the body is no JSON object; expected one such as {",
            "{}                                                     | event_type                   | event_type is missing; expected a type such as",
            "{'event_type':'Printer Offline'}                       | event_type                   | event_type is \"Printer Offline\"; expected a type such as \"printer.offline\"",
            "{'event_type':'x','enabled':'yes'}                     | enabled                      | enabled is \"yes\"; expected true or false",
            "{'event_type':'x','filters':['IT']}                    | filters                      | filters is [\"IT\"]; expected an object of fields",
            "{'event_type':'x','filters':{'department':'IT'}}       | filters.department           | filters.department is \"IT\"; expected a list of 1 to 100 values",
            "{'event_type':'x','filters':{'department':[]}}         | filters.department           | filters.department is []; expected a list of 1 to 100 values",
            "{'event_type':'x','filters':{'department':[{'a':1}]}}  | filters.department           | filters.department holds {\"a\":1}; expected text",
            "{'event_type':'x','filter':{}}                         | filter                       | filter is not known here; expected event_type, enabled, filters"})
    void aRuleThatMakesNoSenseIsToldAndChangesNothing(String body, String field, String detail) {
        Client.Answer answer = client.post(ROUTING, body == null ? "" : body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).startsWith(detail);
        assertThat(answer.json().path("field").asText(null)).isEqualTo(field);
        assertThat(client.get(ROUTING).json().get("rules")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST,/api/v1/backends/nobody/pause", "POST,/api/v1/backends/nobody/resume",
            "GET,/api/v1/backends/nobody",
            "GET,/api/integrations/connections/nobody/event-routing",
            "DELETE,/api/integrations/connections/nobody/event-routing"})
    void aBackendThatIsNotThereIsNotFoundAndTheOthersAreNamed(String method, String path) {
        Client.Answer answer = client.send(client.request(path, null).method(method,
                java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).startsWith("there is no backend \"nobody\"; expected one of ")
                .contains("pager", "slack");
        assertThat(client.get("/api/v1/backends").text()).doesNotContain("nobody");
    }

    @Test
    void allBackendsAreListedWithWhatTheyWantAndHowTheyAre() {
        JsonNode all = client.get("/api/v1/backends").json().get("backends");
        JsonNode slack = StreamSupport.stream(all.spliterator(), false)
                .filter(each -> each.get("name").asText().equals("slack")).findFirst().orElseThrow();
        JsonNode pager = client.get(PAGER).json();

        assertThat(slack.get("enabled").asBoolean()).isFalse();
        assertThat(slack.get("status").asText()).isEqualTo("disabled");
        assertThat(slack.get("kind").asText()).isEqualTo("slack");
        assertThat(slack.get("file").asText()).isEqualTo("routes/backends/slack.camel.yaml");
        assertThat(slack.get("channels")).hasSize(1);
        assertThat(slack.at("/filter/minSeverity").asText()).isEqualTo("warning");
        assertThat(slack.get("throttle").asText()).contains(" per ");
        assertThat(pager.get("enabled").asBoolean()).isTrue();
        assertThat(pager.get("lag").asDouble()).isGreaterThanOrEqualTo(0);
        assertThat(pager.get("rate").isNumber()).isTrue();
    }

    @Test
    void aBackendThatDoesNotRunCanBeChangedBeforeItDoes() {
        String slack = "/api/v1/backends/slack";
        assertThat(client.postNothing(slack + "/pause").json().at("/overlay/pausedSince").asText()).isNotEmpty();
        assertThat(client.get(slack).json().get("status").asText()).isEqualTo("disabled");
        assertThat(client.postNothing(slack + "/resume").json().has("overlay")).isFalse();
    }

    @Test
    void explainKnowsTheRules() {
        String csv = "/api/integrations/connections/csv/event-routing";
        client.post(csv, "{'event_type': 'printer.added', 'enabled': false}");
        JsonNode backends = client.post("/api/v1/explain", "{'type':'printer.added'}").json().get("backends");
        client.delete(csv);

        assertThat(StreamSupport.stream(backends.spliterator(), false)
                .filter(each -> each.get("name").asText().equals("csv")).findFirst().orElseThrow().get("refusal")
                .asText())
                .isEqualTo("event-routing printer.added: enabled=false");
    }

    @Test
    void whereNothingIsPolledADeviceIsNotAddedButTold() {
        assertThat(client.get("/api/v1/devices").json().get("polling").asBoolean()).isFalse();
        Client.Answer answer = client.post("/api/v1/devices", "{'id':'hp-101'}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").asText()).contains("snmp.enabled=true");
    }
}
