package io.signalbox.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which routes a change of the files is about, and in which order they are swapped. */
class DifferenceTest {
    private static final String ROUTER = "routes/router.camel.yaml";
    private static final String SLACK = "routes/backends/slack.camel.yaml";
    private static final String INTAKE = "routes/intake.camel.yaml";
    private static final String HANDLING = "routes/error-handling.camel.yaml";

    private final Map<Path, String> before = new TreeMap<>();
    private final Map<Path, String> after = new TreeMap<>();

    @BeforeEach
    void routes() {
        save(ROUTER, route("router", "direct:router", "bus:logging"));
        save(INTAKE, route("intake", "direct:intake", "direct:router"));
        save("routes/sources/rest.camel.yaml", route("rest", "platform-http:/api/v1/events", "direct:intake"));
        save(SLACK, route("slack", "bus:alerting", "kamelet:slack-sink") + route("noc", "bus:all",
                "kamelet:slack-sink-2"));
        save("routes/kamelets/slack-sink.kamelet.yaml", "spec: {template: {from: {uri: 'kamelet:source'}}}");
        save("routes/kamelets/slack-sink-2.kamelet.yaml",
                "spec: {template: {from: {uri: 'kamelet:source', steps: [{to: 'kamelet:http-sink'}]}}}");
        save("routes/kamelets/http-sink.kamelet.yaml", "spec: {template: {from: {uri: 'kamelet:source'}}}");
        save(HANDLING, "- routeConfiguration: {onException: []}\n");
        before.putAll(after);
    }

    private void save(String file, String text) {
        after.put(Path.of(file), text);
    }

    private static String route(String id, String from, String to) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: " + from + "\n      steps:\n        - to: " + to
                + "\n";
    }

    private Difference difference() {
        return Difference.between(new Described(before), new Described(after), Set.of());
    }

    @Test
    void commentsOrderAndNamesOfFilesAreNoChange() {
        after.remove(Path.of(SLACK));
        save("routes/backends/chat.camel.yaml", "# Chat.\n" + route("noc", "bus:all", "kamelet:slack-sink-2")
                + "\n# For all.\n" + route("slack", "bus:alerting", "kamelet:slack-sink"));

        assertThat(difference().names()).isEmpty();
    }

    @Test
    void ofTwoRoutesInAFileOnlyTheOneThatSaysSomethingElseIsSwapped() {
        save(SLACK, before.get(Path.of(SLACK)).replace("bus:all", "bus:logging"));

        assertThat(difference().names()).containsExactly("noc");
    }

    @Test
    void whatAFileSaysForAllOfItsRoutesCountsForEachOfThem() {
        save(SLACK, "- onException: {exception: [java.lang.Exception]}\n" + before.get(Path.of(SLACK)));

        assertThat(difference().names()).containsExactly("noc", "slack");
    }

    @Test
    void aKameletReloadsThoseThatUseItDirectlyOrNotAndNobodyWithALongerName() {
        save("routes/kamelets/slack-sink.kamelet.yaml", "spec: {template: {from: {uri: 'kamelet:source', id: x}}}");
        assertThat(difference().names()).containsExactly("slack");
        assertThat(difference().kamelets()).containsExactly("slack-sink");

        save("routes/kamelets/slack-sink.kamelet.yaml",
                before.get(Path.of("routes/kamelets/slack-sink.kamelet.yaml")));
        save("routes/kamelets/http-sink.kamelet.yaml", "spec: {template: {from: {uri: 'kamelet:source', id: x}}}");
        assertThat(difference().names()).containsExactly("noc");
    }

    @Test
    void errorHandlingIsAboutAllAndCallersGoBeforeThoseThatTheyCall() {
        save(HANDLING, "- routeConfiguration: {onException: [], description: other}\n");

        assertThat(difference().forAll()).isTrue();
        assertThat(difference().out()).extracting(Unit::key).containsExactly("slack", "noc", "rest", "intake",
                "router");
        assertThat(difference().in()).extracting(Unit::key).startsWith("router", "intake", "rest");
    }

    @Test
    void aFileWithRoutesOfNoNameIsSwappedAsAWhole() {
        save(INTAKE, before.get(Path.of(INTAKE)) + "- from: {uri: 'timer:tick', steps: [{to: 'direct:intake'}]}\n");

        assertThat(difference().names()).containsExactly("file " + INTAKE, "intake");
    }

    @Test
    void whatIsMissingIsTriedAgain() {
        assertThat(Difference.between(new Described(before), new Described(after), Set.of("noc")).names())
                .containsExactly("noc");
    }
}
