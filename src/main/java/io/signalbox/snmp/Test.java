package io.signalbox.snmp;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Does a value say so?
 *
 * <p>
 * A value that the device does not answer says nothing, so no test holds for it.
 */
sealed interface Test {

    /**
     * @param value
     *            what the device answered: a number, text, the words of bits that are set, or null
     * @param held
     *            whether the condition held at the poll before: a value between two thresholds leaves things as they are
     */
    boolean holds(Object value, boolean held);

    /** {@code is up or testing}, {@code is not 2}. */
    record Is(List<String> words, boolean not) implements Test {
        @Override
        public boolean holds(Object value, boolean held) {
            return value != null && words.contains(value.toString()) != not;
        }
    }

    /** {@code has jammed or no_paper}: one of these bits is set. */
    record Has(List<String> bits) implements Test {
        @Override
        public boolean holds(Object value, boolean held) {
            return value instanceof Collection<?> set && bits.stream().anyMatch(set::contains);
        }
    }

    /** {@code below 10 until 15}, {@code above 90 until 80}. */
    record Beyond(double limit, double until, boolean below) implements Test {
        @Override
        public boolean holds(Object value, boolean held) {
            if (!(value instanceof Number number)) {
                return false;
            }
            double now = number.doubleValue();
            double edge = held ? until : limit;
            return below ? now < edge : now > edge;
        }
    }

    /** {@code like uplink*}: any letters in place of a star, upper or lower case. */
    record Like(Pattern pattern) implements Test {
        @Override
        public boolean holds(Object value, boolean held) {
            return value != null && pattern.matcher(value.toString()).matches();
        }
    }

    /** The test that some words describe, or null where they describe none. */
    static Test parse(String text) {
        String[] words = text.strip().split("\\s+", 2);
        if (words.length < 2) {
            return null;
        }
        String rest = words[1].strip();
        return switch (words[0]) {
            case "is" ->
                rest.startsWith("not ") ? new Is(either(rest.substring(4)), true) : new Is(either(rest), false);
            case "has" -> new Has(either(rest));
            case "below", "above" -> beyond(rest.split("\\s+"), words[0].equals("below"));
            case "like" -> new Like(Pattern.compile(
                    Arrays.stream(rest.split("\\*", -1)).map(Pattern::quote).reduce((a, b) -> a + ".*" + b).orElse(""),
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
            default -> null;
        };
    }

    private static List<String> either(String words) {
        return Arrays.stream(words.split("\\s+or\\s+")).map(String::strip).toList();
    }

    private static Test beyond(String[] words, boolean below) {
        try {
            double limit = Double.parseDouble(words[0]);
            double until = words.length == 3 && words[1].equals("until") ? Double.parseDouble(words[2]) : limit;
            boolean sensible = (words.length == 1 || words.length == 3 && words[1].equals("until"))
                    && (below ? until >= limit : until <= limit);
            return sensible ? new Beyond(limit, until, below) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
