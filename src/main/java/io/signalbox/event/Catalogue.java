package io.signalbox.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Which types of event are known, and what is filled in for each? */
public final class Catalogue {
    private final Map<String, EventType> types = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    private Catalogue() {
    }

    /** The catalogue that is built in. */
    public static Catalogue load() {
        try (InputStream yaml = Catalogue.class.getResourceAsStream("catalogue.yaml")) {
            Catalogue catalogue = new Catalogue();
            Map<String, String> problems = new HashMap<>();
            JsonNode root = new YAMLMapper().readTree(yaml);
            for (var entry : root.properties()) {
                List<String> resolves = words(entry.getValue().path("resolves"));
                // All problems that one event ends share one dedup key: degraded, then failed, is one problem growing.
                resolves.forEach(problem -> problems.put(problem, resolves.get(0)));
                if (!resolves.isEmpty()) {
                    problems.put(entry.getKey(), resolves.get(0));
                }
            }
            for (var entry : root.properties()) {
                catalogue.add(entry.getKey(), entry.getValue(), problems.getOrDefault(entry.getKey(), entry.getKey()));
            }
            return catalogue;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name, JsonNode node, String problem) {
        Map<String, Map<String, Severity>> severityIf = new HashMap<>();
        for (var field : node.path("severity-if").properties()) {
            Map<String, Severity> values = new HashMap<>();
            field.getValue().properties().forEach(v -> values.put(v.getKey(), severity(v.getValue())));
            severityIf.put(field.getKey(), Map.copyOf(values));
        }
        types.put(name, new EventType(name, severity(node.path("severity")), Map.copyOf(severityIf),
                words(node.path("channels")),
                node.path("entity").asText(), words(node.path("resolves")), problem, words(node.path("payload"))));
        if (node.has("alias")) {
            aliases.put(node.get("alias").asText(), name);
        }
    }

    private static Severity severity(JsonNode node) {
        return Severity.of(node.asText()).orElseThrow();
    }

    private static List<String> words(JsonNode node) {
        List<String> words = new ArrayList<>();
        node.forEach(word -> words.add(word.asText()));
        return List.copyOf(words);
    }

    /** What is known of a type, or null for a type of somebody's own. */
    public EventType type(String name) {
        return types.get(name);
    }

    /** The present name of a type that may be called by an older one, such as {@code threshold_breach}. */
    public String presentName(String name) {
        return aliases.getOrDefault(name, name);
    }

    /** All known types, in the order of the catalogue. */
    public Collection<EventType> types() {
        return types.values();
    }
}
