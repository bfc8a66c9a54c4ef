package io.signalbox.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** May a backend be left alone for a while? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "pause", mixinStandardHelpOptions = true, description = {
        "Has the running instance send a backend nothing until it is resumed, over a restart too.",
        "Its events wait for it; none is lost."}, footer = {"", "Example:",
                "  signalbox pause splunk-hec", "  signalbox resume splunk-hec"})
public final class PauseVerb implements Callable<Integer> {
    @Mixin
    private NamedBackend backend;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode answer = backend.post("pause");
        spec.commandLine().getOut().println(backend.name() + " is paused since "
                + answer.at("/overlay/pausedSince").asText().replaceAll("\\.\\d+Z", "Z")
                + "; its events wait until \"signalbox resume " + backend.name() + "\".");
        return 0;
    }
}
