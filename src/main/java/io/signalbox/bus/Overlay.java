package io.signalbox.bus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.signalbox.event.Event;

/**
 * What is laid over a backend's route file while it runs?
 *
 * @param pausedSince
 *            since when nothing is sent to it; null where it is not paused
 * @param rules
 *            what it gets no longer, by type: an event has to pass each of them
 */
public record Overlay(Instant pausedSince, List<EventRule> rules) {
    /** The file alone counts. */
    public static final Overlay NONE = new Overlay(null, List.of());

    public Overlay {
        rules = rules.stream().sorted(Comparator.comparing(EventRule::eventType)).toList();
    }

    public boolean paused() {
        return pausedSince != null;
    }

    /** The same, paused at this time unless it was before. */
    public Overlay pausedAt(Instant now) {
        return paused() ? this : new Overlay(now, rules);
    }

    public Overlay resumed() {
        return new Overlay(null, rules);
    }

    /** The same with a rule in place of the one for that type, if there was one. */
    public Overlay with(EventRule rule) {
        List<EventRule> more = new ArrayList<>(without(rule.eventType()).rules);
        more.add(rule);
        return new Overlay(pausedSince, more);
    }

    /** The same without the rule for a type. */
    public Overlay without(String eventType) {
        return new Overlay(pausedSince, rules.stream().filter(rule -> !rule.eventType().equals(eventType)).toList());
    }

    public Overlay withoutRules() {
        return new Overlay(pausedSince, List.of());
    }

    /**
     * Why an event does not pass, as the rule that says no; null when it passes. What ends a problem passes whatever it says of itself:
     * whether the backend has heard of that problem is {@link Withheld}'s to know.
     */
    String refusal(Event event) {
        if (Withheld.follows(event)) {
            return null;
        }
        for (EventRule rule : rules) {
            String refusal = rule.refusal(event);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
