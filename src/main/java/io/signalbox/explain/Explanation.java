package io.signalbox.explain;

import java.util.List;

import io.signalbox.event.Event;

/**
 * What would happen to an event?
 *
 * @param event
 *            what intake makes of it
 * @param branches
 *            which steps of the routes put it on channels
 * @param channels
 *            the channels that would hear of it
 */
public record Explanation(Event event, List<Branch> branches, List<String> channels, List<Hearing> backends) {

    /**
     * A step that puts events on channels.
     *
     * @param file
     *            the route file, and where it is known the line
     * @param condition
     *            of the branch that the step stands in, or where it stands
     */
    public record Branch(String file, int line, String condition, String to) {
    }

    /**
     * What a backend would do.
     *
     * @param refusal
     *            the condition that says no; null where the event passes
     * @param throttle
     *            how fast its route lets events through, in words; null where nothing holds them up
     * @param requests
     *            what would be sent, secrets masked
     * @param note
     *            why there are none, or null
     */
    public record Hearing(String name, String kind, boolean enabled, String refusal, String throttle,
            List<Sent> requests, String note) {

        /** Whether the event would be sent. */
        public boolean passes() {
            return refusal == null;
        }
    }
}
