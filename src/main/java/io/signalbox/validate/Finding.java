package io.signalbox.validate;

import java.util.Comparator;

/**
 * What is wrong, where, and what would help?
 *
 * @param line
 *            counted from 1
 * @param column
 *            counted from 1
 * @param rule
 *            which rule says so, in kebab-case; it stays the same from version to version
 * @param help
 *            where to read on: an address, or a file of ours
 */
public record Finding(String file, int line, int column, Level level, String rule, String message, String help)
        implements
            Comparable<Finding> {
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparing(Finding::line).thenComparing(Finding::column).thenComparing(Finding::message);

    /** Does it keep the routes from running as they are meant to? */
    public enum Level {
        ERROR, WARNING;

        @Override
        public String toString() {
            return name().toLowerCase();
        }
    }

    /** The place, as editors and terminals make a link of it. */
    public String place() {
        return file + ":" + line + ":" + column;
    }

    @Override
    public int compareTo(Finding other) {
        return BY_PLACE.compare(this, other);
    }
}
