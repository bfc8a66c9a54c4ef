package io.signalbox.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does a paused backend go on? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused backend of the running instance go on where it stopped.", footer = {
        "", "Example:", "  signalbox resume splunk-hec"})
public final class ResumeVerb implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The backend: its route's id, such as slack.")
    private String name;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode backend = instance.post("/api/v1/backends/%s/resume", name);
        spec.commandLine().getOut()
                .println(name + " goes on; " + backend.path("pending").asLong() + " events wait for it.");
        return 0;
    }
}
