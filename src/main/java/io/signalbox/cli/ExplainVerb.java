package io.signalbox.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What would happen to an event? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "explain", mixinStandardHelpOptions = true, description = {
        "Says what would happen to an event: the branch of the router, the channels, and for each backend whether it passes,",
        "the condition that says no, and the request that would be sent, with its secrets masked. Nothing is sent.",
        "It needs no running instance; with --running, the one at --url says so of its files and its backends' breakers."}, footer = {
                "", "Examples:", "  signalbox explain event.json",
                "  echo '{\"type\":\"printer.offline\",\"data\":{\"printer_id\":\"hp-101\"}}' | signalbox explain -"})
public final class ExplainVerb implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "One event as JSON; - is the standard input.")
    private String file;

    @Option(names = "--json", description = "Print it as the API gives it.")
    private boolean json;

    @Option(names = "--running", description = "Ask the running instance at --url.")
    private boolean running;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!file.equals("-") && !Files.isRegularFile(Path.of(file))) {
            throw Unable.usage("there is no file " + file);
        }
        byte[] event = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        if (!running && !spec.commandLine().getParseResult().hasMatchedOption("--url")) {
            return LocalExplain.run(event, json);
        }
        JsonNode explanation = instance.post("/api/v1/explain", "application/json", new ByteArrayInputStream(event));
        spec.commandLine().getOut().print(json
                ? explanation.toPrettyString() + "\n"
                : new ExplanationText().of(explanation));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
