package io.signalbox.protocol;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;

/**
 * What does an event do to an incident? Most open one; some say that somebody has taken charge of it, or that it is over, and what is less
 * than a warning is no incident at all.
 *
 * <p>
 * An event acknowledges where its type ends in {@code .acknowledged}, or where its data has {@code acknowledged: true}.
 */
enum Step {
    OPEN, ACKNOWLEDGE, RESOLVE, INFORM;

    private static final String ACKNOWLEDGED = ".acknowledged";

    static Step of(Event event) {
        if (event.resolved()) {
            return RESOLVE;
        }
        if (event.type().endsWith(ACKNOWLEDGED) || "true".equals(event.text("acknowledged"))) {
            return ACKNOWLEDGE;
        }
        return event.severity().atLeast(Severity.WARNING) ? OPEN : INFORM;
    }

    /** The problem's dedup key; {@code printer.offline.acknowledged} has that of {@code printer.offline}, if its sender gave no other. */
    static String problem(Event event) {
        String type = event.type();
        return type.endsWith(ACKNOWLEDGED)
                ? event.dedupkey().replace("/" + type, "/" + type.substring(0, type.length() - ACKNOWLEDGED.length()))
                : event.dedupkey();
    }
}
