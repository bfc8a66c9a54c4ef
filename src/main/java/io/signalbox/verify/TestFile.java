package io.signalbox.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.validate.Places;

/** What does a file of tests promise? Its form was checked before. */
public final class TestFile {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
    };
    private static final Pattern LONG = Pattern.compile("\\$x(\\d+)");

    private final Path file;
    private final Path routes;
    private final EventReader reader;
    private final Places places;
    private final JsonNode yaml;

    private TestFile(Path file, Path routes, EventReader reader) throws IOException {
        String text = Files.readString(file);
        this.file = file;
        this.routes = routes;
        this.reader = reader;
        this.places = Places.of(file.toString(), text);
        this.yaml = YAML.readTree(text);
    }

    /**
     * @param routes
     *            the folder of the routes, where files of events are looked for too
     * @throws Unreadable
     *             where an event is none, or there is no case
     */
    public static List<TestCase> read(Path file, Path routes, EventReader reader) throws IOException, Unreadable {
        return new TestFile(file, routes, reader).cases();
    }

    private List<TestCase> cases() throws IOException, Unreadable {
        List<TestCase> cases = new ArrayList<>();
        if (yaml.path("cases").isEmpty()) {
            throw new Unreadable(places.line("cases"), "there is no case in it; expected at least one");
        }
        for (JsonNode each : yaml.path("cases")) {
            int place = cases.size();
            Map<String, String> with = texts(yaml.path("with"));
            with.putAll(texts(each.path("with")));
            JsonNode given = each.path("given");
            cases.add(new TestCase(file.toString(), place, places, name(each), text(yaml, "sink"),
                    each.has("backend") ? text(each, "backend") : text(yaml, "backend"), with,
                    events(each.path("before"), place, "before"), events(given, place, "given"), given.isArray(),
                    yaml.has("reply") ? Replies.of(yaml.get("reply")) : Replies.OK,
                    each.has("reply") ? Replies.of(each.get("reply")) : null, lengthened(each.path("expect"))));
        }
        return cases;
    }

    private static String text(JsonNode map, String name) {
        return map.hasNonNull(name) ? map.get(name).asText() : null;
    }

    private static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    /** A row of a table needs no name: it is its own. */
    private static String name(JsonNode one) {
        if (one.hasNonNull("name")) {
            return one.get("name").asText();
        }
        return name("", one.path("given")) + (one.has("before") ? name(" after ", one.get("before")) : "");
    }

    private static String name(String before, JsonNode event) {
        if (!event.isObject()) {
            return before + (event.isTextual() ? event.asText() : event.toString());
        }
        ObjectNode rest = event.deepCopy();
        JsonNode type = rest.remove("type");
        return before + (type == null ? "" : type.asText()) + (rest.isEmpty() ? "" : " " + rest);
    }

    private List<Event> events(JsonNode given, int place, String what) throws IOException, Unreadable {
        List<Event> events = new ArrayList<>();
        for (JsonNode each : given.isArray() ? given : given.isMissingNode() ? JSON.createArrayNode() : list(given)) {
            try {
                events.add(event(each));
            } catch (InvalidEvent e) {
                throw new Unreadable(places.line("cases", place, what),
                        what + " is no event: " + (e.field() == null ? "it" : e.field()) + " " + e.getMessage());
            }
        }
        return events;
    }

    private static ArrayNode list(JsonNode one) {
        return JSON.createArrayNode().add(one);
    }

    private Event event(JsonNode given) throws IOException, InvalidEvent {
        if (given.isObject()) {
            return reader.event(JSON.convertValue(lengthened(given), MAP));
        }
        for (Path folder : List.of(file.toAbsolutePath().getParent(), routes)) {
            Path beside = folder.resolve(given.asText());
            if (Files.isRegularFile(beside)) {
                return reader.single(Files.readAllBytes(beside));
            }
        }
        throw new InvalidEvent(null, "is \"" + given.asText() + "\", and there is no such file in " + file.getParent()
                + " or " + routes + "; expected a file of one event as JSON, or the event itself");
    }

    /** {@code $x1025} in an event or an expectation stands for so many x. */
    private static JsonNode lengthened(JsonNode value) {
        if (value.isObject()) {
            ObjectNode copy = JSON.createObjectNode();
            value.properties().forEach(each -> copy.set(lengthened(each.getKey()), lengthened(each.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            value.forEach(each -> copy.add(lengthened(each)));
            return copy;
        }
        return value.isTextual() ? TextNode.valueOf(lengthened(value.asText())) : value;
    }

    private static String lengthened(String text) {
        return LONG.matcher(text).replaceAll((MatchResult x) -> "x".repeat(Integer.parseInt(x.group(1))));
    }
}
