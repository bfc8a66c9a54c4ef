package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** What would happen to an event, asked of the files that are shipped. */
@QuarkusTest
@TestProfile(ExplainTest.Profile.class)
class ExplainTest {
    /** The corridor, and backends of several kinds that are enabled for who reads the files only. */
    public static final class Profile implements QuarkusTestProfile {
        private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("slack.enabled", "true"),
                Map.entry("slack.webhook-url", "http://127.0.0.1:9/services/T0/B0/s3cr3tpath"),
                Map.entry("pagerduty.enabled", "true"),
                Map.entry("pagerduty.routing-key", "0123456789abcdef0123456789abcdef"),
                Map.entry("datadog.enabled", "true"), Map.entry("datadog.api-key", "datadog-s3cr3t-key"),
                Map.entry("webhook.enabled", "true"), Map.entry("webhook.url", "http://127.0.0.1:9/hook"),
                Map.entry("webhook.token", "webhook-s3cr3t-token"), Map.entry("syslog.enabled", "true"),
                Map.entry("email.enabled", "true"));

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new Corridor().getConfigOverrides());
            settings.putAll(SETTINGS);
            return settings;
        }
    }

    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();

    /** Quarkus has made system properties of them, which other tests of this JVM would see. */
    @AfterAll
    static void forget() {
        Profile.SETTINGS.keySet().forEach(System::clearProperty);
    }

    private Client.Answer explain(String event) {
        return client.send(client.request("/api/v1/explain", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event.replace('\'', '"'))));
    }

    private static JsonNode backend(JsonNode explanation, String name) {
        for (JsonNode backend : explanation.path("backends")) {
            if (backend.path("name").asText().equals(name)) {
                return backend;
            }
        }
        throw new AssertionError("no " + name + " in " + explanation.toPrettyString());
    }

    @Test
    void theRequestsAreThoseThatWouldBeSentAndTheirSecretsAreHidden() {
        Client.Answer answer = explain("{'type':'printer.offline','id':'" + unique
                + "','source':'continuum','data':{'printer_id':'hp-101'}}");
        JsonNode explanation = answer.json();

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(explanation.at("/event/subject").asText()).isEqualTo("hp-101");
        JsonNode pagerduty = backend(explanation, "pagerduty");
        assertThat(pagerduty.path("passes").asBoolean()).isTrue();
        assertThat(pagerduty.at("/requests/0/method").asText()).isEqualTo("POST");
        assertThat(pagerduty.at("/requests/0/to").asText()).isEqualTo("https://events.pagerduty.com/v2/enqueue");
        assertThat(pagerduty.at("/requests/0/body/event_action").asText()).isEqualTo("trigger");
        assertThat(pagerduty.at("/requests/0/body/routing_key").asText()).isEqualTo("***");
        assertThat(backend(explanation, "slack").at("/requests/0/body").toString()).contains("hp-101");
        assertThat(backend(explanation, "datadog").at("/requests/0/body").toString()).contains("printer.offline");
        // Where the address is a secret, all of it is hidden but the host.
        assertThat(backend(explanation, "webhook").at("/requests/0/to").asText()).isEqualTo("http://127.0.0.1:9/***");
        assertThat(backend(explanation, "email").at("/requests/0/body").asText()).contains("Subject:", "hp-101");
        assertThat(backend(explanation, "webhook").at("/requests/0/headers/Authorization").asText()).isEqualTo("***");
        assertThat(backend(explanation, "syslog").at("/requests/0/body").asText()).contains("printer.offline");
        assertThat(backend(explanation, "jsonl").at("/requests/0/to").asText()).startsWith("file:").endsWith(".jsonl");
        assertThat(backend(explanation, "jsonl").at("/requests/0/body/subject").asText()).isEqualTo("hp-101");
        assertThat(answer.text()).doesNotContain("s3cr3t", "0123456789abcdef0123456789abcdef");
    }

    @Test
    void theRouterShowsItsBranchWithFileAndLineAndTheBackendsSayWhyNot() throws Exception {
        JsonNode explanation = explain("{'type':'printer.jam','severity':'info','id':'" + unique + "'}").json();

        assertThat(explanation.path("channels")).extracting(JsonNode::asText).containsExactly("logging", "monitoring");
        JsonNode branch = explanation.at("/router/0");
        assertThat(branch.path("file").asText()).isEqualTo("routes/router.camel.yaml");
        assertThat(branch.path("condition").asText()).contains("printer.jam");
        List<String> lines = Files.readAllLines(Path.of("routes/router.camel.yaml"));
        assertThat(String.join("", lines.subList(branch.path("line").asInt() - 1, branch.path("line").asInt() + 3)))
                .contains("printer.online,printer.low_toner,printer.jam");
        assertThat(backend(explanation, "slack").path("refusal").asText()).isEqualTo("channel");
        assertThat(backend(explanation, "slack").path("throttle").asText())
                .isEqualTo("30 per 60000 ms, the rest waits");
        assertThat(backend(explanation, "kafka").path("refusal").asText()).isEqualTo("not enabled");
        assertThat(backend(explain("{'type':'printer.offline','severity':'info'}").json(), "slack").path("refusal")
                .asText()).isEqualTo("minSeverity=warning");
    }

    @Test
    void nothingIsKeptAndNothingIsSent() {
        long before = client.get("/api/v1/events?type=printer.offline&limit=10000").json().path("events").size();
        explain("{'type':'printer.offline','id':'" + unique + "'}");

        assertThat(client.get("/api/v1/events/" + unique).status()).isEqualTo(404);
        assertThat(client.get("/api/v1/events?type=printer.offline&limit=10000").json().path("events"))
                .hasSize((int) before);
    }

    @Test
    void whatIsNoEventIsTold() {
        assertThat(explain("{'title':'?'}").json().path("detail").asText()).contains("type is missing");
        assertThat(explain("{'title").status()).isEqualTo(400);
    }

    @Test
    void aWaferMonitorFindsTheIntegrationsAndTheirHealthWhereItLooksForThem() {
        JsonNode integrations = client.get("/v1/integrations").json();

        assertThat(integrations.path("total").asInt()).isEqualTo(integrations.path("integrations").size());
        assertThat(integrations.path("enabled_integrations")).extracting(JsonNode::asText)
                .contains("slack", "jsonl").doesNotContain("kafka");
        JsonNode health = client.get("/v1/healthz").json();
        assertThat(health.path("status").asText()).isEqualTo("ok");
        assertThat(health.at("/integrations/delivered/status").asText()).isNotEmpty();
    }

    @Test
    void theApiDescribesItself() {
        assertThat(client.get("/q/openapi").text()).contains("/api/v1/explain:", "/api/v1/events/stream:",
                "/v1/integrations:", "/v1/healthz:", "/api/v1/backends/{name}/test:");
    }
}
