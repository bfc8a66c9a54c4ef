package io.signalbox.validate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** What may stand at a place, by a JSON Schema: which kinds of value, and in a map, which names? */
final class Shape {
    private static final Set<String> A_LANGUAGE = Set.of("simple", "constant", "jq");

    private static final Set<String> LANGUAGES = new LinkedHashSet<>(List.of("simple", "constant", "header", "jq",
            "jsonpath", "method", "expression", "exchangeProperty", "variable", "tokenize", "xpath", "language", "ref",
            "csimple", "datasonnet", "groovy", "hl7terser", "java", "joor", "js", "mvel", "ognl", "python", "spel",
            "wasm", "xquery", "xtokenize"));

    final Set<String> types = new LinkedHashSet<>();
    final Map<String, JsonNode> properties = new LinkedHashMap<>();
    final Set<String> required = new LinkedHashSet<>();
    final Set<String> words = new LinkedHashSet<>();
    JsonNode items;
    JsonNode others;
    boolean closed;
    boolean single;

    private final JsonNode root;

    private Shape(JsonNode root) {
        this.root = root;
    }

    static Shape of(JsonNode root, JsonNode schema) {
        Shape shape = new Shape(root);
        shape.gather(schema, true);
        return shape;
    }

    private void gather(JsonNode schema, boolean binding) {
        if (schema.has("$ref")) {
            gather(root.at(schema.get("$ref").asText().substring(1)), binding);
        }
        if (schema.path("type").isArray()) {
            schema.get("type").forEach(type -> types.add(type.asText()));
        } else if (schema.has("type")) {
            types.add(schema.get("type").asText());
        }
        schema.path("properties").properties().forEach(property -> properties.merge(property.getKey(),
                property.getValue(), (one, other) -> one.isEmpty() ? other : one));
        if (binding) {
            schema.path("required").forEach(name -> required.add(name.asText()));
        }
        schema.path("enum").forEach(word -> words.add(word.asText()));
        if (schema.has("items")) {
            items = schema.get("items");
        }
        closed |= schema.has("additionalProperties") && !schema.path("additionalProperties").asBoolean(true);
        if (schema.path("additionalProperties").isObject()) {
            others = schema.get("additionalProperties");
        }
        single |= schema.path("maxProperties").asInt() == 1;
        for (String kind : List.of("oneOf", "anyOf", "allOf")) {
            long objects = count(schema.path(kind));
            schema.path(kind).forEach(choice -> gather(choice, kind.equals("allOf") || objects == 1));
        }
    }

    private static long count(JsonNode choices) {
        long objects = 0;
        for (JsonNode choice : choices) {
            objects += choice.path("type").asText("object").equals("object") ? 1 : 0;
        }
        return objects;
    }

    /** Whether the map says by an expression what is meant. */
    boolean hasExpression() {
        return properties.keySet().containsAll(A_LANGUAGE);
    }

    /** The names that stand for an expression. */
    Set<String> languages() {
        Set<String> languages = new LinkedHashSet<>(LANGUAGES);
        languages.retainAll(properties.keySet());
        return languages;
    }
}
