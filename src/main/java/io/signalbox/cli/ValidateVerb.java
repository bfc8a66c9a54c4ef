package io.signalbox.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.event.Catalogue;
import io.signalbox.validate.Finding;
import io.signalbox.validate.Report;
import io.signalbox.validate.Settings;
import io.signalbox.validate.Validation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is wrong with the routes? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "validate", mixinStandardHelpOptions = true, description = {
        "Says everything that is wrong in the routes, Kamelets, devices and profiles of a folder, with file, line and column.",
        "It starts no route, opens no port and sends nothing. Warnings alone are no failure."}, footer = {
                "", "Examples:", "  signalbox validate", "  signalbox validate routes --format github"})
public final class ValidateVerb implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder; without it, signalbox.routes.dir.")
    private Path folder;

    @Option(names = "--config", paramLabel = "FILE", defaultValue = "application.properties", description = "What {{placeholders}} stand for, besides the environment (${DEFAULT-VALUE}).")
    private Path config;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text, json, sarif or github (${DEFAULT-VALUE}).")
    private String format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Report report = List.of(Report.values()).stream().filter(each -> each.name().equalsIgnoreCase(format))
                .findFirst().orElseThrow(
                        () -> Unable.usage("--format is \"" + format + "\"; expected text, json, sarif or github"));
        Settings settings = Settings.of(config, System.getenv());
        Path routes = folder != null
                ? folder
                : Path.of(Objects.requireNonNullElse(settings.value("signalbox.routes.dir"), "routes"));
        if (!Files.isDirectory(routes)) {
            throw Unable.usage("there is no folder \"" + routes + "\"; expected one with routes in it");
        }
        Map<String, String> texts = Validation.read(routes);
        List<Finding> found;
        try (Progress progress = new Progress("reading " + routes)) {
            found = new Validation(Catalogue.load()).check(texts, settings);
        }
        spec.commandLine().getOut().print(report.of(found, texts.size()));
        spec.commandLine().getOut().flush();
        return found.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR) ? 1 : 0;
    }
}
