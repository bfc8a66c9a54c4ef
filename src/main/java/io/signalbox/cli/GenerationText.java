package io.signalbox.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** How is a generation told to a person? */
final class GenerationText {
    private GenerationText() {
    }

    /** Prints what {@code GET /api/v1/generation} answers. */
    static void print(JsonNode answer, PrintWriter out) {
        out.println(line(answer.path("generation")));
        if (answer.has("note")) {
            out.println("  " + answer.path("note").asText());
        }
        for (JsonNode finding : answer.at("/refused/findings")) {
            out.printf("%s:%d:%d: %s%n", finding.path("file").asText(), finding.path("line").asInt(),
                    finding.path("column").asInt(), finding.path("message").asText());
        }
        if (answer.has("refused")) {
            out.println("The files as they are now are not taken over.");
        }
        if (answer.has("missing")) {
            out.println("Not running: " + words(answer.path("missing")));
        }
        answer.path("removedBackends").properties()
                .forEach(each -> out.println("Removed backend " + each.getKey() + ": " + each.getValue().asText()));
        for (JsonNode previous : answer.path("previous")) {
            out.println("  before: " + line(previous));
        }
        out.flush();
    }

    private static String line(JsonNode generation) {
        StringBuilder line = new StringBuilder("generation ").append(generation.path("number").asText()).append(" (")
                .append(generation.path("hash").asText()).append(") since ").append(generation.path("at").asText())
                .append(", ").append(generation.path("origin").asText());
        for (String what : List.of("added", "changed", "removed")) {
            if (generation.has(what)) {
                line.append(", ").append(what).append(' ').append(words(generation.path(what)));
            }
        }
        return line.toString();
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(each -> words.add(each.asText()));
        return String.join(" ", words);
    }
}
