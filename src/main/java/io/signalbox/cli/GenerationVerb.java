package io.signalbox.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which routes does the running instance run, and can it go back? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "generation", mixinStandardHelpOptions = true, description = {
        "Says which generation of the routes a running instance runs, and why newer files are not taken over, if so.",
        "With --rollback it runs what ran before again; the files stay as they are, and their next change supersedes that.",
        "Exit code 1 where the files are not what runs because something is wrong with them."}, footer = {
                "", "Examples:", "  signalbox generation", "  signalbox generation --rollback"})
public final class GenerationVerb implements Callable<Integer> {
    @Option(names = "--rollback", description = "Go back to the generation before this one, or to that of --to.")
    private boolean rollback;

    @Option(names = "--to", paramLabel = "N", description = "With --rollback: the generation to go back to.")
    private Integer to;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (to != null && !rollback) {
            throw Unable.usage("--to says where to go back to; expected --rollback beside it");
        }
        JsonNode answer = !rollback
                ? instance.get("/api/v1/generation")
                : to == null
                        ? instance.post("/api/v1/generation/rollback")
                        : instance.post("/api/v1/generation/rollback?to=%s", to);
        GenerationText.print(answer, spec.commandLine().getOut());
        return answer.has("refused") || answer.has("missing") ? 1 : 0;
    }
}
