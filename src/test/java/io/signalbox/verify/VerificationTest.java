package io.signalbox.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What verify says: nothing of our own tests, and of tests that fail, what is otherwise and where. */
class VerificationTest {
    private static final Path FAILING = Path.of("src/test/resources/verify/failing");
    private static final Path MORE = Path.of("src/test/resources/verify/routes");
    private static final VerifyText PLAIN = new VerifyText(false);

    @TempDir
    static Path data;
    private static TestedFolder ours;

    @BeforeAll
    static void load() throws Exception {
        ours = new TestedFolder(Path.of("routes"),
                Map.of("jsonl.directory", data.toString(), "csv.directory", data.toString()));
    }

    @AfterAll
    static void unload() {
        ours.close();
    }

    static List<Path> ours() {
        return Verification.files(Path.of("routes"));
    }

    static List<Path> failing() {
        return Verification.files(FAILING);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ours")
    void ourOwnRoutesKeepTheirPromises(Path file) throws IOException {
        List<Checked> checked = ours.check(file);

        assertThat(checked).isNotEmpty();
        assertThat(checked.stream().filter(each -> !each.kept()).toList()).as(PLAIN.of(file.toString(), checked))
                .isEmpty();
        try (Stream<Path> written = Files.list(data)) {
            assertThat(written).as("what was written").isEmpty();
        }
    }

    /** Each file says in its first lines what is said of it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("failing")
    void aFailureIsShownWithItsPlaceAndBothSides(Path file) throws IOException {
        String said = PLAIN.of(file.toString(), ours.check(file)).replace(FAILING + "/", "");

        assertThat(said.lines().filter(line -> !line.isBlank()).map(String::stripTrailing)
                .collect(Collectors.joining("\n")))
                .isEqualTo(Files.readAllLines(file).stream().filter(line -> line.startsWith("#| "))
                        .map(line -> line.substring(3)).collect(Collectors.joining("\n")));
    }

    @Test
    void stepsOfOnesOwnAndStormsGoAsTheyWould(@TempDir Path folder) throws Exception {
        TestedFolder.copy(folder, MORE);
        try (TestedFolder more = new TestedFolder(folder, Map.of())) {
            for (String name : List.of("storm", "day-shift")) {
                Path file = folder.resolve("backends/" + name + ".test.yaml");
                List<Checked> checked = more.check(file);
                assertThat(checked.stream().allMatch(Checked::kept)).as(PLAIN.of(file.toString(), checked)).isTrue();
            }
        }
    }

    @Test
    void oneFileMayBeAskedForSomeTestsOnly() throws Exception {
        try (Verification verification = new Verification(new org.apache.camel.impl.DefaultCamelContext(),
                io.signalbox.event.Catalogue.load(), Path.of("routes"), name -> null)) {
            assertThat(verification.check(Path.of("routes/backends/slack.test.yaml"), name -> name.contains("busy")))
                    .extracting(Checked::name).containsExactly("what Slack is too busy for comes later");
        }
    }

    @Test
    void theEnvironmentHasNoSay() throws Exception {
        // PATH is set wherever tests run; a setting of that name is not.
        assertThat(ours.check(environment())).singleElement()
                .satisfies(checked -> assertThat(checked.error()).contains("[PATH]"));
    }

    private static Path environment() throws IOException {
        return Files.writeString(data.resolveSibling("environment.test.yaml"), """
                sink: webhook-sink
                with: {url: "{{PATH}}"}
                cases:
                  - given: {type: job.failed}
                    expect: {request: none}
                """);
    }
}
