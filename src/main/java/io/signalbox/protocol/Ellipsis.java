package io.signalbox.protocol;

/** How is a text made to fit? By cutting it between two characters, never within one, and saying so. */
final class Ellipsis {
    private Ellipsis() {
    }

    /** The text, or its beginning and {@code …}, in no more than so many UTF-16 units. */
    static String cut(String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - 1);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
