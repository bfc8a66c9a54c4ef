package io.signalbox.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What is filled in, and what is refused, when a draft becomes an event? */
public final class Normaliser {
    private static final int LONGEST_WORD = 255;
    private static final int LONGEST_ID = 512;
    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");

    private final Catalogue catalogue;
    private final Clock clock;
    private final String defaultSource;
    private final Duration maxFuture;
    private final Uuid7 ids = new Uuid7();

    /**
     * @param defaultSource
     *            the source of an event whose sender gives none
     * @param maxFuture
     *            how far an event's time may lie ahead of this machine's clock
     */
    public Normaliser(Catalogue catalogue, Clock clock, String defaultSource, Duration maxFuture) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.defaultSource = defaultSource;
        this.maxFuture = maxFuture;
    }

    Event complete(Draft draft) throws InvalidEvent {
        if (draft.type == null || draft.type.isBlank()) {
            throw new InvalidEvent("type", "is missing; expected a dotted name such as \"printer.offline\"");
        }
        String type = catalogue.presentName(word("type", draft.type.strip(), LONGEST_WORD));
        EventType known = catalogue.type(type);
        Map<String, Object> data = draft.data instanceof RawData
                ? draft.data
                : Collections.unmodifiableMap(draft.data);
        String id = draft.id == null || draft.id.isEmpty() ? ids.next() : word("id", draft.id, LONGEST_ID);
        String source = draft.source == null || draft.source.isBlank()
                ? defaultSource
                : word("source", draft.source, LONGEST_ID);
        String subject = draft.subject == null ? subject(known, data) : word("subject", draft.subject, LONGEST_ID);
        Instant time = draft.time == null ? clock.instant().truncatedTo(ChronoUnit.MICROS) : reachable(draft.time);
        State state = draft.state == null ? state(known) : draft.state;
        Severity severity = draft.severity != null ? draft.severity : severity(known, state, data);
        String dedupkey = draft.dedupkey != null
                ? word("dedupkey", draft.dedupkey, LONGEST_ID)
                : dedupkey(source, type, known, subject);
        String traceparent = draft.traceparent == null ? null : word("traceparent", draft.traceparent, LONGEST_ID);
        return new Event(id, source, type, subject, time, severity, state, dedupkey, draft.title, draft.message,
                tags(draft.tags), traceparent, data, draft.problem);
    }

    private static String subject(EventType known, Map<String, Object> data) {
        Object entity = known == null ? null : data.get(known.entity());
        return entity instanceof String || entity instanceof Number ? cut(entity.toString()) : null;
    }

    private static String cut(String value) {
        return value.isBlank() ? null : value.length() <= LONGEST_ID ? value : value.substring(0, LONGEST_ID);
    }

    private static State state(EventType known) {
        return known != null && !known.resolves().isEmpty() ? State.RESOLVED : State.FIRING;
    }

    /** An end is good news, whatever the problem was. */
    private static Severity severity(EventType known, State state, Map<String, Object> data) {
        if (known == null) {
            return Severity.INFO;
        }
        return state == State.RESOLVED ? Severity.INFO : known.severityFor(data);
    }

    private static String dedupkey(String source, String type, EventType known, String subject) {
        String key = source + '/' + (known == null ? type : known.problem());
        return subject == null ? key : key + '/' + subject;
    }

    private Instant reachable(Instant time) throws InvalidEvent {
        if (time.isBefore(YEAR_0)) {
            throw new InvalidEvent("time", "\"" + time + "\" lies before the year 0; expected a time of RFC 3339");
        }
        if (time.isAfter(clock.instant().plus(maxFuture))) {
            throw new InvalidEvent("time",
                    "\"" + time + "\" lies in the future; expected a time no later than " + maxFuture
                            + " from now (signalbox.intake.max-future). Is the sender's clock right?");
        }
        return time;
    }

    /** Ids, types, sources and subjects end up in protocols made of lines, so they are one line. */
    private static String word(String field, String value, int longest) throws InvalidEvent {
        if (value.length() > longest) {
            throw new InvalidEvent(field,
                    "is " + value.length() + " characters long; expected " + longest + " at most");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                throw new InvalidEvent(field,
                        "holds a control character at position " + i + "; expected one line of text");
            }
        }
        return value;
    }

    private static List<String> tags(List<String> tags) throws InvalidEvent {
        for (String tag : tags == null ? List.<String>of() : tags) {
            word("tags", tag, LONGEST_WORD);
        }
        return tags;
    }
}
