package io.signalbox.bus;

import java.time.Instant;
import java.util.Locale;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;

/**
 * Which events somebody looks for; null means any.
 *
 * @param type
 *            a type, with {@code *} for any part
 * @param q
 *            a text that stands somewhere in the event
 * @param before
 *            only events at places before this one: how a long answer is paged through, newest first
 * @param limit
 *            how many at the most
 */
public record Search(String type, Severity minSeverity, String source, String subject, String tag, Instant since,
        Instant until,
        String q, long before, int limit) {

    /** Whether an event is one of those. */
    public boolean finds(Event event) {
        return (type == null || Pattern.matches(type, event.type()))
                && (minSeverity == null || event.severity().atLeast(minSeverity))
                && (source == null || source.equals(event.source()))
                && (subject == null || subject.equals(event.subject()))
                && (tag == null || event.tags().contains(tag)) && (since == null || !event.time().isBefore(since))
                && (until == null || event.time().isBefore(until))
                && (q == null || EventJson.text(event).toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT)));
    }
}
