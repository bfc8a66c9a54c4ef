package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Do all Kamelets look like one product? */
class KameletsTest {
    /** Parameters that a {@code kamelet:} endpoint keeps for itself: a property of this name would never reach the template. */
    private static final List<String> TAKEN = List.of("block", "timeout", "location", "noErrorHandler", "routeId",
            "templateId", "uuid", "lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern",
            "failIfNoConsumers");
    private static final List<String> SECRETS = List.of("password", "token", "apikey", "secret", "webhookurl",
            "routingkey", "licensekey");

    static Stream<Path> kamelets() throws IOException {
        return Files.list(Path.of("routes/kamelets")).filter(file -> file.toString().endsWith(".kamelet.yaml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kamelets")
    void aKameletTellsAPersonWhatItNeeds(Path file) throws IOException {
        JsonNode kamelet = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        JsonNode definition = kamelet.at("/spec/definition");

        assertThat(kamelet.at("/metadata/name").asText() + ".kamelet.yaml").isEqualTo(file.getFileName().toString());
        assertThat(definition.path("title").asText()).isNotBlank();
        assertThat(definition.path("description").asText()).endsWith(".");
        definition.path("required").forEach(name -> assertThat(definition.path("properties").has(name.asText()))
                .as("required " + name).isTrue());
        definition.path("properties").fields().forEachRemaining(property -> {
            JsonNode value = property.getValue();
            String name = property.getKey();
            assertThat(name).as("%s in %s", name, file).isNotIn(TAKEN);
            assertThat(value.path("title").asText()).as("title of %s in %s", name, file).isNotBlank();
            assertThat(value.path("description").asText()).as("description of %s in %s", name, file).isNotBlank();
            assertThat(value.path("type").asText()).as("type of %s in %s", name, file).isIn("string", "integer",
                    "number", "boolean");
            if (SECRETS.stream().anyMatch(name.toLowerCase()::endsWith)) {
                assertThat(value.path("format").asText()).as("format of %s in %s", name, file).isEqualTo("password");
            }
            boolean required = definition.path("required").toString().contains("\"" + name + "\"");
            assertThat(required || value.has("default") || optional(file, name))
                    .as("%s in %s is required, or has a default, or is {{?%s}}", name, file, name).isTrue();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kamelets")
    void aSinkStartsFromTheEventAndNothingElse(Path file) throws IOException {
        JsonNode first = new ObjectMapper(new YAMLFactory()).readTree(file.toFile())
                .at("/spec/template/from/steps/0/removeHeaders/pattern");

        assertThat(first.asText()).as("the first step removes all headers").isEqualTo("*");
    }

    private static boolean optional(Path file, String name) {
        try {
            return Files.readString(file).contains("{{?" + name + "}}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
