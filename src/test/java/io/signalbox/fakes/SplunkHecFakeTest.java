package io.signalbox.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.signalbox.fakes.StrictFake.Request;

/** Does the stand-in for Splunk take what Splunk's own documents send, and refuse what they call wrong? */
class SplunkHecFakeTest {
    private static final String EVENT = "POST /services/collector/event";
    private static final Map<String, List<String>> KEY = Map.of("authorization",
            List.of("Splunk " + SplunkHecFake.TOKEN));
    private static final Map<String, List<String>> CHANNEL = Map.of("authorization",
            List.of("Splunk " + SplunkHecFake.TOKEN), "x-splunk-request-channel",
            List.of("FE0ECFAD-13D5-401B-847D-77833BD77131"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"sourcetype\": \"my_sample_data\", \"event\": \"http auth ftw!\"}",
            "{\"event\": \"Pony 1 has left the barn\"}{\"event\": \"Pony 2 has left the barn\"}{\"event\": \"Pony 3 has left the barn\", \"source\": \"barn\"}",
            "{\"time\": 1426279439.123, \"host\": \"localhost\", \"source\": \"datasource\", \"sourcetype\": \"txt\", \"index\": \"main\", \"event\": {\"hello\": \"world\"}}",
            "{\"event\": \"Hello, McFly!\", \"sourcetype\": \"irc\", \"fields\": {\"device\": \"macbook\", \"users\": [\"joe\", \"bob\"]}}"})
    void whatTheDocumentsSendIsTaken(String body) {
        assertThat(new SplunkHecFake(false).answer(Request.of(EVENT, KEY, body.getBytes(UTF_8))))
                .isEqualTo(StrictFake.Answer.of(200, "{\"text\":\"Success\",\"code\":0}"));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"``|400 5", "[]|400 6 0", "{\"event\":\"a\"|400 6 0",
            "{\"event\":\"a\"}{\"evnt\":\"b\"}|400 12 1", "{\"event\":\"a\"}{\"event\":\" \"}|400 13 1",
            "{\"event\":\"a\",\"index\":\"other\"}|400 7 1", "{\"event\":\"a\",\"fields\":{\"n\":1}}|400 15 0",
            "{\"event\":\"a\",\"fields\":{\"n\":{\"m\":\"x\"}}}|400 15 0",
            "{\"event\":\"a\",\"time\":\"2026-11-21\"}|400 6 0",
            "{\"event\":\"a\"}{\"event\":\"b\",\"message\":\"x\"}|400 6 1",
            "{\"event\":\"a\",\"event\":\"b\"}|400 6 0"})
    void whatTheyCallWrongIsRefusedByItsNumber(String body, String expected) {
        String[] parts = expected.split(" ");

        StrictFake.Answer answer = new SplunkHecFake(false).answer(Request.of(EVENT, KEY, body.getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(Integer.parseInt(parts[0]));
        assertThat(answer.body()).contains("\"code\":" + parts[1]);
        if (parts.length > 2) {
            assertThat(answer.body()).contains("\"invalid-event-number\":" + parts[2]);
        }
    }

    @Test
    void nobodyWritesWithoutAToken() {
        byte[] event = "{\"event\":\"a\"}".getBytes(UTF_8);
        SplunkHecFake splunk = new SplunkHecFake(false);

        assertThat(splunk.answer(Request.of(EVENT, Map.of(), event)).status()).isEqualTo(401);
        assertThat(splunk.answer(Request.of(EVENT, Map.of("authorization", List.of("Bearer x")), event)).body())
                .contains("\"code\":3");
        assertThat(splunk.answer(Request.of(EVENT, Map.of("authorization", List.of("Splunk x")), event)).status())
                .isEqualTo(403);
        assertThat(splunk.indexed()).isEmpty();
    }

    @Test
    void moreThanAMegabyteIsTooMuch() {
        byte[] body = ("{\"event\":\"" + "x".repeat(1_000_000) + "\"}").getBytes(UTF_8);

        assertThat(new SplunkHecFake(false).answer(Request.of(EVENT, KEY, body)).status()).isEqualTo(413);
    }

    @Test
    void acknowledgementNeedsAChannelAndIsForThatChannelOnly() {
        SplunkHecFake splunk = new SplunkHecFake(true);
        byte[] event = "{\"event\":\"a\"}".getBytes(UTF_8);
        byte[] question = "{\"acks\":[0]}".getBytes(UTF_8);
        Map<String, List<String>> other = Map.of("authorization", KEY.get("authorization"), "x-splunk-request-channel",
                List.of("00000000-13D5-401B-847D-77833BD77131"));

        assertThat(splunk.answer(Request.of(EVENT, KEY, event)).body()).contains("\"code\":10");
        assertThat(splunk.answer(Request.of(EVENT, CHANNEL, event)).body()).contains("\"ackId\":0");
        assertThat(splunk.answer(Request.of("POST /services/collector/ack", CHANNEL, question)).body())
                .contains("\"0\":false");
        assertThat(splunk.answer(Request.of("POST /services/collector/ack", CHANNEL, question)).body())
                .contains("\"0\":true");
        assertThat(splunk.answer(Request.of("POST /services/collector/ack", other, question)).body())
                .contains("\"0\":false");
        assertThat(
                new SplunkHecFake(false).answer(Request.of("POST /services/collector/ack", CHANNEL, question)).body())
                .contains("\"code\":14");
    }
}
