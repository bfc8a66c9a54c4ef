package io.signalbox.protocol;

/**
 * What is a text to Slack? The same characters, with those escaped by which Slack knows a mention, a link or a channel, so that no event
 * can call {@code <!channel>} together.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text#escaping">Escaping text</a>
 */
final class SlackText {
    private SlackText() {
    }

    /** The text, or its beginning and {@code …}, in no more than so many UTF-16 units after it was escaped. */
    static String of(String text, int longest) {
        StringBuilder out = new StringBuilder(Math.min(text.length() + 16, longest));
        int lastCut = 0;
        for (int i = 0; i < text.length();) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            String escaped = switch (character) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                default -> Character.toString(character);
            };
            if (out.length() + escaped.length() > longest) {
                return out.substring(0, lastCut) + "…";
            }
            out.append(escaped);
            if (out.length() < longest && !Ellipsis.joined(text, i)) {
                lastCut = out.length();
            }
        }
        return out.toString();
    }
}
