package io.signalbox.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.event.Catalogue;
import io.signalbox.validate.Finding.Level;

/** What is said of routes that are right, and in which form. */
class ValidationTest {
    private static final Path PROPERTIES = Path.of("application.properties");
    private static final Map<String, String> OURS = Validation.read(Path.of("routes"));
    private static final List<Finding> TWO = List.of(
            new Finding("routes/a b.camel.yaml", 3, 7, Level.ERROR, "camel-schema", "100% wrong,\nthere: \"x\"",
                    "help"),
            new Finding("routes/b.camel.yaml", 1, 1, Level.WARNING, "unread-file", "nobody reads it", "docs"));

    private final Validation validation = new Validation(Catalogue.load());

    @Test
    void nothingIsWrongWithOurOwnRoutes() {
        assertThat(validation.check(OURS, Settings.of(PROPERTIES, Map.of()))).isEmpty();
    }

    @Test
    void everyBackendThatIsEnabledWithoutItsSecretIsNamedAndNoSecretIsShown() {
        List<Finding> found = validation.check(OURS, Settings.of(PROPERTIES,
                Map.of("SLACK_ENABLED", "true", "DISCORD_ENABLED", "true", "PAGERDUTY_ENABLED", "true",
                        "PAGERDUTY_ROUTING_KEY", "s3cr3t")));

        assertThat(found).extracting(Finding::message).containsExactly(
                "discord is enabled, but its webhookUrl is empty; expected DISCORD_WEBHOOK_URL in the environment",
                "slack is enabled, but has no secret at all; expected SLACK_TOKEN or SLACK_WEBHOOK_URL in the environment");
        assertThat(Report.TEXT.of(found, 1)).doesNotContain("s3cr3t");
    }

    @Test
    void aSecretInApplicationPropertiesIsFoundAndNotShown() {
        List<Finding> found = validation.check(OURS,
                Settings.of("application.properties", text() + "\n", Map.of()));
        assertThat(found).isEmpty();

        String changed = text().replace("slack.token=${SLACK_TOKEN:}", "slack.token=xoxb-s3cr3t");
        assertThat(validation.check(OURS, Settings.of("application.properties", changed, Map.of()))).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("literal-secret");
                    assertThat(finding.message()).contains("slack.token", "${SLACK_TOKEN:}").doesNotContain("s3cr3t");
                    assertThat(changed.lines().toList().get(finding.line() - 1)).startsWith("slack.token=");
                });
    }

    @Test
    void everyErrorOfAllFilesIsFoundInOnePass() {
        Map<String, String> texts = new TreeMap<>(OURS);
        texts.put("routes/backends/noc.camel.yaml", "- rout: 1\n");
        texts.put("routes/sources/noc.camel.yaml", "- route:\n\tid: noc\n");
        texts.put("routes/profiles/noc.yaml", "");

        assertThat(validation.check(texts, Settings.of(PROPERTIES, Map.of()))).extracting(Finding::file)
                .containsExactly("routes/backends/noc.camel.yaml", "routes/profiles/noc.yaml",
                        "routes/sources/noc.camel.yaml");
    }

    @Test
    void aSettingThatIsMisspeltIsFoundWhereItStands() {
        String changed = text() + "slack.webook-url=${SLACK_WEBHOOK_URL:}\n";

        assertThat(validation.check(OURS, Settings.of("application.properties", changed, Map.of()))).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message()).isEqualTo(
                            "nobody reads \"slack.webook-url\"; did you mean \"webhook-url\"?");
                    assertThat(changed.lines().toList().get(finding.line() - 1)).startsWith("slack.webook-url=");
                });
    }

    @Test
    void aKameletWhereCamelDoesNotLookForItIsFound() {
        Map<String, String> texts = new TreeMap<>(OURS);
        texts.put("routes/backends/jsonl-sink.kamelet.yaml", texts.remove("routes/kamelets/jsonl-sink.kamelet.yaml"));

        assertThat(validation.check(texts, Settings.of(PROPERTIES, Map.of()))).extracting(Finding::message)
                .containsExactly(
                        "Camel does not look for a Kamelet here; expected kamelets/jsonl-sink.kamelet.yaml");
    }

    @Test
    void aPersonReadsALineForEachWithItsPlaceFirst() {
        assertThat(Report.TEXT.of(TWO.subList(1, 2), 7)).isEqualTo("""
                routes/b.camel.yaml:1:1: warning: nobody reads it
                    docs
                1 warning in 7 files.
                """);
        assertThat(Report.TEXT.of(List.of(), 7)).isEqualTo("Nothing is wrong in 7 files.\n");
    }

    @Test
    void aProgramReadsJson() throws Exception {
        JsonNode first = new ObjectMapper().readTree(Report.JSON.of(TWO, 7)).at("/findings/0");

        assertThat(first.path("line").asInt()).isEqualTo(3);
        assertThat(first.path("level").asText()).isEqualTo("error");
        assertThat(first.path("rule").asText()).isEqualTo("camel-schema");
    }

    @Test
    void aCodeScannerReadsSarif() throws Exception {
        JsonNode run = new ObjectMapper().readTree(Report.SARIF.of(TWO, 7)).at("/runs/0");

        assertThat(run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri").asText())
                .isEqualTo("routes/a%20b.camel.yaml");
        assertThat(run.at("/results/0/locations/0/physicalLocation/region/startColumn").asInt()).isEqualTo(7);
        assertThat(run.at("/results/1/level").asText()).isEqualTo("warning");
        assertThat(run.at("/tool/driver/rules").findValuesAsText("id")).contains("camel-schema", "unread-file");
    }

    @Test
    void gitHubShowsItAtTheLineOfTheChange() {
        assertThat(Report.GITHUB.of(TWO, 7)).startsWith(
                "::error file=routes/a b.camel.yaml,line=3,col=7,title=camel-schema::100%25 wrong,%0Athere: \"x\" (help)\n");
    }

    private static String text() {
        try {
            return java.nio.file.Files.readString(PROPERTIES);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
