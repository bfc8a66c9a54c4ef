package io.signalbox.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Does a paused backend go on? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused backend of the running instance go on where it stopped.", footer = {
        "", "Example:", "  signalbox resume splunk-hec"})
public final class ResumeVerb implements Callable<Integer> {
    @Mixin
    private NamedBackend backend;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode answer = backend.post("resume");
        spec.commandLine().getOut()
                .println(backend.name() + " goes on; " + answer.path("pending").asLong() + " events wait for it.");
        return 0;
    }
}
