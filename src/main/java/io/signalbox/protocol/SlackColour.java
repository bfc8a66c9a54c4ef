package io.signalbox.protocol;

import io.signalbox.event.Event;

/** In which colour does Slack show an event? In that of its severity; green where a problem ends. */
final class SlackColour {
    private SlackColour() {
    }

    static String of(Event event) {
        if (event.resolved()) {
            return "good";
        }
        return switch (event.severity()) {
            case DEBUG -> "#9e9e9e";
            case INFO -> "good";
            case WARNING -> "warning";
            case ERROR, CRITICAL -> "danger";
        };
    }
}
