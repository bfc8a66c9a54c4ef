package io.signalbox.protocol;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.signalbox.event.Event;

/**
 * What is an event's list of tags to Datadog? {@code event_type:printer.offline,severity:warning,…}, each within what a tag may be: it
 * begins with a letter, has letters, digits and {@code _-:./}, and at most 200 of them. Anything else would be an underscore there anyway,
 * and a comma would make two of one.
 *
 * @see <a href="https://docs.datadoghq.com/getting_started/tagging/#define-tags">Define tags</a>
 */
final class DatadogTags {
    private static final int LONGEST = 200;
    /** Datadog keeps no more of one log; what it would drop we leave out, so that it is the last and not just any. */
    private static final int MOST = 100;

    private DatadogTags() {
    }

    /** The tags of an event, after those that all events have. */
    static String of(Event event, String always) {
        StringBuilder tags = new StringBuilder(128).append(always);
        add(tags, "event_type:", event.type());
        add(tags, "severity:", event.severity().text());
        add(tags, "state:", event.state().text());
        int left = MOST - 3 - (always.isEmpty() ? 0 : (int) always.chars().filter(c -> c == ',').count() + 1);
        for (String tag : event.tags()) {
            if (left-- > 0) {
                add(tags, startsWithLetter(tag) ? "" : "tag:", tag);
            }
        }
        return tags.toString();
    }

    /** What somebody wrote with commas between, as tags. */
    static String list(String written) {
        return Stream.of(written.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).limit(MOST / 2)
                .map(tag -> {
                    StringBuilder one = new StringBuilder();
                    add(one, startsWithLetter(tag) ? "" : "tag:", tag);
                    return one.toString();
                }).collect(Collectors.joining(","));
    }

    private static boolean startsWithLetter(String tag) {
        return !tag.isEmpty() && Character.isLetter(tag.codePointAt(0));
    }

    private static void add(StringBuilder tags, String name, String value) {
        if (tags.length() > 0) {
            tags.append(',');
        }
        tags.append(name);
        int left = LONGEST - name.length();
        for (int i = 0; i < value.length() && left > 0; left--) {
            int character = value.codePointAt(i);
            i += Character.charCount(character);
            boolean cut = left == 1 && i < value.length();
            boolean good = Character.isLetterOrDigit(character) || "_-:./".indexOf(character) >= 0;
            tags.appendCodePoint(cut || !good ? '_' : character);
        }
    }
}
