package io.signalbox.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What does a person read about a replay? */
final class ReplayWords {
    private ReplayWords() {
    }

    /** Such as {@code Replay 7 of 12 dead letters to slack: finished; 11 delivered, 1 refused.} */
    static String of(JsonNode replay) {
        StringBuilder words = new StringBuilder("Replay ").append(replay.path("number").asLong());
        boolean span = replay.path("of").asText().equals("span");
        words.append(span
                ? " of what was accepted" + time(replay, "since") + time(replay, "until")
                : " of " + counted(replay.path("events").asLong(), "dead letter"));
        words.append(" to ").append(replay.path("backend").asText()).append(": ")
                .append(replay.path("state").asText());
        if (!isOver(replay) && replay.path("done").asLong() > 0) {
            words.append(", ").append(percent(replay)).append(" %");
        }
        words.append("; ").append(replay.path("delivered").asLong()).append(" delivered");
        if (replay.path("refused").asLong() > 0) {
            words.append(", ").append(replay.path("refused").asLong()).append(" refused");
        }
        if (span) {
            words.append(", ").append(counted(replay.path("events").asLong(), "event")).append(" to look at");
        }
        words.append('.');
        if (replay.path("missing").asLong() > 0) {
            words.append(replay.has("keptSince")
                    ? " What was accepted before " + replay.path("keptSince").asText() + " is not kept any more: "
                    : " Not kept any more: ")
                    .append(counted(replay.path("missing").asLong(), "event"))
                    .append(replay.has("since") && replay.has("keptSince") ? " at the most." : ".");
        }
        if (replay.has("reason")) {
            words.append(' ').append(replay.path("reason").asText());
        }
        return words.toString();
    }

    static boolean isOver(JsonNode replay) {
        return !replay.path("state").asText().equals("running") && !replay.path("state").asText().equals("waiting");
    }

    static long percent(JsonNode replay) {
        return Math.min(100, 100 * replay.path("done").asLong() / Math.max(1, replay.path("events").asLong()));
    }

    static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String time(JsonNode replay, String name) {
        return replay.has(name) ? " " + name + " " + replay.path(name).asText() : "";
    }
}
