package io.signalbox.protocol;

/** What of a text may stand in MQTT? Everything but control characters, halves of characters, and what is no character at all. */
final class MqttText {
    private static final char INSTEAD = '_';

    private MqttText() {
    }

    /** The text, or its beginning where it has more than so many UTF-16 units. */
    static String safe(String text, int longest) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), longest));
        Ellipsis.cut(text, longest).codePoints().forEach(
                c -> safe.appendCodePoint(
                        Character.isISOControl(c) || c >= 0xd800 && c < 0xe000 || (c & 0xfffe) == 0xfffe
                                ? INSTEAD
                                : c));
        return safe.toString();
    }
}
