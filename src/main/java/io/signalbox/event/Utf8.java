package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How is a text made to fit into so many bytes of UTF-8? By cutting it between two characters, never within one, and saying so. */
public final class Utf8 {
    private static final String MARK = "…";
    private static final int MARK_LENGTH = length(MARK);

    private Utf8() {
    }

    /** The text's length in bytes. */
    public static int length(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** The text, or its beginning and {@code …}, in no more than so many bytes; where there is no room for the mark either, nothing. */
    public static String cut(String text, int longest) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= longest) {
            return text;
        }
        if (longest < MARK_LENGTH) {
            return "";
        }
        int end = longest - MARK_LENGTH;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, UTF_8) + MARK;
    }
}
