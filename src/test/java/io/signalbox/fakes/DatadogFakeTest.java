package io.signalbox.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.fakes.StrictFake.Request;

/** Does the stand-in for DatadogFake take what Datadog's own document sends, and refuse what it calls wrong? */
class DatadogFakeTest {
    private static final String LOGS = "POST /api/v2/logs";
    private static final Map<String, List<String>> GOOD = Map.of("dd-api-key", List.of(DatadogFake.KEY), "content-type",
            List.of("application/json"));

    @Test
    void whatTheDocumentSendsIsTaken() {
        String body = """
                [{"ddsource": "nginx", "ddtags": "env:staging,version:5.1", "hostname": "i-012345678",
                  "message": "2019-11-19T14:37:58,995 INFO [process.name][20081] Hello World", "service": "payment"},
                 {"ddsource": "nginx", "ddtags": "env:staging,version:5.1", "hostname": "i-012345679",
                  "message": "2019-11-19T14:37:58,995 INFO [process.name][20081] World", "service": "payment", "status": "info"}]""";
        DatadogFake datadog = new DatadogFake();

        assertThat(datadog.answer(Request.of(LOGS, GOOD, body.getBytes(UTF_8))))
                .isEqualTo(StrictFake.Answer.of(202, "{}"));
        assertThat(datadog.logs()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"message\":\"not a list\"}", "[{\"ddsource\":\"x\"}]",
            "[{\"message\":1}]",
            "[{\"message\":\"x\",\"message\":\"y\"}]", "[{\"message\":\"x\",\"ddtags\":[\"a:b\"]}]",
            "[{\"message\":\"x\",\"ddtags\":\"has space\"}]", "[{\"message\":\"x\",\"ddtags\":\"1st:tag\"}]",
            "[{\"message\":\"x\",\"status\":\"bad\"}]", "[{\"message\":\"x\",\"timestamp\":\"yesterday\"}]"})
    void whatItCallsWrongIsRefused(String body) {
        DatadogFake datadog = new DatadogFake();

        assertThat(datadog.answer(Request.of(LOGS, GOOD, body.getBytes(UTF_8))).status()).isEqualTo(400);
        assertThat(datadog.logs()).isEmpty();
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String log = "{\"message\":\"x\"}";
        String tag = "[{\"message\":\"x\",\"ddtags\":\"" + "a".repeat(201) + "\"}]";
        String tags = "[{\"message\":\"x\",\"ddtags\":\"a" + ",a".repeat(100) + "\"}]";
        DatadogFake datadog = new DatadogFake();

        assertThat(status(datadog, "[" + (log + ",").repeat(1000) + log + "]")).isEqualTo(413);
        assertThat(status(datadog, "[{\"message\":\"" + "x".repeat(5_000_000) + "\"}]")).isEqualTo(413);
        assertThat(status(datadog, "[{\"message\":\"" + "x".repeat(1_000_000) + "\"}]")).isEqualTo(400);
        assertThat(status(datadog, tag)).isEqualTo(400);
        assertThat(status(datadog, tags)).isEqualTo(400);
    }

    @Test
    void nobodyWritesWithoutAKeyOrToAnotherAddress() {
        byte[] log = "[{\"message\":\"x\"}]".getBytes(UTF_8);
        Map<String, List<String>> json = Map.of("content-type", List.of("application/json"));

        assertThat(new DatadogFake().answer(Request.of(LOGS, json, log)).status()).isEqualTo(401);
        assertThat(new DatadogFake().answer(Request.of(LOGS, Map.of("dd-api-key", List.of("x")), log)).status())
                .isEqualTo(403);
        assertThat(new DatadogFake().answer(Request.of(LOGS, Map.of("dd-api-key", List.of(DatadogFake.KEY)), log))
                .status())
                .isEqualTo(415);
        assertThat(new DatadogFake().answer(Request.of("POST /v1/input", GOOD, log)).status()).isEqualTo(404);
        assertThat(new DatadogFake().answer(Request.of("GET /api/v2/logs", GOOD, log)).status()).isEqualTo(404);
    }

    private static int status(DatadogFake datadog, String body) {
        return datadog.answer(Request.of(LOGS, GOOD, body.getBytes(UTF_8))).status();
    }
}
