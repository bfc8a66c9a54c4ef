package io.signalbox.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Trial;
import io.signalbox.event.Severity;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does a backend take events? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "test", mixinStandardHelpOptions = true, description = {
        "Sends a test event by a backend's own route, and says in words what came back.",
        "From the severity warning on, its end is sent as well, so that no incident stays open.",
        "It opens no port, and needs no running instance; with --running, the running instance sends it."}, footer = {
                "", "Examples:", "  signalbox test slack", "  signalbox test --all --severity critical",
                "  signalbox test --all --running --url http://signalbox.example:8080"})
public final class TestVerb implements Callable<Integer> {
    /** One backend, or all. */
    static final class Which {
        @Parameters(paramLabel = "NAME", description = "The backend: its route's id, such as slack. It need not be enabled.")
        String name;

        @Option(names = "--all", description = "Every backend that is enabled.")
        boolean all;
    }

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(names = "--severity", paramLabel = "SEVERITY", defaultValue = "info", description = "debug, info, warning, error or critical (${DEFAULT-VALUE}).")
    private String severity;

    @Option(names = "--running", description = "Let the running instance at --url do it, with the settings that it has.")
    private boolean running;

    @Mixin
    private Instance instance;

    @Override
    public Integer call() {
        Severity level = Severity.of(severity).orElseThrow(() -> Unable
                .usage("--severity is \"" + severity + "\"; expected debug, info, warning, error or critical"));
        return running ? remotely(level) : LocalTest.run(which.all ? null : which.name, level);
    }

    private int remotely(Severity level) {
        List<String> names = which.all
                ? instance.get("/api/v1/backends?running=true").path("backends").findValuesAsText("name")
                : List.of(which.name);
        boolean good = true;
        for (String name : names) {
            JsonNode trial = instance.post("/api/v1/backends/%s/test?severity=%s", name, level);
            good &= trial.path("accepted").asBoolean();
            tell(name, new Trial(trial.path("accepted").asBoolean(), trial.path("answer").asText(),
                    Duration.ofMillis(trial.path("millis").asLong())));
        }
        return good ? 0 : 1;
    }

    static void tell(String name, Trial trial) {
        String mark = trial.accepted() ? "@|green ok|@    " : "@|red FAILED|@";
        System.out.println(
                Terminal.fresh() + Help.Ansi.AUTO.string(mark) + " " + name + ": " + Terminal.plain(trial.answer())
                        + " (" + trial.took().toMillis()
                        + " ms)");
    }
}
