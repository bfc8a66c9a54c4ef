package io.signalbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.signalbox.event.Event;

/** What a program that POSTs events can rely on. */
@QuarkusTest
@TestProfile(Corridor.class)
class PostEventsTest {
    private final Client client = new Client();
    private final String unique = UUID.randomUUID().toString();

    @Inject
    CamelContext camel;
    @Inject
    Delivered delivered;

    @Test
    void anEventIsAcceptedWithItsIdAndIsThereAtOnce() {
        Client.Answer answer = client.post("{'type':'printer.offline','subject':'" + unique + "'}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.json().get("duplicates").asInt()).isZero();
        JsonNode event = client.event(answer.json().get("ids").get(0).asText());
        assertThat(event.at("/event/subject").asText()).isEqualTo(unique);
        assertThat(event.at("/event/severitytext").asText()).isEqualTo("warning");
        assertThat(event.at("/event/source").asText()).isEqualTo("signalbox");
    }

    @Test
    void aListIsAcceptedInItsOrder() {
        List<Event> got = delivered.from(unique);
        Client.Answer answer = client.post("[{'type':'a.b','id':'" + unique + "-1','source':'" + unique
                + "'},{'type':'c.d','id':'" + unique + "-2','source':'" + unique + "'}]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("ids")).extracting(JsonNode::asText).containsExactly(unique + "-1", unique + "-2");
        await().until(() -> got.size() == 2);
        assertThat(got).extracting(Event::id).containsExactly(unique + "-1", unique + "-2");
    }

    @ParameterizedTest
    @CsvSource({"application/json", "application/cloudevents+json", "application/cloudevents-batch+json; charset=utf-8",
            "application/x-ndjson", "application/jsonl", "text/plain", "''"})
    void everyFormOfBodyIsTakenWhateverItIsCalled(String contentType) {
        String event = "{\"specversion\":\"1.0\",\"type\":\"a.b\",\"source\":\"s\",\"id\":\"" + unique + "\"}";
        String body = contentType.contains("batch") ? "[" + event + "]" : event;
        Client.Answer answer = client.post(contentType.isEmpty() ? null : contentType, body.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(client.event(unique).at("/event/source").asText()).isEqualTo("s");
    }

    @Test
    void aBinaryCloudEventHasItsAttributesInHeaders() {
        Client.Answer answer = client.post("application/json", "{\"tray\":2}".getBytes(UTF_8), "ce-specversion", "1.0",
                "ce-id", unique, "ce-source", "continuum", "Ce-Type", "printer.jam", "ce-subject", "Etage%20%C3%A9",
                "ce-severitynumber", "21", "ce-tags", "a,b");

        assertThat(answer.status()).isEqualTo(202);
        JsonNode event = client.event(unique);
        assertThat(event.at("/event/type").asText()).isEqualTo("printer.jam");
        assertThat(event.at("/event/subject").asText()).isEqualTo("Etage é");
        assertThat(event.at("/event/severitytext").asText()).isEqualTo("critical");
        assertThat(event.at("/event/data/tray").asInt()).isEqualTo(2);
        assertThat(event.at("/event/tags").size()).isEqualTo(2);
    }

    @Test
    void whatIsSentTwiceIsAcceptedTwiceAndKeptOnce() {
        String event = "{'type':'a.b','id':'" + unique + "','source':'" + unique + "'}";
        List<Event> got = delivered.from(unique);
        assertThat(client.post(event).json().get("duplicates").asInt()).isZero();
        Client.Answer again = client.post("[" + event + "," + event + ",{'type':'a.b','source':'" + unique + "'}]");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("accepted").asInt()).isEqualTo(3);
        assertThat(again.json().get("duplicates").asInt()).isEqualTo(2);
        await().until(() -> got.size() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson"})
    void aBadItemIsNamedAndTheOthersAreKept(String contentType) {
        List<String> items = List.of("{\"type\":\"a.b\",\"id\":\"" + unique + "-0\"}",
                "{\"type\":\"a.b\",\"severity\":\"loud\"}", "{\"type\":\"a.b\",\"id\":\"" + unique + "-2\"}", "[1]");
        String body = contentType.contains("ndjson") ? String.join("\n", items) : items.toString();
        Client.Answer answer = client.post(contentType, body.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(207);
        JsonNode json = answer.json();
        assertThat(json.get("accepted").asInt()).isEqualTo(2);
        assertThat(json.get("rejected").asInt()).isEqualTo(2);
        assertThat(json.get("items")).extracting(item -> item.get("index").asInt()).containsExactly(0, 1, 2, 3);
        assertThat(json.get("items")).extracting(item -> item.get("status").asInt())
                .containsExactly(202, 400, 202, 400);
        assertThat(json.at("/items/0/id").asText()).isEqualTo(unique + "-0");
        assertThat(json.at("/items/1/field").asText()).isEqualTo("severity");
        assertThat(json.at("/items/1/detail").asText())
                .isEqualTo("is \"loud\"; expected debug, info, warning, error or critical");
        assertThat(json.at("/items/3/detail").asText()).isEqualTo("is a list; expected a JSON object");
        assertThat(client.event(unique + "-2").has("event")).isTrue();
    }

    @Test
    void whereNoItemIsGoodTheAnswerIs400AndNamesThem() {
        Client.Answer answer = client.post("[{'type':'a.b','time':'soon'},{}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("accepted").asInt()).isZero();
        assertThat(answer.json().at("/items/0/field").asText()).isEqualTo("time");
        assertThat(answer.json().at("/items/1/field").asText()).isEqualTo("type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "nope            | the body is not JSON at line 1, column",
            "{'type':'a.b'   | the body is not JSON at line 1, column",
            "``              | the body is empty; expected one event, a list of events, or lines of JSON",
            "[]              | the body is empty"})
    void whatIsNotJsonIsToldWhere(String body, String detail) {
        Client.Answer answer = client.post(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("title").asText()).isEqualTo("Not an event");
        assertThat(answer.json().get("detail").asText()).startsWith(detail);
    }

    @Test
    void deepNestingAndInvalidUtf8AreToldAsSuch() {
        Client.Answer deep = client.post("application/json", "[".repeat(100_000).getBytes(UTF_8));
        assertThat(deep.status()).isEqualTo(400);
        assertThat(deep.json().get("detail").asText()).contains("nesting depth");

        Client.Answer broken = client.post("application/json",
                "{\"type\":\"a.b\",\"x\":\"\u00ff\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().get("detail").asText()).contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void aFormIsNoEventAndTheAnswerSaysWhatToSend(String contentType) {
        Client.Answer answer = client.post(contentType, "{\"type\":\"a.b\"}".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().get("detail").asText()).contains("expected a Content-Type of application/json");
    }

    @RepeatedTest(20)
    void aBodyThatIsTooLargeIsRefusedUnlessItComesInLines() {
        String event = "{\"type\":\"a.b\",\"x\":\"" + "x".repeat(1_000) + "\"}\n";
        byte[] large = event.repeat(300).getBytes(UTF_8);

        Client.Answer whole = client.post("application/json", large);
        assertThat(whole.status()).isEqualTo(413);
        assertThat(whole.json().get("detail").asText()).contains("larger than 262144 bytes",
                "signalbox.rest.max-body-size", "application/x-ndjson");
        Client.Answer lines = client.post("application/x-ndjson", large);
        assertThat(lines.status()).isEqualTo(202);
        assertThat(lines.json().get("accepted").asInt()).isEqualTo(300);
    }

    @Test
    void aLineThatIsTooLongIsRefusedByItself() {
        String body = "{\"type\":\"a.b\"}\n{\"type\":\"a.b\",\"x\":\"" + "x".repeat(70_000) + "\"}\n{\"type\":\"a.b\"}";
        Client.Answer answer = client.post("application/x-ndjson", body.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/items/1/detail").asText()).isEqualTo("is longer than 65536 bytes; expected less");
    }

    @ParameterizedTest
    @EnumSource
    void linesAreKeptWhileTheRestOfThemIsStillBeingSent(HttpClient.Version version) {
        int chunks = 60;
        int perChunk = 1_000;
        List<Event> got = delivered.from(unique);
        Enumeration<InputStream> body = new Enumeration<>() {
            private int chunk;

            @Override
            public boolean hasMoreElements() {
                return chunk < chunks;
            }

            @Override
            public InputStream nextElement() {
                if (chunk == chunks / 2) {
                    // Half of it is on its way, the other half does not exist yet.
                    await().until(() -> client.get("/api/v1/events/" + unique + "-0").status() == 200);
                }
                StringBuilder lines = new StringBuilder();
                for (int i = chunk * perChunk; i < (chunk + 1) * perChunk; i++) {
                    lines.append("{\"type\":\"a.b\",\"source\":\"").append(unique).append("\",\"id\":\"").append(unique)
                            .append('-').append(i).append("\",\"message\":\"").append("m".repeat(200)).append("\"}\n");
                }
                chunk++;
                return new ByteArrayInputStream(lines.toString().getBytes(UTF_8));
            }
        };
        Client.Answer answer = client.send(client.request("/api/v1/events", "application/x-ndjson").version(version)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new SequenceInputStream(body))));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(chunks * perChunk);
        await().until(() -> got.size() == chunks * perChunk);
        assertThat(IntStream.range(0, got.size()).allMatch(i -> got.get(i).id().equals(unique + "-" + i))).isTrue();
    }

    @Test
    void whileNothingCanBeKeptTheSenderIsToldToComeBack() throws Exception {
        camel.getRouteController().stopRoute("intake");
        try {
            Client.Answer answer = client.post("{'type':'a.b'}");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.json().get("accepted").asInt()).isZero();
        } finally {
            camel.getRouteController().startRoute("intake");
        }
        assertThat(client.post("{'type':'a.b'}").status()).isEqualTo(202);
    }

    @Test
    void noHeaderParameterOrFieldOfARequestGetsIntoAnExchange() {
        List<String> names = List.of("CamelHttpUri", "cAmElHttpUri", "CamelFileName", "CamelBeanMethodName",
                "camelhttppath", "CamelHttpMethod", "CamelHttpQuery", "CamelExecCommandExecutable",
                "org.apache.camel.x",
                "Exchange.FILE_NAME", "type", "severity", "X-Custom", "breadcrumbId", "SignalboxBackend");
        List<String> headers = new ArrayList<>();
        StringBuilder query = new StringBuilder("?");
        StringBuilder fields = new StringBuilder();
        for (String name : names) {
            headers.addAll(List.of(name, "evil"));
            query.append(name).append("=evil&");
            if (!name.equals("type") && !name.equals("severity")) {
                fields.append(",\"").append(name).append("\":\"evil\"");
            }
        }
        try (Watch watch = new Watch(camel)) {
            Client.Answer answer = client.send(client
                    .request("/api/v1/events" + query, "application/json", headers.toArray(String[]::new))
                    .POST(HttpRequest.BodyPublishers
                            .ofString("{\"type\":\"printer.jam\",\"id\":\"" + unique + "\"" + fields + "}")));
            assertThat(answer.status()).isEqualTo(202);

            assertThat(watch.sentTo("direct://intake")).isEqualTo(1);
            assertThat(watch.sentTo("direct://router")).isEqualTo(1);
            // The request's own URL is in a header that Camel sets, until the first step of the route.
            assertThat(watch.seen).allSatisfy(each -> assertThat(each.headers().values()).doesNotContain("evil"));
            assertThat(watch.seen).filteredOn(each -> each.where() != null)
                    .allSatisfy(each -> assertThat(each.headers().toString()).doesNotContain("evil"));
            assertThat(watch.seen).filteredOn(each -> "direct://intake".equals(each.where()))
                    .allSatisfy(each -> assertThat(each.headers()).isEmpty());
            assertThat(watch.seen).filteredOn(each -> each.where() != null && each.where().startsWith("bus://"))
                    .isNotEmpty().allSatisfy(each -> assertThat(Set.of("type", "severity", "source", "state"))
                            .containsAll(each.headers().keySet()));
            assertThat(answer.response().headers().map().keySet().toString()).doesNotContainIgnoringCase("camel");
        }
        assertThat(client.event(unique).at("/event/data/CamelHttpUri").asText()).as("as data it is kept")
                .isEqualTo("evil");
    }

    @Test
    void aThousandEventsOfOneTypeCrossTheRouterAsOneExchange() {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 1_000; i++) {
            body.append("{'type':'job.started','subject':'").append(i).append("'},");
        }
        body.append("{'type':'job.failed'},{'type':'job.failed','severity':'error'},{'type':'job.failed'}]");
        try (Watch watch = new Watch(camel)) {
            assertThat(client.post(body.toString()).json().get("accepted").asInt()).isEqualTo(1_003);

            assertThat(watch.sentTo("direct://router")).isEqualTo(3);
            assertThat(watch.seen).filteredOn(each -> "direct://router".equals(each.where()))
                    .extracting(Watch.Seen::headers)
                    .contains(Map.of("type", "job.started", "severity", "info", "source", "signalbox", "state",
                            "firing"));
            assertThat(watch.sentTo("bus://commit")).isEqualTo(1);
        }
    }

    @Test
    void offlineAndOnlineOfSeveralPrintersInOnePostKeepTheirOrder() {
        List<Event> got = delivered.from(unique);
        StringBuilder body = new StringBuilder();
        for (int round = 0; round < 20; round++) {
            for (int printer = 0; printer < 5; printer++) {
                String type = (round + printer) % 2 == 0 ? "printer.offline" : "printer.online";
                body.append("{'type':'").append(type).append("','source':'").append(unique).append("','printer_id':'")
                        .append(unique).append(printer).append("','id':'").append(unique).append('-').append(round)
                        .append('-').append(printer).append("'}\n");
            }
        }
        assertThat(client.post(body.toString()).status()).isEqualTo(202);

        await().until(() -> got.size() == 100);
        for (int printer = 0; printer < 5; printer++) {
            String subject = unique + printer;
            int number = printer;
            assertThat(got.stream().filter(event -> event.subject().equals(subject)).map(Event::id)).isEqualTo(
                    IntStream.range(0, 20).mapToObj(round -> unique + "-" + round + "-" + number).toList());
        }
    }
}
