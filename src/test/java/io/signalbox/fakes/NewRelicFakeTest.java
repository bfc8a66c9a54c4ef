package io.signalbox.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.fakes.StrictFake.Request;

/** Does the stand-in for New Relic take what New Relic's own document sends, and refuse what it calls wrong? */
class NewRelicFakeTest {
    private static final String EVENTS = "POST /v1/accounts/1234567/events";
    private static final Map<String, List<String>> GOOD = Map.of("api-key", List.of(NewRelicFake.KEY), "content-type",
            List.of("application/json"), "content-length", List.of("1"));

    @Test
    void whatTheDocumentSendsIsTaken() {
        String one = "[{\"eventType\": \"powershell\", \"account\": 4, \"amount\": 123, \"fileLocation\": \"c:\\\\temp2\", \"zipped\": \"true\" }]";
        String two = """
                [{"eventType": "Purchase", "account": 3, "amount": 259.54},
                 {"eventType": "Purchase", "account": 5, "amount": 12309, "product": "Item"}]""";
        String alone = "{\"eventType\":\"CLIRun\",\"status\":0,\"timestamp\":" + System.currentTimeMillis() / 1000
                + "}";
        NewRelicFake newRelic = new NewRelicFake();

        assertThat(List.of(one, two, alone)).allSatisfy(body -> assertThat(status(newRelic, body)).isEqualTo(200));
        assertThat(newRelic.events()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[]", "[{\"a\":1}]", "[{\"eventType\":\"a.b\"}]", "[{\"eventType\":\"a b\"}]",
            "[{\"eventType\":\"\"}]", "[{\"eventType\":\"Metric\"}]", "[{\"eventType\":\"Metric1Minute\"}]",
            "[{\"eventType\":\"Public_x\"}]", "[{\"eventType\":\"A\",\"b\":{\"c\":1}}]",
            "[{\"eventType\":\"A\",\"b\":[1]}]", "[{\"eventType\":\"A\",\"b\":true}]",
            "[{\"eventType\":\"A\",\"b\":null}]",
            "[{\"eventType\":\"A\",\"b c\":1}]", "[{\"eventType\":\"A\",\"\":1}]",
            "[{\"eventType\":\"A\",\"accountId\":1}]",
            "[{\"eventType\":\"A\",\"appId\":\"x\"}]", "[{\"eventType\":\"A\",\"appId\":1.5}]",
            "[{\"eventType\":\"A\",\"b\":1,\"b\":2}]", "[{\"eventType\":\"A\",\"timestamp\":1795248000.5}]",
            "[{\"eventType\":\"A\",\"timestamp\":1000000000}]", "[{\"eventType\":\"A\",\"timestamp\":\"2026-11-21\"}]"})
    void whatItCallsWrongIsRefused(String body) {
        NewRelicFake newRelic = new NewRelicFake();

        assertThat(status(newRelic, body)).isEqualTo(400);
        assertThat(newRelic.events()).isEmpty();
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String many = IntStream.range(0, 254).mapToObj(i -> "\"a" + i + "\":1").collect(Collectors.joining(","));
        NewRelicFake newRelic = new NewRelicFake();

        assertThat(status(newRelic, "[{\"eventType\":\"A\"," + many + "}]")).isEqualTo(400);
        assertThat(status(newRelic, "[{\"eventType\":\"A\",\"b\":\"" + "x".repeat(4097) + "\"}]")).isEqualTo(400);
        assertThat(status(newRelic, "[{\"eventType\":\"A\",\"" + "x".repeat(256) + "\":1}]")).isEqualTo(400);
        assertThat(status(newRelic, "[" + "{\"eventType\":\"A\"},".repeat(60_000) + "{\"eventType\":\"A\"}]"))
                .isEqualTo(413);
    }

    @Test
    void nobodyWritesWithoutAKeyOrALength() {
        byte[] event = "[{\"eventType\":\"A\"}]".getBytes(UTF_8);

        assertThat(new NewRelicFake().answer(Request.of(EVENTS, without("api-key"), event)).status()).isEqualTo(403);
        assertThat(new NewRelicFake().answer(Request.of(EVENTS, without("content-length"), event)).status())
                .isEqualTo(400);
        assertThat(new NewRelicFake().answer(Request.of(EVENTS, without("content-type"), event)).status())
                .isEqualTo(415);
        assertThat(new NewRelicFake().answer(Request.of("POST /v1/accounts//events", GOOD, event)).status())
                .isEqualTo(404);
    }

    private static Map<String, List<String>> without(String header) {
        Map<String, List<String>> headers = new HashMap<>(GOOD);
        headers.remove(header);
        return headers;
    }

    private static int status(NewRelicFake newRelic, String body) {
        return newRelic.answer(Request.of(EVENTS, GOOD, body.getBytes(UTF_8))).status();
    }
}
