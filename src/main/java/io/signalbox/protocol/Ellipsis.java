package io.signalbox.protocol;

/** How is a text made to fit? By cutting it between two characters, as a reader sees them, never within one, and saying so. */
final class Ellipsis {
    private static final int JOINER = 0x200d;
    /** What is joined to more than that is no character that anybody reads, but an attempt to make cutting slow. */
    private static final int LONGEST_CHARACTER = 32;

    private Ellipsis() {
    }

    /** The text, or its beginning and {@code …}, in no more than so many UTF-16 units. */
    static String cut(String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        int most = Math.max(0, longest - 1);
        if (splits(text, most)) {
            most--;
        }
        int end = most;
        while (end > 0 && most - end < LONGEST_CHARACTER && joined(text, end)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, joined(text, end) ? most : end) + "…";
    }

    /** Whether what begins there belongs to what stands before it: an accent, a skin's colour, the rest of a family. */
    static boolean joined(String text, int at) {
        if (at <= 0 || at >= text.length()) {
            return false;
        }
        int next = text.codePointAt(at);
        int type = Character.getType(next);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK || next == JOINER || next >= 0x1f3fb && next <= 0x1f3ff
                || text.charAt(at - 1) == JOINER;
    }

    private static boolean splits(String text, int at) {
        return at > 0 && Character.isHighSurrogate(text.charAt(at - 1)) && Character.isLowSurrogate(text.charAt(at));
    }
}
