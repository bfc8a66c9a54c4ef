package io.signalbox.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.signalbox.fakes.StrictFake.Answer;
import io.signalbox.fakes.StrictFake.Request;

/**
 * Are the fakes as strict as their vendors, and no stricter? They take what somebody else's program sends in production
 * ({@code fakes/golden}: Alertmanager 0.25's own requests, recorded) and refuse a corpus of wrong requests ({@code fakes/*.wrong.yaml}).
 */
class StrictFakesTest {
    private static final Path FILES = Path.of("src/test/resources/fakes");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> aFakeTakesWhatAlertmanagerReallySends() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files("golden", ".jsonl")) {
            String kind = file.getFileName().toString().replace(".jsonl", "");
            StrictFake fake = forAlertmanager(kind);
            for (String line : Files.readAllLines(file)) {
                JsonNode request = JSON.readTree(line);
                tests.add(DynamicTest.dynamicTest(kind + ": " + request.path("p").asText(), () -> {
                    Answer answer = fake.answer(golden(request));
                    assertThat(answer.accepted()).as("%s", answer).isTrue();
                }));
            }
        }
        return tests.stream();
    }

    @Test
    void whatAlertmanagerOpenedIsEndedByWhatAlertmanagerSentAtTheEnd() throws IOException {
        for (String kind : List.of("pagerduty", "opsgenie", "victorops")) {
            StrictFake fake = forAlertmanager(kind);
            for (String line : Files.readAllLines(FILES.resolve("golden/" + kind + ".jsonl"))) {
                fake.answer(golden(JSON.readTree(line)));
            }
            assertThat(fake.state()).as(kind)
                    .containsOnly(Map.entry("8d5d72ef4cfb8d05e2a4e36ed997fe92b3401e0617eb6c7d02261a8f9d13a052",
                            kind.equals("opsgenie") ? "closed" : "resolved"));
        }
    }

    @TestFactory
    Stream<DynamicTest> aFakeRefuses() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files("", ".wrong.yaml")) {
            String kind = file.getFileName().toString().replace(".wrong.yaml", "");
            for (JsonNode wrong : new ObjectMapper(new YAMLFactory()).readTree(file.toFile())) {
                tests.add(DynamicTest.dynamicTest(kind + ": " + wrong.path("name").asText(), () -> {
                    StrictFake fake = StrictFake.of(kind + "-sink");
                    Answer answer = fake.answer(wrong(wrong));
                    assertThat(answer.status()).as("%s", answer).isEqualTo(wrong.path("status").asInt());
                    assertThat(answer.accepted()).as("%s", answer).isFalse();
                    assertThat(answer.body()).contains(wrong.path("answer").asText());
                    assertThat(fake.state()).as("nothing came of it").isEmpty();
                }));
            }
        }
        return tests.stream();
    }

    @Test
    void whatEndsNothingIsTakenAndDropped() {
        StrictFake pagerDuty = StrictFake.of("pagerduty-sink");
        assertThat(pagerDuty.answer(post("/v2/enqueue", "{\"routing_key\":\"" + PagerDutyFake.ROUTING_KEY
                + "\",\"event_action\":\"resolve\",\"dedup_key\":\"never\"}")).status()).isEqualTo(202);
        assertThat(pagerDuty.state()).isEmpty();
    }

    private static StrictFake forAlertmanager(String kind) {
        return switch (kind) {
            case "pagerduty" -> new PagerDutyFake(PagerDutyFake.ROUTING_KEY);
            case "opsgenie" -> new OpsgenieFake("", "k");
            case "victorops" -> new VictorOpsFake("k/team");
            case "slack" -> new SlackFake("/services/T/B/X");
            case "discord" -> new DiscordFake("/discord/api/webhooks/1/t");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static List<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(FILES.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Request golden(JsonNode request) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.path("h").fields()
                .forEachRemaining(h -> headers.put(h.getKey().toLowerCase(), List.of(h.getValue().asText())));
        return new Request(request.path("m").asText(), request.path("p").asText(), headers,
                request.path("b").asText().getBytes(UTF_8));
    }

    private static Request wrong(JsonNode wrong) throws IOException {
        String body = wrong.has("json") ? JSON.writeValueAsString(wrong.path("json")) : wrong.path("body").asText();
        body = Pattern.compile("\\$x(\\d+)").matcher(body)
                .replaceAll((MatchResult x) -> "x".repeat(Integer.parseInt(x.group(1))));
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("content-type", List.of(wrong.path("contentType").asText("application/json")));
        if (wrong.path("authorization").asText().equals("$slack")) {
            headers.put("authorization", List.of("Bearer " + SlackFake.TOKEN));
            headers.put("content-type", List.of(wrong.path("contentType").asText("application/json; charset=utf-8")));
        } else if (wrong.has("authorization")) {
            headers.put("authorization", List.of(wrong.path("authorization").asText()));
        }
        return new Request(wrong.path("method").asText("POST"),
                wrong.path("uri").asText().replace("$webhook", DiscordFake.WEBHOOK), headers,
                body.getBytes(UTF_8));
    }

    private static Request post(String uri, String body) {
        return new Request("POST", uri, Map.of("content-type", List.of("application/json")), body.getBytes(UTF_8));
    }
}
