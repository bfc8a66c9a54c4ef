package io.signalbox.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Help;

/** How does a person read an explanation? From top to bottom, the way that the event would go. */
final class ExplanationText {
    private final StringBuilder text = new StringBuilder();

    String of(JsonNode explanation) {
        JsonNode event = explanation.path("event");
        line("@|bold event|@     " + escaped("%s  %s  %s, source %s, subject %s, dedupkey %s".formatted(
                event.path("type").asText(), event.path("severitytext").asText(), event.path("state").asText(),
                event.path("source").asText(), event.path("subject").asText("-"),
                event.path("dedupkey").asText("-"))));
        for (JsonNode branch : explanation.path("router")) {
            line("@|bold router|@    " + escaped(branch.path("file").asText() + ":" + branch.path("line").asInt() + "  "
                    + branch.path("condition").asText()));
        }
        line("@|bold channels|@  " + escaped(words(explanation.path("channels"))));
        if (explanation.has("note")) {
            line("          " + escaped(explanation.path("note").asText()));
        }
        line("@|bold backends|@");
        List<String> disabled = new ArrayList<>();
        for (JsonNode backend : explanation.path("backends")) {
            if (backend.path("enabled").asBoolean()) {
                backend(backend);
            } else {
                disabled.add(backend.path("name").asText());
            }
        }
        if (!disabled.isEmpty()) {
            line("  @|faint not enabled: " + escaped(String.join(", ", disabled)) + "|@");
        }
        line("Nothing was sent.");
        return text.toString();
    }

    private void backend(JsonNode backend) {
        boolean passes = backend.path("passes").asBoolean();
        line("  " + (passes ? "@|green yes|@ " : "@|yellow no |@ ")
                + escaped("%-24s ".formatted(backend.path("name").asText())
                        + (passes ? "" : backend.path("refusal").asText()) + (backend.has("throttle") && passes
                                ? "throttle " + backend.path("throttle").asText()
                                : "")
                        + (backend.has("breaker") ? "; breaker " + backend.path("breaker").asText() : "")));
        for (JsonNode request : backend.path("requests")) {
            line("        " + escaped((request.path("method").asText() + " " + request.path("to").asText()).strip()));
            request.path("headers").properties()
                    .forEach(header -> line("        " + escaped(header.getKey() + ": " + header.getValue().asText())));
            JsonNode body = request.path("body");
            (body.isTextual() ? body.asText() : body.toPrettyString()).lines()
                    .forEach(each -> line("        " + escaped(each)));
        }
        if (backend.has("note")) {
            line("        " + escaped(backend.path("note").asText()));
        }
    }

    private static String words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    private void line(String line) {
        text.append(Help.Ansi.AUTO.string(line).replace("\u200B", "").stripTrailing()).append('\n');
    }

    /** What is in an event must not be read as a colour, nor as anything else by a terminal. */
    private static String escaped(String value) {
        return value.replaceAll("\\p{Cntrl}", " ").replace("@|", "@\u200B|").replace("|@", "|\u200B@");
    }
}
