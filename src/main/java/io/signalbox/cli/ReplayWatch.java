package io.signalbox.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;

/** How is a replay waited for? On a terminal, a line says how far it is when it takes longer than a second. */
final class ReplayWatch {
    private static final long FIRST_MILLIS = 50;
    private static final long QUIET_MILLIS = 1_000;

    private final Instance instance;
    private final PrintWriter out;

    ReplayWatch(Instance instance, PrintWriter out) {
        this.instance = instance;
        this.out = out;
    }

    /** The exit code: 1 where it did not come to its end, or not everything was taken. */
    int until(JsonNode begun) throws InterruptedException {
        AtomicReference<JsonNode> replay = new AtomicReference<>(begun);
        long pause = FIRST_MILLIS;
        try (Progress progress = new Progress(() -> ReplayWords.of(replay.get()))) {
            while (!ReplayWords.isOver(replay.get())) {
                Thread.sleep(pause);
                replay.set(instance.get("/api/v1/backends/%s/replays/%s", begun.path("backend").asText(),
                        begun.path("number").asLong()));
                pause = Math.min(QUIET_MILLIS, pause * 2);
            }
        }
        return told(replay.get());
    }

    private int told(JsonNode replay) {
        out.println(ReplayWords.of(replay));
        return replay.path("state").asText().equals("finished") && replay.path("refused").asLong() == 0 ? 0 : 1;
    }
}
