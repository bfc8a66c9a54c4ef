package io.signalbox.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is a backend to be sent again? */
@RegisterForReflection // picocli reads its annotations
@Command(name = "replay", mixinStandardHelpOptions = true, description = {
        "Delivers dead letters, or what was accepted in a span of time, to a backend again.",
        "They go by the backend's own route, its throttle and all, beside live events; each carries the tag \"replay\" and its old id, so that a backend can drop what it has.",
        "A span sends what the backend's channels and filter let through: so a new backend is filled from history."}, footer = {
                "", "Examples:", "  signalbox replay pagerduty --all --watch",
                "  signalbox replay pagerduty --id 17,18",
                "  signalbox replay splunk-hec --since 2026-11-21T08:00:00Z --until 2026-11-21T09:00:00Z"})
public final class ReplayVerb implements Callable<Integer> {
    /** Dead letters, a span, or a replay that is under way. */
    @RegisterForReflection // picocli sets its fields
    static final class What {
        @Option(names = "--id", paramLabel = "ID", split = ",", description = "A dead letter, as \"signalbox dead-letters NAME\" numbers it; may be repeated.")
        List<Long> ids;

        @Option(names = "--all", description = "All its dead letters.")
        boolean all;

        @ArgGroup(exclusive = false)
        Span span;

        @Option(names = "--stop", paramLabel = "NUMBER", description = "End a replay before its time.")
        Long stop;

        @Option(names = "--list", description = "Its replays, newest first, and how far they are.")
        boolean list;
    }

    /** When it was accepted. */
    @RegisterForReflection // picocli sets its fields
    static final class Span {
        @Option(names = "--since", paramLabel = "TIME", description = "What was accepted then or later, such as 2026-11-21T08:00:00Z.")
        String since;

        @Option(names = "--until", paramLabel = "TIME", description = "What was accepted before.")
        String until;
    }

    @Parameters(paramLabel = "NAME", description = "The backend: its route's id.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(names = "--watch", description = "Wait until it is over; then the exit code is 1 if anything was refused.")
    private boolean watch;

    @Mixin
    private Instance instance;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (what.list) {
            JsonNode replays = instance.get("/api/v1/backends/%s/replays", name).path("replays");
            if (replays.isEmpty()) {
                out.println(name + " has no replays.");
            }
            replays.forEach(replay -> out.println(ReplayWords.of(replay)));
            return 0;
        }
        if (what.stop != null) {
            out.println(ReplayWords.of(instance.delete("/api/v1/backends/%s/replays/%s", name, what.stop)));
            return 0;
        }
        JsonNode replay = instance.post("/api/v1/backends/%s/replay" + query(), name);
        if (what.ids != null && replay.path("events").asInt() < what.ids.stream().distinct().count()) {
            out.println("Not all of these are dead letters that wait: " + replay.path("events") + " of them "
                    + (replay.path("events").asInt() == 1 ? "is" : "are") + " sent.");
        }
        if (watch) {
            return new ReplayWatch(instance, out).until(replay);
        }
        out.println(ReplayWords.of(replay));
        out.println("See how far it is with \"signalbox replay " + name + " --list\"; end it with \"--stop "
                + replay.path("number") + "\".");
        return 0;
    }

    private String query() {
        if (what.all) {
            return "?all=true";
        }
        if (what.ids != null) {
            return "?id=" + String.join("&id=", what.ids.stream().map(String::valueOf).toList());
        }
        String since = time("since", what.span.since);
        String until = time("until", what.span.until);
        return "?" + String.join("&", List.of(since, until).stream().filter(part -> !part.isEmpty()).toList());
    }

    private static String time(String option, String time) {
        if (time == null) {
            return "";
        }
        try {
            return option + "=" + Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw Unable.usage("--" + option + " is \"" + time + "\"; expected a time such as 2026-11-21T08:00:00Z");
        }
    }
}
