package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.signalbox.event.Event;

/** What is the line for an event? Words in braces stand for its parts; there is no logic, and what an event says is never looked into for braces. */
final class SubjectTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /** Either words of the template or a part of the event. */
    private record Piece(String words, Function<Event, String> part) {
    }

    private final List<Piece> pieces = new ArrayList<>();

    SubjectTemplate(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        int last = 0;
        while (matcher.find()) {
            pieces.add(new Piece(template.substring(last, matcher.start()), null));
            pieces.add(new Piece(null, part(matcher.group(1), template)));
            last = matcher.end();
        }
        pieces.add(new Piece(template.substring(last), null));
    }

    private static Function<Event, String> part(String name, String template) {
        try {
            Function<Event, Object> part = EventParts.of(name);
            return event -> {
                Object value = part.apply(event);
                return value == null ? null : EventParts.text(value);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + template + "\": " + e.getMessage());
        }
    }

    /** The line, without any line break that an event might bring. */
    String line(Event event) {
        return oneLine(filled(event, value -> value == null ? "" : value));
    }

    /**
     * The text.
     *
     * @param safe
     *            makes a part of the event, or null where the event has none, fit for where it will stand; null for no text at all
     * @return null where {@code safe} said so
     */
    String filled(Event event, UnaryOperator<String> safe) {
        if (pieces.size() == 1) {
            return pieces.get(0).words;
        }
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            String value = piece.part == null ? piece.words : safe.apply(piece.part.apply(event));
            if (value == null) {
                return null;
            }
            text.append(value);
        }
        return text.toString();
    }

    /** A header ends at a line break; so none gets into one. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c).limit(250)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
