package io.signalbox.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.ArgGroup;
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
        "When the reason is mended, \"signalbox replay NAME --all\" sends them again."}, footer = {
                "", "Examples:", "  signalbox dead-letters pagerduty",
                "  signalbox dead-letters pagerduty --json | jq '.[].event'",
                "  signalbox dead-letters pagerduty --delete 17,18"})
public final class DeadLettersVerb implements Callable<Integer> {
    /** Whether to list them or to throw some away. */
    @RegisterForReflection // picocli sets its fields
    static final class Deed {
        @Option(names = "--json", description = "Print them as the API gives them, events and all.")
        boolean json;

        @Option(names = "--delete", paramLabel = "ID", split = ",", arity = "1..*", description = "Throw these away; the record of their events still says what became of them.")
        List<Long> ids;

        @Option(names = "--delete-all", description = "Throw all of them away.")
        boolean all;
    }

    @Parameters(paramLabel = "NAME", description = "The backend: its route's id. It need not run any more.")
    private String name;

    @ArgGroup
    private Deed deed = new Deed();

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (deed.all) {
            long deleted = instance.delete("/api/v1/backends/%s/dead-letters?all=true", name).path("deleted").asLong();
            out.println("Deleted " + ReplayWords.counted(deleted, "dead letter") + " of " + name + ".");
        } else if (deed.ids != null) {
            for (long id : deed.ids) {
                instance.delete("/api/v1/backends/%s/dead-letters/%s", name, id);
                out.println("Deleted dead letter " + id + " of " + name + ".");
            }
        } else if (deed.json) {
            out.println(letters().toPrettyString());
        } else {
            list(letters(), out);
        }
        return 0;
    }

    private ArrayNode letters() {
        ArrayNode letters = JsonNodeFactory.instance.arrayNode();
        JsonNode page = instance.get("/api/v1/backends/%s/dead-letters", name);
        letters.addAll((ArrayNode) page.withArray("deadLetters"));
        while (page.has("after")) {
            page = instance.get("/api/v1/backends/%s/dead-letters?after=%s", name, page.path("after").asText());
            letters.addAll((ArrayNode) page.withArray("deadLetters"));
        }
        return letters;
    }

    private void list(ArrayNode letters, PrintWriter out) {
        if (letters.isEmpty()) {
            out.println(name + " has no dead letters.");
        }
        for (JsonNode letter : letters) {
            out.printf("%6d  %s  %-24s %-16s %s%s%n", letter.path("id").asLong(), letter.path("at").asText(),
                    letter.at("/event/type").asText(), Terminal.plain(letter.at("/event/subject").asText("-")),
                    letter.has("replay") ? "(on its way again) " : "",
                    Terminal.plain(letter.path("reason").asText()));
        }
    }
}
