package io.signalbox.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One thing that happened: a CloudEvent, immutable and complete in itself.
 *
 * <p>
 * Every attribute but {@code subject}, {@code title}, {@code message}, {@code traceparent} and {@code problem} is present: {@link Normaliser}
 * fills in what a sender left out.
 *
 * @param id
 *            unique among events; two events with one id are one event sent twice
 * @param source
 *            who says so, such as {@code continuum}
 * @param type
 *            what happened, dotted lower case, such as {@code printer.offline}
 * @param subject
 *            what it happened to, such as {@code hp-101}, or null
 * @param time
 *            when it happened
 * @param severity
 *            how bad it is
 * @param state
 *            whether a problem begins or ends
 * @param dedupkey
 *            what makes two events about the same problem, such as {@code continuum/printer.offline/hp-101}
 * @param title
 *            a short line for people, or null
 * @param message
 *            a longer text for people, or null
 * @param tags
 *            words to filter by
 * @param traceparent
 *            the W3C trace link, or null
 * @param data
 *            everything else, as JSON: String, Number, Boolean, List, Map or null
 * @param problem
 *            on an event that ends a problem, what the bus remembers of that problem; null when it knows of none
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 */
public record Event(String id, String source, String type, String subject, Instant time, Severity severity, State state,
        String dedupkey, String title, String message, List<String> tags, String traceparent, Map<String, Object> data,
        Problem problem) {

    /**
     * The problem that an event ends, as it was when it was last reported.
     *
     * @param type
     *            its event type
     * @param severity
     *            its severity
     */
    public record Problem(String type, Severity severity) {
    }

    public Event {
        tags = tags == null ? List.of() : List.copyOf(tags);
        data = data == null ? Map.of() : data;
    }

    /** A title for people: the sender's own, if it says anything, or else one made of the subject and the type, such as {@code hp-101 offline}. */
    public String headline() {
        return title != null && !title.isBlank() ? title : Headline.of(this);
    }

    /** The time as RFC 3339 writes it, in UTC: {@code 2026-11-21T08:00:00.123Z}. */
    public String timeText() {
        return Times.text(time);
    }

    public boolean resolved() {
        return state == State.RESOLVED;
    }

    /** What keeps its order on the way to a backend: the dedup key. */
    public String orderKey() {
        return dedupkey;
    }

    /** The same event, knowing which problem it ends. */
    public Event ending(Problem ended) {
        return new Event(id, source, type, subject, time, severity, state, dedupkey, title, message, tags, traceparent,
                data,
                ended);
    }

    /** The same event with one more tag. */
    public Event tagged(String tag) {
        List<String> more = new ArrayList<>(tags);
        more.add(tag);
        return new Event(id, source, type, subject, time, severity, state, dedupkey, title, message, more, traceparent,
                data, problem);
    }

    /** A value of {@code data} as text, or null. */
    public String text(String field) {
        Object value = data.get(field);
        return value == null || value instanceof Map || value instanceof List ? null : value.toString();
    }
}
