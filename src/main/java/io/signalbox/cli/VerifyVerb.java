package io.signalbox.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.validate.Settings;
import io.signalbox.verify.Verification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Do the routes keep the promises of their tests? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "verify", mixinStandardHelpOptions = true, description = {
        "Runs the tests beside the routes (*.test.yaml): events are given to the real routes, on which answers stand where the",
        "network would be, and what becomes of them is compared with what the test expects. No port is opened, nothing is sent,",
        "nothing is kept. Settings are those of the file of properties; the environment does not count, and every backend is",
        "taken to be enabled."}, footer = {"", "A test, such as routes/backends/slack.test.yaml:", "  backend: slack",
                "  with: {slack.webhook-url: https://hooks.slack.example/services/T0/B0/x}", "  cases:",
                "    - name: a printer that goes away is told, and tried again while Slack is busy",
                "      given: {type: printer.offline, subject: hp-101}", "      reply: [503, 200]",
                "      expect: {outcome: delivered, attempts: 2, request: POST /services/T0/B0/x}",
                "    - name: what is only news is not", "      given: {type: printer.offline, severity: info}",
                "      expect: {outcome: filtered, answer: minSeverity=warning}", "",
                "docs/verify.md explains every word."})
public final class VerifyVerb implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder; without it, signalbox.routes.dir.")
    private Path folder;

    @Option(names = "--only", paramLabel = "NAME", description = "Only tests in whose name or file's path this stands.")
    private String only;

    @Option(names = "--config", paramLabel = "FILE", defaultValue = "application.properties", description = "What {{placeholders}} stand for (${DEFAULT-VALUE}).")
    private Path config;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or junit (${DEFAULT-VALUE}).")
    private String format;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes JUnit's XML to a file besides.")
    private Path junit;

    @Override
    public Integer call() {
        if (!List.of("text", "junit").contains(format)) {
            throw Unable.usage("--format is \"" + format + "\"; expected text or junit");
        }
        Path routes = folder != null
                ? folder
                : Path.of(Objects.requireNonNullElse(
                        Settings.of(config, System.getenv()).value("signalbox.routes.dir"), "routes"));
        if (!Files.isDirectory(routes)) {
            throw Unable.usage("there is no folder \"" + routes + "\"; expected one with routes in it");
        }
        if (Verification.files(routes).isEmpty()) {
            throw Unable.usage("there is no test in " + routes
                    + "; expected files such as backends/slack.test.yaml, see signalbox verify --help");
        }
        return new LocalVerify(routes, only, config, format.equals("junit"), junit).run();
    }
}
