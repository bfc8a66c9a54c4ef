package io.signalbox.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What did a backend refuse for good? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "dead-letters", mixinStandardHelpOptions = true, description = {
        "Lists what a backend refused for good, oldest first, with its reason.",
        "When the reason is mended, \"signalbox replay NAME\" sends them again."})
public final class DeadLettersVerb implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The backend: its route's id.")
    private String name;

    @Option(names = "--json", description = "Print them as the API gives them, events and all.")
    private boolean json;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode letters = instance.get("/api/v1/backends/%s/dead-letters", name).path("deadLetters");
        if (json) {
            out.println(letters.toPrettyString());
            return 0;
        }
        if (letters.isEmpty()) {
            out.println(name + " has no dead letters.");
        }
        for (JsonNode letter : letters) {
            out.printf("%6d  %s  %-24s %-16s %s%n", letter.path("id").asLong(), letter.path("at").asText(),
                    letter.at("/event/type").asText(), letter.at("/event/subject").asText("-"),
                    letter.path("reason").asText());
        }
        return 0;
    }
}
