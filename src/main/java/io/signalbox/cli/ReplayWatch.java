package io.signalbox.cli;

import java.io.PrintWriter;

import com.fasterxml.jackson.databind.JsonNode;

/** How is a replay waited for? On a terminal, a line says how far it is when it takes longer than a second. */
final class ReplayWatch {
    private static final long FIRST_MILLIS = 50;
    private static final long QUIET_MILLIS = 1_000;
    private static final int WIDTH = 100;

    private final Instance instance;
    private final PrintWriter out;
    private final boolean terminal = Terminal.isThere();

    ReplayWatch(Instance instance, PrintWriter out) {
        this.instance = instance;
        this.out = out;
    }

    /** The exit code: 1 where it did not come to its end, or not everything was taken. */
    int until(JsonNode begun) throws InterruptedException {
        JsonNode replay = begun;
        long pause = FIRST_MILLIS;
        boolean drawn = false;
        while (!ReplayWords.isOver(replay)) {
            Thread.sleep(pause);
            replay = instance.get("/api/v1/backends/%s/replays/%s", begun.path("backend").asText(),
                    begun.path("number").asLong());
            pause = Math.min(QUIET_MILLIS, pause * 2);
            if (terminal && pause == QUIET_MILLIS && !ReplayWords.isOver(replay)) {
                draw(ReplayWords.of(replay));
                drawn = true;
            }
        }
        if (drawn) {
            draw("");
        }
        out.println(ReplayWords.of(replay));
        return replay.path("state").asText().equals("finished") && replay.path("refused").asLong() == 0 ? 0 : 1;
    }

    private void draw(String line) {
        String cut = line.substring(0, Math.min(WIDTH, line.length()));
        out.print("\r" + cut + " ".repeat(WIDTH - cut.length()) + "\r");
        out.flush();
    }
}
