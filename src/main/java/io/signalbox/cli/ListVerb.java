package io.signalbox.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventRule;
import io.signalbox.bus.Overlay;
import io.signalbox.bus.OverlayFile;

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
        "What was changed while it ran stands below each. It needs no running instance."}, footer = {"", "Examples:",
                "  signalbox list --enabled",
                "  signalbox list --json | jq '.backends[] | select(.status == \"failed\")'"})
public final class ListVerb implements Callable<Integer> {
    private static final String LINE = "%-24s %s %8s  ";
    private static final int BEFORE_DESCRIPTION = 46;
    private static final int LEAST_DESCRIPTION = 20;

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
        Settings settings = new Settings();
        Map<String, JsonNode> running = running();
        List<BackendFile> backends = BackendFile.all(settings).stream().filter(backend -> !enabled || backend.enabled())
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(backends, running).toPrettyString());
            return 0;
        }
        Map<String, Overlay> kept = running.isEmpty()
                ? new OverlayFile(Path.of(settings.value("signalbox.data", "data"))).read()
                : Map.of();
        int width = Math.max(LEAST_DESCRIPTION, Terminal.width() - BEFORE_DESCRIPTION);
        out.printf(LINE + "%s%n", "NAME", "STATUS    ", "WAITING", "WHAT IT DOES");
        for (BackendFile backend : backends) {
            JsonNode now = running.get(backend.name());
            out.printf(LINE + "%s%n", backend.name(), status(backend, now),
                    now == null ? "" : now.path("pending").asText(""),
                    Terminal.cut(backend.description(), width));
            Overlay overlay = now == null
                    ? kept.getOrDefault(backend.name(), Overlay.NONE)
                    : OverlayFile.overlay(now.path("overlay"));
            laid(overlay).forEach(line -> out.println("  + " + line));
        }
        return 0;
    }

    private static String status(BackendFile backend, JsonNode now) {
        String status = now != null ? now.path("status").asText() : backend.enabled() ? "enabled" : "disabled";
        String colour = switch (status) {
            case "healthy" -> "green";
            case "failed" -> "red";
            case "degraded", "paused", "stopped" -> "yellow";
            default -> "faint";
        };
        return Help.Ansi.AUTO.string("@|" + colour + " " + "%-10s".formatted(status) + "|@");
    }

    /** What is laid over a backend's file, a line each. */
    private static List<String> laid(Overlay overlay) {
        List<String> lines = new ArrayList<>();
        if (overlay.paused()) {
            lines.add("paused since " + overlay.pausedSince());
        }
        for (EventRule rule : overlay.rules()) {
            lines.add(rule(rule.eventType(), rule.enabled(), rule.filters().entrySet().stream()
                    .map(filter -> filter.getKey() + "=" + String.join(",", filter.getValue())).toList()));
        }
        return lines;
    }

    private static String rule(String type, boolean enabled, List<String> filters) {
        String what = !enabled
                ? "no " + type
                : filters.isEmpty() ? type : type + " only with " + String.join(" ", filters);
        return Terminal.plain("event-routing: " + what);
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
            if (now != null && now.has("overlay")) {
                shown.set("overlay", now.get("overlay"));
            }
        }
        return list;
    }
}
