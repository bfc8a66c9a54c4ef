package io.signalbox.sinks;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.Normaliser;

/** What is the worst that intake accepts? By what is bad about it, as it comes from the bus. */
public final class WorstEvents {
    private static final EventReader EVENTS = new EventReader(
            new Normaliser(Catalogue.load(), Clock.systemUTC(), "signalbox", Duration.ofDays(1)));
    private static final String EMOJI = "😀";
    private static final String CONTROL = "bell \u0007, null \u0000, \r\nline \u2028 separated, deleted \u007f\u0085, escape \u001b[31m";
    private static final String MIXED = "Ärger " + EMOJI + " & <more> \"quoted\" \\ ";
    private static final List<String> STEPS = List.of("printer.offline", "printer.online",
            "printer.offline.acknowledged", "job.completed");

    private WorstEvents() {
    }

    /** Each kind of bad, once for each thing that an event can do to a problem. */
    public static Map<String, Event> all() {
        Map<String, Event> events = new LinkedHashMap<>();
        for (String type : STEPS) {
            kinds().forEach((name, fields) -> add(events, name, type, fields));
        }
        for (int limit : new int[]{40, 80, 100, 128, 130, 150, 250, 255, 256, 512, 1024, 2000, 3000, 4096, 15_000}) {
            String text = "x".repeat(limit - 2) + EMOJI + EMOJI;
            add(events, "an emoji across " + limit, STEPS.get(0),
                    Map.of("title", text, "message", text, "data", Map.of("text", text, text, 1)));
        }
        return events;
    }

    private static void add(Map<String, Event> events, String name, String type, Map<String, Object> fields) {
        Map<String, Object> event = new LinkedHashMap<>(fields);
        event.putIfAbsent("subject", "hp-101");
        event.put("type", type);
        event.put("id", "worst-" + events.size());
        events.put(name + ", " + type, event(event));
    }

    private static Map<String, Map<String, Object>> kinds() {
        Map<String, Map<String, Object>> kinds = new LinkedHashMap<>();
        kinds.put("nothing but a type", Map.of());
        kinds.put("everything huge", huge());
        kinds.put("everything empty", Map.of("title", "", "message", "", "tags", List.of(), "data", Map.of()));
        kinds.put("everything blank", Map.of("title", " \t", "message", "\n", "subject", " ", "tags", List.of(" "),
                "data", Map.of("host", " ", "url", " ", "component", "", " ", " ")));
        kinds.put("everything null", nothing());
        kinds.put("control characters", Map.of("title", CONTROL, "message", CONTROL, "data",
                Map.of("text", CONTROL, "a\u0000b\nc", 1, "list", List.of(CONTROL))));
        kinds.put("ten thousand tags", Map.of("tags", IntStream.range(0, 10_000).mapToObj(i -> "Tag " + i).toList()));
        kinds.put("nested fifty deep", Map.of("data", Map.of("maps", nested(50, true), "lists", nested(50, false))));
        kinds.put("numbers", Map.of("data", numbers()));
        kinds.put("names", Map.of("data", names()));
        kinds.put("a clock that was never set", Map.of("time", "1970-01-01T00:00:00.000000001Z"));
        return kinds;
    }

    private static Map<String, Object> huge() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text", MIXED.repeat(10_000));
        data.put("url", "https://example.com/" + "x".repeat(5000));
        data.put("component", MIXED.repeat(200));
        data.put("host", MIXED.repeat(200));
        data.put("n".repeat(5000), "a long name");
        data.put("acknowledged_by", MIXED.repeat(200));
        data.put("rows", IntStream.range(0, 1000).mapToObj(i -> Map.of("row", i, "text", EMOJI)).toList());
        IntStream.range(0, 2000).forEach(i -> data.put("field-" + i, "value " + i));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("title", MIXED.repeat(1000));
        event.put("message", EMOJI.repeat(60_000));
        event.put("source", EMOJI.repeat(256));
        event.put("subject", EMOJI.repeat(256));
        event.put("dedupkey", "k" + EMOJI.repeat(255));
        event.put("tags", IntStream.range(0, 500).mapToObj(i -> i + EMOJI.repeat(120)).toList());
        event.put("traceparent", "00-" + "a".repeat(500));
        event.put("data", data);
        return event;
    }

    private static Map<String, Object> nothing() {
        Map<String, Object> event = new LinkedHashMap<>();
        List.of("title", "message", "tags", "traceparent", "severity", "source").forEach(name -> event.put(name, null));
        event.put("data", Collections.singletonMap("nothing", null));
        return event;
    }

    private static Map<String, Object> numbers() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("long", Long.MIN_VALUE);
        data.put("integer", new java.math.BigInteger("9".repeat(60)));
        data.put("decimal", new java.math.BigDecimal("0." + "3".repeat(60)));
        data.put("exponent", new java.math.BigDecimal("1E+300"));
        data.put("truth", true);
        data.put("duration_s", "not a number");
        return data;
    }

    private static Map<String, Object> names() {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String name : List.of("", " ", ".", "a..b", ".a", "a.", "type", "severity", "message", "timestamp",
                "@timestamp",
                "__proto__", "eventType", "accountId", "dedup_key", EMOJI, "$x", "a\"b", "a]b=c", "data", "id",
                "CamelHttpUri")) {
            data.put(name, "value of " + name);
        }
        return data;
    }

    private static Object nested(int depth, boolean map) {
        Object value = "deep";
        for (int i = 0; i < depth; i++) {
            value = map ? Map.of("level", value) : List.of(value);
        }
        return value;
    }

    private static Event event(Map<String, Object> object) {
        try {
            byte[] stored = EventJson.bytes(EVENTS.event(object));
            return EventJson.read(stored, 0, stored.length);
        } catch (InvalidEvent e) {
            throw new IllegalArgumentException(e.field() + " " + e.getMessage(), e);
        }
    }

}
