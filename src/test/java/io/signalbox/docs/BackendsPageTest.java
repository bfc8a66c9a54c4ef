package io.signalbox.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code docs/backends.md} is made from the Kamelets. {@code ./mvnw test -Dtest=BackendsPageTest -Ddocs.write=true} makes it anew.
 */
class BackendsPageTest {
    private static final Path PAGE = Path.of("docs/backends.md");
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void thePageSaysWhatTheKameletsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(
                """
                        # Backends

                        Made from `routes/kamelets/` by `./mvnw test -Dtest=BackendsPageTest -Ddocs.write=true`; a test holds the two together.

                        A backend is a copy of a file in `routes/backends/`, with these properties under `kamelet:KIND-sink`. Secrets are masked wherever
                        they could be seen. Write `"RAW({{name:}})"` around values that may hold `&`, `%` or `+`.

                        | Kind | Proven against | Not proven |
                        |---|---|---|
                        """);
        List<JsonNode> kamelets = kamelets();
        for (JsonNode kamelet : kamelets) {
            JsonNode annotations = kamelet.at("/metadata/annotations");
            page.append("| [%s](#%s) | %s | %s |\n".formatted(title(kamelet), anchor(kamelet),
                    said(annotations, "signalbox.io/proven-against"),
                    said(annotations, "signalbox.io/not-proven")));
        }
        kamelets.forEach(kamelet -> section(kamelet, page));
        return page.toString();
    }

    private static List<JsonNode> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/kamelets"))) {
            return files.filter(file -> file.toString().endsWith(".kamelet.yaml")).sorted().map(BackendsPageTest::read)
                    .toList();
        }
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void section(JsonNode kamelet, StringBuilder page) {
        JsonNode definition = kamelet.at("/spec/definition");
        page.append("\n## ").append(title(kamelet)).append("\n\n`").append(kamelet.at("/metadata/name").asText())
                .append("`: ")
                .append(definition.path("description").asText())
                .append("\n\n| Property | | Default |\n|---|---|---|\n");
        for (var property : definition.path("properties").properties()) {
            JsonNode its = property.getValue();
            String description = its.path("description").asText().replace("|", "\\|");
            String choice = its.has("enum") ? " One of " + words(its.path("enum")) + "." : "";
            String secret = its.path("format").asText().equals("password") ? " *Secret.*" : "";
            boolean required = words(definition.path("required")).contains("`" + property.getKey() + "`");
            String otherwise = required
                    ? "*required*"
                    : its.path("default").asText().isEmpty() ? "" : "`" + its.path("default").asText() + "`";
            page.append(
                    "| `%s` | %s%s%s | %s |\n".formatted(property.getKey(), description, choice, secret, otherwise));
        }
    }

    private static String title(JsonNode kamelet) {
        return kamelet.at("/spec/definition/title").asText();
    }

    private static String anchor(JsonNode kamelet) {
        return title(kamelet).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private static String said(JsonNode annotations, String name) {
        return annotations.path(name).asText("").replace("|", "\\|");
    }

    private static String words(JsonNode list) {
        StringBuilder words = new StringBuilder();
        list.forEach(word -> words.append(words.isEmpty() ? "" : ", ").append('`').append(word.asText()).append('`'));
        return words.toString();
    }
}
