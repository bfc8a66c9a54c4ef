package io.signalbox.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Events to send. */
final class Events {
    static final Instant EIGHT = Instant.parse("2026-11-21T08:00:00.123Z");

    private Events() {
    }

    static Event printerOffline() {
        return event("019a-1", "printer.offline", State.FIRING, Severity.WARNING, null, "No answer for 3 polls",
                Map.of("printer_name", "HP-101", "polls", 3));
    }

    static Event printerOnline() {
        return event("019a-2", "printer.online", State.RESOLVED, Severity.INFO, null, "Away for 2m",
                Map.of("printer_name", "HP-101", "away_seconds", 120));
    }

    static Event saying(String title, String message, Map<String, Object> data) {
        return event("019a-3", "printer.offline", State.FIRING, Severity.WARNING, title, message, data);
    }

    static Event numbered(int number) {
        return event("019a-" + number, "job.completed", State.FIRING, Severity.INFO, null, "Job " + number,
                Map.of("pages", number, "job_id", "J-" + number));
    }

    static Event event(String id, String type, State state, Severity severity, String title, String message,
            Map<String, Object> data) {
        return new Event(id, "continuum", type, "hp-101", EIGHT, severity, state, "continuum/printer.offline/hp-101",
                title, message, List.of("production", "floor-2"), null, new LinkedHashMap<>(data), null);
    }
}
