package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}                                         | type        | is missing",
            "{'type':' '}                               | type        | is missing",
            "{'type':{}}                                | type        | is an object; expected text",
            "{'type':'a.b','id':[]}                     | id          | is a list; expected text",
            "{'type':'a.b','severity':'loud'}           | severity    | is \"loud\"; expected debug, info, warning, error or critical",
            "{'type':'a.b','level':99}                  | level       | is \"99\"; expected debug",
            "{'type':'a.b','severity':99999999999}      | severity    | is \"99999999999\"; expected debug",
            "{'type':'a.b','severity':1e400}            | severity    | expected debug",
            "{'type':'a.b','state':'open'}              | state       | is \"open\"; expected firing or resolved",
            "{'type':'a.b','time':'yesterday'}          | time        | is \"yesterday\"; expected a time such as",
            "{'type':'a.b','time':-5}                   | time        | expected a time",
            "{'type':'a.b','time':1e400}                | time        | expected a time",
            "{'type':'a.b','timestamp':true}            | timestamp   | expected a time",
            "{'type':'a.b','tags':[['x']]}              | tags        | is a list; expected text",
            "{'type':'a.b','tags':[{'x':1},'y']}        | tags        | is an object; expected text",
            "{'type':'a.b','specversion':'0.3'}         | specversion | is \"0.3\"; expected \"1.0\"",
            "{'type':'a.b\\r\\nX: y'}                   | type        | holds a control character at position 3",
            "{'type':'a.b','id':'a\\u0000b'}            | id          | holds a control character at position 1",
            "{'type':'a.b','source':'a\\u2028b'}        | source      | holds a control character",
            "{'type':'a.b','subject':'a\\u0085b'}       | subject     | holds a control character",
            "{'type':'a.b','tags':['a\\nb']}            | tags        | holds a control character",
            "{'type':'a.b','dedupkey':'a\\tb'}          | dedupkey    | holds a control character",
            "{'type':'a.b','traceparent':'a\\r\\nb: c'} | traceparent | holds a control character",
            "17                                         |             | is a number; expected a JSON object",
            "'printer.offline'                          |             | is text; expected a JSON object",
            "[[{'type':'a.b'}]]                         |             | is a list; expected a JSON object",
            "null                                       |             | is null; expected a JSON object"})
    void anItemThatIsNoEventIsToldItsFieldAndWhatWasExpected(String json, String field, String detail) {
        Reading.Refusal refusal = Read.refusal(json);

        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.detail()).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':{'a':[1,{'b':2}]}}", "{'type':'a.b','tags':[{'x':[1]},'y']}", "[1,[2]]", "7",
            "{'type':'a.b','severity':99999999999,'data':{'x':[{}]}}", "{'data':{'x':1}}", "null"})
    void whatIsNoEventTakesNothingElseWithIt(String bad) {
        Reading reading = Read.body("[{'type':'a.b','id':'1'}," + bad + ",{'type':'a.b','id':'3'}]");

        assertThat(reading.events()).extracting(Event::id).containsExactly("1", "3");
        assertThat(reading.places()).containsExactly(0, 2);
        assertThat(reading.refusals()).extracting(Reading.Refusal::index).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[", "[{'type':'a.b'}", "{'type':'a.b'", "nope", "{'type':'a.b'} trailing",
            "{'type':'a.b','x':NaN}", "{'type':'a.b','x':-Infinity}", "{'type':'a.b','x':0x10}", "{'type':'a.b',}",
            "{'type':'a.b' /* why */}", "{'type':'\\ud8'}", "{'type':'a\u0000b'}", "\u0000{'type':'a.b'}"})
    void whatIsNotJsonIsToldWhere(String body) {
        InvalidEvent refusal = Read.refusal(body.replace('\'', '"').getBytes(UTF_8));

        assertThat(refusal.field()).isNull();
        assertThat(refusal).message().startsWith("is not JSON at line 1, column ").doesNotContain("Source:");
    }

    @Test
    void invalidUtf8IsNotJson() {
        for (byte[] bad : List.of(new byte[]{(byte) 0xff}, new byte[]{(byte) 0xc3, '"'},
                new byte[]{(byte) 0xf8, (byte) 0x88, (byte) 0x80, (byte) 0x80})) {
            InvalidEvent refusal = Read.refusal(bytes("{\"type\":\"a", bad, "\"}"));
            assertThat(refusal).message().startsWith("is not JSON");
        }
    }

    @Test
    void anEmptyBodyHoldsNothing() {
        assertThat(Read.body("")).isEqualTo(new Reading(List.of(), List.of(), List.of()));
        assertThat(Read.body(" \n\t ").events()).isEmpty();
        assertThat(Read.body("[]").events()).isEmpty();
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(Read.body("\ufeff{'type':'a.b','id':'1'}").events()).extracting(Event::id).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"type\":\"a.b\",\"data\":{\"x\":[", "{\"type\":[["})
    void deepNestingIsRefusedAndDoesNotOverflow(String opening) {
        assertThat(Read.refusal(opening.repeat(100_000).getBytes(UTF_8))).message().startsWith("is not JSON")
                .contains("nesting depth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"a.b\",\"x\":%s}", "{\"type\":\"a.b\",\"data\":%s}",
            "{\"event\":{\"entity_type\":\"job\",\"event_kind\":\"started\",\"x\":%s}}"})
    void theDeepestEventThatIsTakenCanBeReadAgain(String form) throws Exception {
        int taken = 0;
        for (int depth = 90; depth < 101; depth++) {
            byte[] body = form.formatted("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
            Event event;
            try {
                event = Read.READER.single(body);
            } catch (InvalidEvent e) {
                assertThat(e).message().contains("nesting depth");
                continue;
            }
            taken++;
            byte[] stored = EventJson.bytes(event);
            assertThat(EventJson.read(stored, 0, stored.length)).isEqualTo(event);
        }
        assertThat(taken).isGreaterThan(5);
    }

    @Test
    void aLineThatGoesOnAfterItsObjectIsNoEvent() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () -> Read.READER.single("{\"type\":\"a.b\"}{\"type\":\"a.b\"}".getBytes(UTF_8)))
                .isInstanceOf(InvalidEvent.class).hasMessageContaining("goes on after its end");
    }

    @Test
    void halfASurrogatePairIsReplacedWhereverItStands() {
        Event event = Read.event("""
                {'type':'a.b','id':'x\\ud800','title':'\\udc00y','data':{'k\\ud800':'v\\udfff'},'top\\ud800':1,
                 'whole':'\\ud83d\\udda8'}""");

        assertThat(event.id()).isEqualTo("x\ufffd");
        assertThat(event.title()).isEqualTo("\ufffdy");
        assertThat(event.data()).containsEntry("k\ufffd", "v\ufffd").containsEntry("top\ufffd", 1)
                .containsEntry("whole", "🖨");
        assertThat(EventJson.read(EventJson.bytes(event), 0, EventJson.bytes(event).length)).isEqualTo(event);
    }

    @Test
    void surrogatesWrittenAsUtf8AreNoWayAroundThat() {
        byte[] half = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
        byte[] body = bytes("{\"type\":\"a.b\",\"", half, "\":1,\"title\":\"x\"}");
        InvalidEvent refused = Read.refusal(body);
        if (refused == null) {
            Event event = Read.body(new String(body, UTF_8)).events().get(0);
            assertThat(EventJson.bytes(event)).isNotEmpty();
        }
    }

    @Test
    void hugeNumbersAreKeptToTheLastDigitOrRefused() {
        Event event = Read.event("{'type':'a.b','big':" + "9".repeat(300) + ",'far':1e999,'small':1e-999}");

        assertThat(event.text("big")).isEqualTo("9".repeat(300));
        assertThat(event.text("far")).isEqualTo("1e999");
        assertThat(Read.refusal(("{\"type\":\"a.b\",\"x\":" + "9".repeat(100_000) + "}").getBytes(UTF_8))).message()
                .startsWith("is not JSON");
    }

    @Test
    void ofAFieldThatStandsTwiceOneCounts() {
        assertThat(Read.event("{'type':'a.b','type':'c.d','x':1,'x':2}"))
                .satisfies(event -> assertThat(event.type()).isEqualTo("c.d"))
                .satisfies(event -> assertThat(event.data()).containsOnlyKeys("x"));
    }

    @Test
    void wordsThatAreTooLongAreRefused() {
        assertThat(Read.refusal("{'type':'" + "a".repeat(256) + "'}").detail())
                .isEqualTo("is 256 characters long; expected 255 at most");
        assertThat(Read.refusal("{'type':'a.b','id':'" + "a".repeat(513) + "'}").field()).isEqualTo("id");
    }

    private static byte[] bytes(String before, byte[] middle, String after) {
        byte[] all = new byte[before.length() + middle.length + after.length()];
        System.arraycopy(before.getBytes(UTF_8), 0, all, 0, before.length());
        System.arraycopy(middle, 0, all, before.length(), middle.length);
        System.arraycopy(after.getBytes(UTF_8), 0, all, before.length() + middle.length, after.length());
        return all;
    }
}
