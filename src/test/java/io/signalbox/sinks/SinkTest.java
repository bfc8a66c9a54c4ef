package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.signalbox.bus.Answer;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.event.Event;
import io.signalbox.fakes.StrictFake;
import io.signalbox.sinks.FakeBackend.Request;

/**
 * Does every sink keep the promises of its {@code *.test.yaml}, over a real connection, before the strict fakes of the vendors? The words of those files are in
 * {@code docs/verify.md}. Where they say nothing of what is answered, the fake answers; whatever they say, it judges each request. How it shows each problem then
 * stands in {@code src/test/resources/fakes/states.yaml}. A property {@code url} has the backend's address unasked.
 */
class SinkTest {
    private static final Path FILES = Path.of("routes/kamelets");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyStateIsThatOfATest() throws Exception {
        for (var file : SinkCase.states().entrySet()) {
            assertThat(SinkCase.read(FILES.resolve(file.getKey() + ".test.yaml"))).extracting(SinkCase::name)
                    .containsAll(file.getValue().keySet());
        }
    }

    @TestFactory
    Stream<DynamicTest> everySinkKeepsItsPromises() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".test.yaml")).sorted().toList()) {
                for (SinkCase one : SinkCase.read(file)) {
                    tests.add(DynamicTest.dynamicTest(one.sink() + ": " + one.name(), () -> check(one)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(250);
        return tests.stream();
    }

    private static void check(SinkCase one) throws Exception {
        StrictFake vendor = StrictFake.of(one.sink());
        try (FakeBackend backend = new FakeBackend(null, vendor);
                SinkContext sink = new SinkContext(one.sink(), with(one, backend))) {
            backend.answersInTurn(vendor == null ? one.usual() : null);
            for (Event event : one.before()) {
                assertThat(sink.deliver(event, Map.of()).getException()).as("before").isNull();
            }
            backend.requests().clear();
            backend.answers().clear();
            backend.answersInTurn(one.replies() == null && vendor == null ? one.usual() : one.replies());

            Exchange last = sink.deliver(one.given(), one.batch());
            while (last.getException() != null && one.replies() != null
                    && backend.requests().size() < one.replies().size()) {
                last = sink.deliver(one.given(), one.batch());
            }
            Exception failure = last.getException();
            if (failure == null && !backend.answers().isEmpty()) {
                assertThat(Answer.of(last)).as("what came back, in words").isNotBlank();
            }
            checkOutcome(one, failure);
            checkSecrets(one, failure);
            checkRequests(one, backend.requests());
            checkVendor(one, backend, vendor);
        }
    }

    /** Whatever we pretend that the vendor answered: it would have taken every request, or said just that. */
    private static void checkVendor(SinkCase one, FakeBackend backend, StrictFake vendor) {
        if (one.replies() != null) {
            for (int number = 0; number < backend.answers().size(); number++) {
                StrictFake.Answer answer = backend.answers().get(number);
                String method = backend.requests().get(number).line().replaceFirst(" .*", "");
                assertThat(answer.accepted() || answer.status() == one.replies().to(number, method).status())
                        .as("what the vendor would have said: " + answer).isTrue();
            }
        }
        if (one.state() != null) {
            assertThat(vendor.state()).as("state").isEqualTo(one.state());
        }
    }

    /** {@code $server} is the backend's address, and a property {@code url} has it without being asked. */
    private static Map<String, String> with(SinkCase one, FakeBackend backend) throws IOException {
        Map<String, String> with = new LinkedHashMap<>();
        if (properties(one.sink()).has("url")) {
            with.put("url", backend.url());
        }
        one.with().forEach((name, value) -> with.put(name, value.replace("$server", backend.url())));
        return with;
    }

    private static void checkOutcome(SinkCase one, Exception failure) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < one.given().size(); i++) {
            verdicts.add(Verdict.of(failure instanceof PartlyAccepted partly ? partly.failures().get(i) : failure));
        }
        Object outcome = one.expect().get("outcome");
        List<?> expected = outcome instanceof List<?> each ? each : List.of(outcome);
        assertThat(outcome instanceof List ? verdicts : verdicts.subList(0, 1)).as("outcome, for " + failure)
                .extracting(Verdict::outcome).isEqualTo(expected);
        if (one.expect().containsKey("retryAfter")) {
            Object wait = one.expect().get("retryAfter");
            assertThat(verdicts.get(0).retryAfter()).as("retryAfter")
                    .isEqualTo(wait == null ? null : Duration.ofMillis(TimeUtils.toMilliSeconds(wait.toString())));
        }
        if (one.expect().containsKey("answer")) {
            assertThat(verdicts.stream().map(Verdict::answer).filter(answer -> answer != null).findFirst())
                    .as("answer").get().asString().contains((String) one.expect().get("answer"));
        }
    }

    /** Of every sink, in every case: no secret is in what will be logged and kept. */
    private static void checkSecrets(SinkCase one, Exception failure) throws IOException {
        StringWriter words = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(words));
        }
        JsonNode properties = properties(one.sink());
        one.with().forEach((name, value) -> {
            if (properties.path(name).path("format").asText().equals("password")) {
                String secret = value.isEmpty() ? "nothing to hide" : value.replace("$server", "");
                assertThat(words.toString()).as("what a failure says of " + name).doesNotContain(secret);
            }
        });
    }

    private static void checkRequests(SinkCase one, List<Request> requests) throws IOException {
        Map<String, Object> expect = one.expect();
        List<String> lines = requests.stream().map(Request::line).toList();
        Object several = expect.get("requests");
        if ("none".equals(expect.get("request"))) {
            assertThat(lines).as("requests").isEmpty();
            return;
        }
        if (several instanceof List) {
            assertThat(lines).as("requests").isEqualTo(several);
        } else {
            int usual = one.replies() == null ? 1 : one.replies().size();
            assertThat(lines).as("requests").hasSize(several == null ? usual : (Integer) several);
        }
        checkRequest(expect, requests.get(requests.size() - 1));
    }

    private static void checkRequest(Map<String, Object> expect, Request request) throws IOException {
        if (expect.containsKey("request")) {
            assertThat(request.line()).as("request").isEqualTo(expect.get("request"));
        }
        SinkCase.map(expect.get("headers"))
                .forEach((name, value) -> assertThat(request.headers().get(name.toLowerCase()))
                        .as(name).isEqualTo(value == null ? null : List.of(value.toString())));
        if (expect.containsKey("body")) {
            assertThat(new String(request.body(), UTF_8)).as("body").isEqualTo(expect.get("body"));
        }
        JsonNode body = expect.containsKey("json") ? json(request.body()) : null;
        SinkCase.map(expect.get("json")).forEach((path, value) -> assertThat(at(body, path)).as(path)
                .isEqualTo(value == null ? JSON.missingNode() : JSON.valueToTree(value)));
    }

    /** The body as JSON; several values one after another are a list. */
    private static JsonNode json(byte[] body) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonNode value = JSON.readTree(parser); value != null; value = JSON.readTree(parser)) {
                values.add(value);
            }
        }
        return values.size() == 1 ? values.get(0) : JSON.valueToTree(values);
    }

    private static JsonNode at(JsonNode body, String path) {
        JsonNode node = body;
        for (String step : path.split("\\.")) {
            node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
        }
        return node;
    }

    private static JsonNode properties(String sink) throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("routes/kamelets/" + sink + ".kamelet.yaml").toFile())
                .at("/spec/definition/properties");
    }
}
