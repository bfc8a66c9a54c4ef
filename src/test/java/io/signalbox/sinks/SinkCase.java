package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.camel.util.TimeUtils;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.Normaliser;

/**
 * One promise of a sink, as its {@code *.test.yaml} says it.
 *
 * @param with
 *            the Kamelet's properties by name
 * @param before
 *            events that were delivered before, one by one
 * @param given
 *            one event, or a batch where {@code batch}
 * @param reply
 *            null for what the vendor answers, which is 200 where no fake plays the vendor
 * @param expect
 *            what the file expects, by name
 */
record SinkCase(String sink, String name, Map<String, String> with, List<Event> before, List<Event> given,
        boolean batch,
        FakeBackend.Reply reply, Map<String, Object> expect) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final EventReader EVENTS = new EventReader(
            new Normaliser(Catalogue.load(), Clock.systemUTC(), "signalbox", Duration.ofDays(36500)));

    static List<SinkCase> read(Path file) throws IOException {
        Map<?, ?> yaml = YAML.readValue(file.toFile(), Map.class);
        // src/test/resources/routes/kamelets/x.test.yaml → src/test/resources
        Path root = file.getParent().getParent().getParent();
        List<SinkCase> cases = new ArrayList<>();
        for (Object item : (List<?>) yaml.get("cases")) {
            Map<?, ?> one = (Map<?, ?>) item;
            Map<String, String> with = texts(yaml.get("with"));
            with.putAll(texts(one.get("with")));
            cases.add(new SinkCase((String) yaml.get("sink"), (String) one.get("name"), with,
                    one.containsKey("before") ? events(root, one.get("before")) : List.of(),
                    events(root, one.get("given")), one.get("given") instanceof List,
                    one.containsKey("reply") ? reply(one.get("reply")) : null, map(one.get("expect"))));
        }
        return cases;
    }

    private static List<Event> events(Path root, Object given) throws IOException {
        List<Event> events = new ArrayList<>();
        for (Object event : given instanceof List<?> list ? list : List.of(given)) {
            events.add(event(root, event));
        }
        return events;
    }

    private static Event event(Path root, Object given) throws IOException {
        try {
            return given instanceof Map<?, ?> inline
                    ? EVENTS.event(map(lengthened(inline)))
                    : EVENTS.single(Files.readAllBytes(root.resolve((String) given)));
        } catch (InvalidEvent e) {
            throw new IllegalArgumentException(given + ": " + e.field() + " " + e.getMessage(), e);
        }
    }

    static FakeBackend.Reply reply(Object reply) {
        Map<?, ?> parts = reply instanceof Map<?, ?> map ? map : Map.of("status", reply == null ? 200 : reply);
        Object body = parts.get("body");
        Object delay = parts.get("delay");
        return new FakeBackend.Reply((Integer) (parts.get("status") == null ? 200 : parts.get("status")),
                texts(parts.get("headers")), body == null ? new byte[0] : body.toString().getBytes(UTF_8),
                delay == null ? Duration.ZERO : Duration.ofMillis(TimeUtils.toMilliSeconds(delay.toString())),
                Boolean.TRUE.equals(parts.get("reset")));
    }

    /** {@code $x1025} in an event stands for so many x. */
    private static Object lengthened(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(lengthened(String.valueOf(name)), lengthened(inner)));
            return copy;
        }
        return value instanceof List<?> list
                ? list.stream().map(SinkCase::lengthened).toList()
                : value instanceof String text ? lengthened(text) : value;
    }

    private static String lengthened(String text) {
        return Pattern.compile("\\$x(\\d+)").matcher(text)
                .replaceAll((MatchResult x) -> "x".repeat(Integer.parseInt(x.group(1))));
    }

    private static Map<String, String> texts(Object map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(map).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    static Map<String, Object> map(Object map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (map != null) {
            ((Map<?, ?>) map).forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }
}
