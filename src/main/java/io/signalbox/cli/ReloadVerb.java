package io.signalbox.cli;

import java.util.concurrent.Callable;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Does the running instance take over the route files? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "reload", mixinStandardHelpOptions = true, description = {
        "Has a running instance take over its route files now, as a whole or not at all.",
        "It does so by itself, unless signalbox.routes.reload is false; this says what came of it."}, footer = {
                "", "Example:", "  signalbox validate && signalbox reload"})
public final class ReloadVerb implements Callable<Integer> {
    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        GenerationText.print(instance.post("/api/v1/reload"), spec.commandLine().getOut());
        return 0;
    }
}
