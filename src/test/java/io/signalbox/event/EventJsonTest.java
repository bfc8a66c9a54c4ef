package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

class EventJsonTest {
    private static final String LETTERS = "aZ0 .-_/:\"\\\u0000\u001f\u007f\n\r\té€漢🖨\u2028";

    @Test
    void writtenThenReadIsTheSameEvent() {
        Random random = new Random(20261121);
        for (int round = 0; round < 5_000; round++) {
            Event event = event(random);
            byte[] bytes = EventJson.bytes(event);
            assertThat(EventJson.read(bytes, 0, bytes.length)).isEqualTo(event);
            String text = EventJson.text(event);
            assertThat(text).doesNotContain("\n", "\r");
            assertThat(EventJson.read(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length)).isEqualTo(event);
        }
    }

    @Test
    void whatWasWrittenIsTakenAtTheFrontDoorAgain() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Event event = event(random);
            Event plain = new Event("id-" + round, "source", "type." + round, "subject", Read.NOW,
                    event.severity(), event.state(), "key", event.title(), event.message(), List.of("a", "b"), null,
                    event.data(), null);
            assertThat(Read.READER.json(EventJson.bytes(plain)).events()).containsExactly(plain);
        }
    }

    @Test
    void itIsACloudEventOnOneLine() {
        Event event = Read.event("{'type':'printer.offline','id':'1','subject':'hp-1','tags':['a','b'],'pages':3}");

        assertThat(EventJson.text(event)).isEqualTo("""
                {"specversion":"1.0","id":"1","source":"signalbox","type":"printer.offline","subject":"hp-1",\
                "time":"2026-11-21T08:00:00Z","severitytext":"warning","severitynumber":13,"state":"firing",\
                "dedupkey":"signalbox/printer.offline/hp-1","tags":["a","b"],"data":{"pages":3}}""");
        assertThat(new String(EventJson.cloudEvent(event), UTF_8)).contains("\"tags\":\"a,b\"");
    }

    @Test
    void dataThatNobodyLookedIntoIsPassedOnAsIfSomebodyHad() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = EventJson.bytes(event(random));
            Map<String, Object> unread = EventJson.read(bytes, 0, bytes.length).data();
            Map<String, Object> read = new LinkedHashMap<>(EventJson.read(bytes, 0, bytes.length).data());
            for (PrettyPrinter pretty : new PrettyPrinter[]{null, new DefaultPrettyPrinter()}) {
                assertThat(generated(unread, pretty)).isEqualTo(generated(read, pretty));
            }
        }
    }

    private static String generated(Map<String, Object> data, PrettyPrinter pretty) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(pretty);
            json.writeStartArray();
            EventJson.value(json, data);
            EventJson.value(json, data);
            json.writeEndArray();
        }
        return out.toString(UTF_8);
    }

    private static Event event(Random random) {
        return new Event(text(random), text(random), text(random), maybe(random),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)),
                Severity.values()[random.nextInt(5)], State.values()[random.nextInt(2)], text(random), maybe(random),
                maybe(random), List.of("t" + text(random), "u" + text(random)).subList(0, random.nextInt(3)),
                maybe(random), map(random, 3),
                random.nextBoolean() ? null : new Event.Problem(text(random), Severity.values()[random.nextInt(5)]));
    }

    private static String maybe(Random random) {
        return random.nextInt(3) == 0 ? null : text(random);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int[] letters = LETTERS.codePoints().toArray();
        for (int length = random.nextInt(12); length >= 0; length--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int size = random.nextInt(5); size > 0; size--) {
            map.put(text(random), value(random, depth));
        }
        return map;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong() | 1L << 40;
            case 3 -> new BigInteger(200, random).setBit(100);
            case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
            case 5 -> random.nextBoolean();
            case 6, 7 -> text(random);
            case 8 -> map(random, depth - 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int size = random.nextInt(4); size > 0; size--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }
}
