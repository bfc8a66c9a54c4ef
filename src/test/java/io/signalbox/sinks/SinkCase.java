package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;
import io.signalbox.explain.Reply;
import io.signalbox.verify.Replies;
import io.signalbox.verify.TestCase;
import io.signalbox.verify.TestFile;

/**
 * One promise of a sink, as its {@code *.test.yaml} says it.
 *
 * @param with
 *            the Kamelet's properties by name
 * @param before
 *            events that were delivered before, one by one
 * @param given
 *            one event, or a batch where {@code batch}
 * @param usual
 *            what is answered where the case says nothing, and no fake plays the vendor
 * @param replies
 *            null for what the vendor answers
 * @param expect
 *            what the file expects, by name
 * @param state
 *            how the vendor's fake shows each problem afterwards, or null where nothing is said of it
 */
record SinkCase(String sink, String name, Map<String, String> with, List<Event> before, List<Event> given,
        boolean batch, Replies usual, Replies replies, Map<String, Object> expect, Map<String, String> state) {
    private static final Path ROUTES = Path.of("routes");
    private static final Path STATES = Path.of("src/test/resources/fakes/states.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventReader EVENTS = new EventReader(
            new Normaliser(Catalogue.load(), Clock.systemUTC(), "signalbox", Duration.ofDays(36500)));

    static List<SinkCase> read(Path file) throws Exception {
        Map<String, Map<String, String>> states = states()
                .getOrDefault(file.getFileName().toString().replace(".test.yaml", ""), Map.of());
        return TestFile.read(file, ROUTES, EVENTS).stream().filter(one -> one.sink() != null)
                .map(one -> of(one, states.get(one.name()))).toList();
    }

    private static SinkCase of(TestCase one, Map<String, String> state) {
        return new SinkCase(one.sink(), one.name(), new LinkedHashMap<>(one.with()), one.before(), one.given(),
                one.batch(), one.usual(), one.replies(), JSON.convertValue(one.expect(), new TypeReference<>() {
                }), state);
    }

    /** By file and test. */
    static Map<String, Map<String, Map<String, String>>> states() throws Exception {
        return new YAMLMapper().readValue(STATES.toFile(), new TypeReference<>() {
        });
    }

    /** As such a file writes it. */
    static FakeBackend.Reply reply(Object written) {
        Reply reply = written instanceof Reply read ? read : Reply.of(JSON.valueToTree(written));
        return new FakeBackend.Reply(reply.status(), reply.headers(), reply.body().getBytes(UTF_8), reply.delay(),
                reply.reset());
    }

    static Map<String, Object> map(Object map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (map != null) {
            ((Map<?, ?>) map).forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }
}
