package io.signalbox.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Is the machine that it runs on well? It says so to Signalbox, again and again. */
@RegisterForReflection // picocli reads its annotations
@Command(name = "monitor", mixinStandardHelpOptions = true, description = {
        "Sends the state of this machine (load, memory, disk) to the running instance, every so often, until it is stopped.",
        "health.system.status is its type; above --warn-percent its severity is warning."}, footer = {"", "Example:",
                "  signalbox monitor --interval 60 --url http://signalbox.example:8080"})
public final class MonitorVerb implements Callable<Integer> {
    private static final double HUNDRED = 100;

    @Option(names = "--interval", paramLabel = "SECONDS", defaultValue = "60", description = "How long from one to the next (${DEFAULT-VALUE}).")
    private int interval;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Stop after so many; 0 goes on (${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--warn-percent", paramLabel = "N", defaultValue = "90", description = "How full memory or disk may be (${DEFAULT-VALUE}).")
    private int warnPercent;

    @Option(names = "--source", paramLabel = "SOURCE", defaultValue = "${env:HOSTNAME:-monitor}", description = "Who says so (${DEFAULT-VALUE}).")
    private String source;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (interval < 1) {
            throw Unable.usage("--interval is " + interval + "; expected a number of seconds, 1 or more");
        }
        boolean good = true;
        for (int sent = 1; count == 0 || sent <= count; sent++) {
            good = send();
            if (sent != count) {
                TimeUnit.SECONDS.sleep(interval);
            }
        }
        return good ? 0 : 1;
    }

    /** An instance that is away for a while is told of the next one. */
    private boolean send() {
        ObjectNode event = event();
        try {
            String id = instance.postJson("/api/v1/events", event.toString()).path("ids").path(0).asText();
            spec.commandLine().getOut().println(event.path("message").asText() + " (" + id + ")");
            spec.commandLine().getOut().flush();
            return true;
        } catch (Unable e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return false;
        }
    }

    private ObjectNode event() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        double memory = used(system.getFreeMemorySize(), system.getTotalMemorySize());
        java.io.File disk = Path.of("").toAbsolutePath().toFile();
        double full = used(disk.getUsableSpace(), disk.getTotalSpace());
        boolean well = memory < warnPercent && full < warnPercent;
        ObjectNode event = new ObjectMapper().createObjectNode().put("type", "health.system.status")
                .put("source", source).put("severity", well ? "info" : "warning")
                .put("title", well ? "All is well" : "Something is nearly full")
                .put("message", "load %.2f, memory %.0f%%, disk %.0f%%".formatted(system.getSystemLoadAverage(), memory,
                        full));
        event.putObject("data").put("load", system.getSystemLoadAverage()).put("memory_percent", Math.round(memory))
                .put("disk_percent", Math.round(full)).put("status", well ? "healthy" : "degraded");
        return event;
    }

    private static double used(long free, long total) {
        return total == 0 ? 0 : HUNDRED * (total - free) / total;
    }
}
