package io.signalbox.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How does a person, or a script, tell Signalbox of something? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "send", mixinStandardHelpOptions = true, description = {
        "Sends events to the running instance: one that the options describe, or those of a file.",
        "When it ends well, they are kept; who hears of them is the router's to say (see explain)."}, footer = {"",
                "Examples:",
                "  signalbox send -l error -t \"Disk full\" -m \"/var is at 98%%\" --tags production,disk \\",
                "                 --metadata '{\"used_percent\": 98}'",
                "  signalbox send --type printer.offline --subject hp-101", "  signalbox send events.json",
                "  tail -F events.ndjson | signalbox send -"})
public final class SendVerb implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONGEST_LINE = 1 << 20;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "JSON (an event or a list) or lines of JSON; - is the standard input.")
    private String file;

    @Option(names = {"-l", "--level",
            "--severity"}, paramLabel = "LEVEL", description = "debug, info, warning, error or critical; by itself what the type usually is.")
    private String level;

    @Option(names = {"-t", "--title"}, paramLabel = "TEXT", description = "What happened, in a line.")
    private String title;

    @Option(names = {"-m", "--message"}, paramLabel = "TEXT", description = "What happened, at length.")
    private String message;

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "custom", description = "The event's type, such as printer.offline (${DEFAULT-VALUE}).")
    private String type;

    @Option(names = "--source", paramLabel = "SOURCE", defaultValue = "signalbox-cli", description = "Who says so (${DEFAULT-VALUE}).")
    private String source;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "What it is about, such as a printer's id.")
    private String subject;

    @Option(names = "--state", paramLabel = "STATE", description = "firing, or resolved where a problem ends.")
    private String state;

    @Option(names = "--dedupkey", paramLabel = "KEY", description = "What makes two events about one problem.")
    private String dedupkey;

    @Option(names = "--tags", paramLabel = "TAG", split = ",", description = "Words, with commas between them.")
    private List<String> tags = List.of();

    @Option(names = "--metadata", paramLabel = "JSON", description = "An object with whatever else is to be known.")
    private String metadata;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (file == null && title == null && message == null && !spec.commandLine().getParseResult()
                .hasMatchedOption("--type")) {
            throw Unable.usage("there is nothing to send; expected --title, --message, --type, FILE or -");
        }
        return file == null ? tell(instance.postJson("/api/v1/events", event().toString())) : sendFile();
    }

    private ObjectNode event() {
        ObjectNode event = JSON.createObjectNode().put("type", type).put("source", source);
        put(event, "level", level);
        put(event, "title", title);
        put(event, "message", message);
        put(event, "subject", subject);
        put(event, "state", state);
        put(event, "dedupkey", dedupkey);
        if (!tags.isEmpty()) {
            tags.forEach(event.putArray("tags")::add);
        }
        if (metadata != null) {
            event.set("metadata", object(metadata));
        }
        return event;
    }

    private static void put(ObjectNode event, String name, String value) {
        if (value != null) {
            event.put(name, value);
        }
    }

    private static JsonNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw Unable.usage("--metadata is " + text + "; expected a JSON object such as {\"test_id\": \"001\"}");
    }

    private int sendFile() throws IOException {
        if (!file.equals("-") && !Files.isRegularFile(Path.of(file))) {
            throw Unable.usage("there is no file " + file);
        }
        try (InputStream in = new BufferedInputStream(file.equals("-")
                ? System.in
                : Files.newInputStream(Path.of(file)), LONGEST_LINE);
                Progress progress = new Progress("sending " + file)) {
            return tell(instance.post("/api/v1/events", isLines(in) ? "application/x-ndjson" : "application/json", in));
        }
    }

    /** Lines give themselves away by the first, which is a whole object; they may be more than fit into the memory. */
    private static boolean isLines(InputStream in) throws IOException {
        in.mark(LONGEST_LINE);
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n' && line.length() < LONGEST_LINE - 1; next = in.read()) {
            line.append((char) next);
        }
        in.reset();
        try {
            return JSON.readTree(line.toString()).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private int tell(JsonNode answer) {
        int accepted = answer.path("accepted").asInt();
        int duplicates = answer.path("duplicates").asInt();
        StringBuilder said = new StringBuilder().append(accepted).append(" accepted");
        if (duplicates > 0) {
            said.append(" (").append(duplicates).append(" of them known already)");
        }
        if (accepted == 1 && answer.path("ids").size() == 1) {
            said.append(": ").append(answer.path("ids").get(0).asText());
        }
        spec.commandLine().getOut().println(said);
        for (JsonNode item : answer.path("items")) {
            if (item.path("status").asInt() != 202) {
                spec.commandLine().getErr().println("item " + item.path("index").asInt() + " refused: "
                        + (item.path("field").asText() + " " + item.path("detail").asText()).strip());
            }
        }
        return answer.path("rejected").asInt() > 0 ? 1 : 0;
    }
}
