package io.signalbox.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What happens just now? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "tail", mixinStandardHelpOptions = true, description = {
        "Prints the events that the running instance accepts from now on, a line each, until it is stopped.",
        "What it is too slow for is not waited for: it ends with code 1, and the journal has them."}, footer = {"",
                "Examples:", "  signalbox tail --type 'printer.*' --min-severity warning",
                "  signalbox tail --json | jq .subject"})
public final class TailVerb implements Callable<Integer> {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
            .withZone(ZoneId.systemDefault());
    private static final String DATA = "data:";
    private static final String NAME = "event:";

    @Option(names = "--type", paramLabel = "TYPE", description = "Only this type; * stands for any part of it.")
    private String type;

    @Option(names = "--min-severity", paramLabel = "SEVERITY", description = "Only what is at least so severe.")
    private String minSeverity;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Only from this source.")
    private String source;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "Only about this subject.")
    private String subject;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only with this tag.")
    private String tag;

    @Option(names = "--json", description = "Print the whole events, one JSON object a line.")
    private boolean json;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        String name = "";
        Iterator<String> lines = instance.lines("/api/v1/events/stream" + query()).iterator();
        while (hasNext(lines)) {
            String line = lines.next();
            if (line.startsWith(NAME)) {
                name = line.substring(NAME.length()).strip();
            } else if (line.startsWith(DATA) && name.equals("dropped")) {
                throw Unable.failed(line.substring(DATA.length()).strip());
            } else if (line.startsWith(DATA)) {
                String data = line.substring(DATA.length()).strip();
                out.println(json ? data : shown(new ObjectMapper().readTree(data)));
                out.flush();
            }
        }
        throw Unable.failed("the running instance has ended the connection");
    }

    private static boolean hasNext(Iterator<String> lines) {
        try {
            return lines.hasNext();
        } catch (RuntimeException broken) {
            return false;
        }
    }

    private String query() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        add(query, "type", type);
        add(query, "minSeverity", minSeverity);
        add(query, "source", source);
        add(query, "subject", subject);
        add(query, "tag", tag);
        return query.toString().replace("%", "%%");
    }

    private static void add(StringJoiner query, String name, String value) {
        if (value != null) {
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static String shown(JsonNode event) {
        String severity = event.path("severitytext").asText();
        boolean resolved = event.path("state").asText().equals("resolved");
        String colour = resolved ? "green" : switch (severity) {
            case "critical", "error" -> "red";
            case "warning" -> "yellow";
            default -> "faint";
        };
        String word = Help.Ansi.AUTO.string("@|" + colour + " " + "%-8s".formatted(severity) + "|@");
        String text = event.path("title").asText(event.path("message").asText(event.path("data").toString()));
        return "%s %s %-24s %-16s %s%s".formatted(CLOCK.format(Instant.parse(event.path("time").asText())), word,
                Terminal.plain(event.path("type").asText()), Terminal.plain(event.path("subject").asText("-")),
                resolved ? "(over) " : "", Terminal.plain(text));
    }
}
