package io.signalbox.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What do the elements in a syslog message say, such as {@code [signalbox@32473 id="1"]}? */
final class StructuredData {
    private static final Pattern ID = Pattern.compile("\\[([^ =\\]\"]+)");
    private static final Pattern PARAMETER = Pattern.compile(" ([^ =\\]\"]+)=\"((?:[^\"\\\\\\]]|\\\\.)*+)\"",
            Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\\\]])");

    private StructuredData() {
    }

    /** Reads the elements that begin there; returns where they end, or -1 where they are not well formed. */
    static int read(String text, int start, Map<String, Object> elements) {
        int at = start;
        if (text.charAt(at) == '-') {
            return ended(text, at + 1) ? at + 1 : -1;
        }
        Matcher id = ID.matcher(text);
        Matcher parameter = PARAMETER.matcher(text);
        while (at < text.length() && text.charAt(at) == '[') {
            if (!at(at, id)) {
                return -1;
            }
            Map<String, Object> values = new LinkedHashMap<>();
            for (at = id.end(); at(at, parameter); at = parameter.end()) {
                values.put(parameter.group(1), ESCAPED.matcher(parameter.group(2)).replaceAll("$1"));
            }
            if (at >= text.length() || text.charAt(at) != ']') {
                return -1;
            }
            elements.put(id.group(1), values);
            at++;
        }
        return ended(text, at) ? at : -1;
    }

    /** Whether it stands just here: looking further on, for each element anew, would take the square of the message's length. */
    private static boolean at(int at, Matcher what) {
        return what.region(at, what.regionEnd()).lookingAt();
    }

    private static boolean ended(String text, int at) {
        return at == text.length() || text.charAt(at) == ' ';
    }
}
