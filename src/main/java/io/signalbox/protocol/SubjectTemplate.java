package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.signalbox.event.Event;

/** What is the line for an event? Words in braces stand for its parts; there is no logic, and what an event says is never looked into for braces. */
final class SubjectTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final List<Function<Event, String>> pieces = new ArrayList<>();

    SubjectTemplate(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        int last = 0;
        while (matcher.find()) {
            String literal = template.substring(last, matcher.start());
            pieces.add(event -> literal);
            pieces.add(part(matcher.group(1), template));
            last = matcher.end();
        }
        String rest = template.substring(last);
        pieces.add(event -> rest);
    }

    private static Function<Event, String> part(String name, String template) {
        try {
            Function<Event, Object> part = EventParts.of(name);
            return event -> EventParts.text(part.apply(event));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + template + "\": " + e.getMessage());
        }
    }

    /** The line, without any line break that an event might bring. */
    String line(Event event) {
        StringBuilder line = new StringBuilder();
        for (Function<Event, String> piece : pieces) {
            line.append(piece.apply(event));
        }
        return oneLine(line.toString());
    }

    /** A header ends at a line break; so none gets into one. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c).limit(250)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
