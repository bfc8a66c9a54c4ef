package io.signalbox.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which backends are there? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "list", mixinStandardHelpOptions = true, description = {
        "Lists the backends of the route files here, and how they are doing where an instance runs at --url.",
        "It needs no running instance."}, footer = {"", "Example:", "  signalbox list --enabled"})
public final class ListVerb implements Callable<Integer> {
    @Option(names = "--enabled", description = "Only those that are enabled.")
    private boolean enabled;

    @Option(names = "--json", description = "Print them as JSON.")
    private boolean json;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, JsonNode> running = running();
        List<BackendFile> backends = BackendFile.all(new Settings()).stream()
                .filter(backend -> !enabled || backend.enabled()).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(backends, running).toPrettyString());
            return 0;
        }
        out.printf("%-24s %-24s %-9s %-10s %8s  %s%n", "NAME", "KIND", "ENABLED", "STATUS", "WAITING", "WHAT IT DOES");
        for (BackendFile backend : backends) {
            JsonNode now = running.get(backend.name());
            out.printf("%-24s %-24s %-9s %s %8s  %s%n", backend.name(), backend.title(),
                    backend.enabled() ? "yes" : "no",
                    status(now), now == null ? "" : now.path("pending").asText(), backend.description());
        }
        return 0;
    }

    private static String status(JsonNode now) {
        String status = now == null ? "-" : now.path("status").asText();
        String colour = switch (status) {
            case "healthy" -> "green";
            case "failed" -> "red";
            case "degraded", "paused" -> "yellow";
            default -> "faint";
        };
        return Help.Ansi.AUTO.string("@|" + colour + " " + "%-10s".formatted(status) + "|@");
    }

    /** None where no instance runs: the files say enough. */
    private Map<String, JsonNode> running() {
        Map<String, JsonNode> running = new HashMap<>();
        if (instance.runs()) {
            instance.get("/api/v1/backends").path("backends")
                    .forEach(backend -> running.put(backend.path("name").asText(), backend));
        }
        return running;
    }

    private static JsonNode json(List<BackendFile> backends, Map<String, JsonNode> running) {
        ObjectNode list = new ObjectMapper().createObjectNode();
        for (BackendFile backend : backends) {
            ObjectNode shown = list.withArray("backends").addObject().put("name", backend.name())
                    .put("kind", backend.kind()).put("title", backend.title()).put("enabled", backend.enabled())
                    .put("description", backend.description()).put("from", backend.bus());
            JsonNode now = running.get(backend.name());
            shown.put("status", now == null ? "not running" : now.path("status").asText());
        }
        return list;
    }
}
