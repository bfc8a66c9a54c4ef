package io.signalbox.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Severity;
import io.signalbox.validate.Finding;
import io.signalbox.validate.Settings;
import io.signalbox.validate.Validation;

/**
 * What editors complete and check. {@code schemas/routes.json}, {@code kamelet.json} and {@code test.json} are made of Camel's own schema, of the Kamelets, of the description of
 * {@code bus:} and of what validate reads tests by; {@code ./mvnw test -Dtest=SchemasTest -Ddocs.write=true} makes them anew. The others are written by hand.
 */
class SchemasTest {
    private static final Path FOLDER = Path.of("schemas");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    /** Camel's schema lets the first pass; that a name is another's, and how a truth is written, no schema sees. */
    private static final List<String> ONLY_VALIDATE = List.of("filter-without-expression.camel.yaml",
            "throttle-without-number.camel.yaml",
            "when-without-condition.camel.yaml",
            "kamelet-requires-what-it-has-not-sink.kamelet.yaml", "word-for-true.camel.yaml");

    @Test
    void routesHaveCamelsSchemaWithOurBusAndOurKamelets() throws IOException {
        theSame("routes.json", routes());
    }

    @Test
    void kameletsHaveTheSchemaThatTheyAreValidatedBy() throws IOException {
        ObjectNode kamelet = resource("/io/signalbox/validate/kamelet.json");
        ObjectNode template = (ObjectNode) kamelet.at("/properties/spec/properties/template/properties");
        template.fieldNames().forEachRemaining(name -> template.putObject(name).put("$ref",
                "routes.json#/items/properties/" + name));
        theSame("kamelet.json", kamelet);
    }

    @Test
    void testsHaveTheSchemaThatTheyAreValidatedBy() throws IOException {
        theSame("test.json", resource("/io/signalbox/validate/test.json"));
    }

    private static void theSame(String name, JsonNode schema) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FOLDER.resolve(name), text);
        }
        assertThat(Files.readString(FOLDER.resolve(name))).isEqualTo(text);
    }

    @TestFactory
    Stream<DynamicTest> everyFileOfOursConforms() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, JsonSchema> schemas = new TreeMap<>();
        JsonNode settings = JSON.readTree(Files.readString(Path.of(".vscode/settings.json"))).path("yaml.schemas");
        for (var entry : settings.properties()) {
            JsonSchema schema = schemas.computeIfAbsent(entry.getKey(), SchemasTest::schema);
            int before = tests.size();
            for (JsonNode glob : entry.getValue()) {
                files(glob.asText()).forEach(file -> tests.add(DynamicTest.dynamicTest(file.toString(),
                        () -> assertThat(schema.validate(YAML.readTree(file.toFile()))).isEmpty())));
            }
            assertThat(tests.size()).as("files of " + entry.getKey()).isGreaterThan(before);
        }
        return tests.stream();
    }

    @Test
    void aMistakeInAPropertyOfAKameletOrOfTheBusIsSeen() throws IOException {
        String slack = Files.readString(Path.of("routes/backends/slack.camel.yaml"));
        JsonSchema schema = schema("./schemas/routes.json");

        assertThat(schema.validate(YAML.readTree(slack.replace("webhookUrl:", "webhookURL:")))).isNotEmpty();
        assertThat(schema.validate(YAML.readTree(slack.replace("minSeverity: warning", "minSeverty: warning"))))
                .isNotEmpty();
        assertThat(schema.validate(YAML.readTree(slack.replace("- throttle:", "- throtle:")))).isNotEmpty();
    }

    /** What validate says by a schema, an editor says too. Each of the broken files is one mistake. */
    @TestFactory
    Stream<DynamicTest> everyMistakeThatASchemaKnowsIsSeenInTheEditorToo() throws IOException {
        Validation validation = new Validation(Catalogue.load());
        Settings settings = Settings.of(Path.of("application.properties"), Map.of());
        JsonSchema routes = schema("./schemas/routes.json");
        JsonSchema kamelet = schema("./schemas/kamelet.json");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/broken"))) {
            for (Path file : files.sorted().toList()) {
                boolean seen = validation.check(Map.of("routes/kamelets/" + file.getFileName(), text(file)),
                        settings).stream().map(Finding::rule)
                        .anyMatch(List.of("camel-schema", "kamelet-schema")::contains);
                if (seen && !ONLY_VALIDATE.contains(file.getFileName().toString())) {
                    JsonSchema schema = file.toString().endsWith(".kamelet.yaml") ? kamelet : routes;
                    tests.add(DynamicTest.dynamicTest(file.getFileName().toString(),
                            () -> assertThat(schema.validate(YAML.readTree(file.toFile()))).isNotEmpty()));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests.stream();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Kaoto reads routes by Camel's schema as it is, without the placeholders and the numbers that Camel takes for texts. */
    @TestFactory
    Stream<DynamicTest> ourRoutesConformToCamelsSchemaAsItIs() throws IOException {
        ObjectNode strict = resource("/schema/camelYamlDsl.json");
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(strict);
        List<Path> files = new ArrayList<>(files("{routes,docs/recipes}/**.camel.yaml"));
        files.addAll(files("{routes,docs/recipes}/**.kamelet.yaml"));
        return files.stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
            JsonNode routes = started(YAML.readTree(file.toFile()));
            assertThat(schema.validate(routes.isArray() ? routes : template(routes))).isEmpty();
        }));
    }

    /** Whether a route starts is a setting: where Camel's schema has true or false, ours have a placeholder. */
    private static JsonNode started(JsonNode routes) {
        routes.forEach(item -> {
            if (item.path("route") instanceof ObjectNode route && route.has("autoStartup")) {
                assertThat(route.path("autoStartup").asText()).matches("[{][{][^{}]+:(true|false)}}");
                route.put("autoStartup", true);
            }
        });
        return routes;
    }

    /** What a Kamelet's template would be as a file of routes. */
    private static JsonNode template(JsonNode kamelet) {
        ArrayNode routes = JSON.createArrayNode();
        kamelet.at("/spec/template").properties()
                .forEach(part -> routes.addObject().set(part.getKey(), part.getValue()));
        return routes;
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(Path.of(name).toAbsolutePath().normalize().toUri());
    }

    private static List<Path> files(String glob) throws IOException {
        var matcher = FOLDER.getFileSystem().getPathMatcher("glob:" + glob);
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("routes", "docs/recipes")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(matcher::matches).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static ObjectNode routes() throws IOException {
        ObjectNode schema = resource("/schema/camelYamlDsl.json");
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        loosen(schema);
        ObjectNode definitions = (ObjectNode) schema.at("/items/definitions");
        ArrayNode kinds = JSON.createArrayNode();
        try (Stream<Path> files = Files.list(Path.of("routes/kamelets"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".kamelet.yaml")).sorted().toList()) {
                JsonNode kamelet = YAML.readTree(file.toFile());
                String name = kamelet.at("/metadata/name").asText();
                ObjectNode definition = kamelet.at("/spec/definition").deepCopy();
                definition.put("additionalProperties", false);
                loosen(definition);
                kind(kinds, definitions, name, "^kamelet:" + name + "(/.*)?$", definition);
            }
        }
        end(definitions, kinds.deepCopy(), "FromDefinition", bus("producer"));
        end(definitions, kinds, "ToDefinition", bus("consumer"));
        return schema;
    }

    private static void end(ObjectNode definitions, ArrayNode kinds, String name, ObjectNode bus) {
        kind(kinds, definitions, "bus." + name, "^bus:", bus);
        ((ObjectNode) definitions.path("org.apache.camel.model." + name)).set("allOf", kinds);
    }

    private static void kind(ArrayNode kinds, ObjectNode definitions, String name, String uri, ObjectNode parameters) {
        definitions.set("signalbox." + name, parameters);
        ObjectNode kind = kinds.addObject();
        ObjectNode when = kind.putObject("if").put("type", "object");
        when.putArray("required").add("uri").add("parameters");
        when.putObject("properties").putObject("uri").put("type", "string").put("pattern", uri);
        kind.putObject("then").putObject("properties").putObject("parameters").put("$ref",
                "#/items/definitions/signalbox." + name);
    }

    /** The options of {@code bus:} but for those of the other end. */
    private static ObjectNode bus(String theOtherEnd) {
        ObjectNode parameters = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = parameters.putObject("properties");
        resource("/META-INF/io/signalbox/bus/bus.json").path("properties").properties().forEach(option -> {
            JsonNode its = option.getValue();
            if (its.path("kind").asText().equals("parameter") && !its.path("label").asText().equals(theOtherEnd)) {
                ObjectNode property = properties.putObject(option.getKey()).put("description",
                        its.path("description").asText());
                property.put("type", its.path("type").asText().equals("integer") ? "integer" : "string");
                if (its.has("enum")) {
                    property.set("enum", its.path("enum"));
                }
                if (option.getKey().equals("minSeverity")) {
                    List.of(Severity.values()).forEach(severity -> property.withArray("enum").add(severity.text()));
                }
            }
        });
        loosen(parameters);
        return parameters;
    }

    /** Camel takes {@code 60000} for a text, {@code "true"} for a truth, and a placeholder for anything. */
    private static void loosen(JsonNode node) {
        node.forEach(SchemasTest::loosen);
        if (node instanceof ObjectNode object) {
            String type = object.path("type").isTextual() ? object.path("type").asText() : "";
            if (object.path("enum").isArray()) {
                object.remove("type");
                JsonNode words = object.remove("enum");
                ArrayNode choices = object.putArray("anyOf");
                choices.addObject().set("enum", words);
                choices.addObject().put("type", "string").put("pattern", "[{][{]");
            } else if (type.equals("string")) {
                object.putArray("type").add("string").add("number").add("boolean");
            } else if (List.of("boolean", "number", "integer").contains(type)) {
                object.remove("type");
                ArrayNode choices = object.putArray("anyOf");
                choices.addObject().put("type", type);
                choices.addObject().put("type", "string").put("pattern", "[{][{]|^(true|false|-?[0-9.]+)$");
            }
        }
    }

    private static ObjectNode resource(String name) {
        try (InputStream json = SchemasTest.class.getResourceAsStream(name)) {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
