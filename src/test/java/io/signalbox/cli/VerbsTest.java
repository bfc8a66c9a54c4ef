package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb teaches by example, and says by its exit code how it went. */
class VerbsTest {
    /** They come with the library, and have nothing to teach. */
    private static final Set<String> GIVEN = Set.of("help", "generate-completion");

    private record Said(int code, String out, String err) {
    }

    private static Said signalbox(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
        return new Said(code, out.toString(), err.toString());
    }

    static List<String> verbs() {
        return Main.commandLine().getSubcommands().keySet().stream().filter(verb -> !GIVEN.contains(verb)).sorted()
                .toList();
    }

    /** Those that can't do without a running instance. */
    static Stream<String> askers() {
        return Stream.of("send -t x", "tail", "monitor --count 1", "pause slack", "resume slack", "dead-letters slack",
                "replay slack --all", "test slack --running", "explain pom.xml --running");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void helpSaysWhatItIsForAndShowsIt(String verb) {
        Said said = signalbox(verb, "--help");

        assertThat(said.code).isZero();
        assertThat(said.out).startsWith("Usage: signalbox " + verb)
                .containsPattern("\n(Examples?:|A test, such as )").doesNotContain("\u001b");
        assertThat(said.out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aWrongWordIsWrongUsage(String verb) {
        Said said = signalbox(verb, "--no-such-option");

        assertThat(said.code).isEqualTo(2);
        assertThat(said.err).contains("Usage: signalbox " + verb).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("askers")
    void anInstanceThatIsAwayIsAFailureThatSaysWhatToDo(String words) {
        Said said = signalbox((words + " --url http://127.0.0.1:9").split(" "));

        assertThat(said.code).isEqualTo(1);
        assertThat(said.err).contains("no Signalbox answers at http://127.0.0.1:9", "signalbox run", "--url");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "send                            | there is nothing to send; expected --title, --message, --type, FILE or -",
            "send nowhere.json               | there is no file nowhere.json",
            "send -t x --metadata [1]        | --metadata is [1]; expected a JSON object",
            "send -t x --url http://h --token ä | holds what no header can carry",
            "monitor --interval 0            | --interval is 0; expected a number of seconds, 1 or more",
            "monitor --interval soon         | 'soon' is not an int",
            "pause                           | Missing required parameter: 'NAME'",
            "resume                          | Missing required parameter: 'NAME'",
            "dead-letters                    | Missing required parameter: 'NAME'",
            "explain nowhere.json            | there is no file nowhere.json",
            "import nowhere.json             | nowhere.json",
            "test --all --severity loud      | --severity is \"loud\"; expected debug, info",
            "tail --url nowhere              | --url is \"nowhere\"; expected an address",
            "list --url nowhere              | --url is \"nowhere\"; expected an address",
            "doctor nowhere                  | there is no journal in ",
            "validate nowhere                | there is no folder \"nowhere\"",
            "validate --format xml           | --format is \"xml\"; expected text, json, sarif or github",
            "sample-config a b               | Unmatched argument at index 2: 'b'",
            "run now                         | Unmatched argument at index 1: 'now'"})
    void whatMakesNoSenseIsWrongUsageAndSaysWhatWasExpected(String words, String told) {
        Said said = signalbox(words.strip().split(" "));

        assertThat(said.err).contains(told);
        assertThat(said.code).isEqualTo(2);
    }
}
