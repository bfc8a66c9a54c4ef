package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.event.Severity;

/** What of a text may stand in a syslog message? Nothing that ends a line or steers a terminal, and no more than there is room for. */
final class SyslogText {
    private SyslogText() {
    }

    /** The priority: where it comes from and how bad it is. */
    static int pri(int facility, Severity severity) {
        return facility * 8 + switch (severity) {
            case DEBUG -> 7;
            case INFO -> 6;
            case WARNING -> 4;
            case ERROR -> 3;
            case CRITICAL -> 2;
        };
    }

    /** The text with each control character written out: a line break is {@code \n}. */
    static String visible(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
            if (control && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (control) {
                out.append(switch (c) {
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> String.format("\\u%04x", (int) c);
                });
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? text : out.toString();
    }

    /** A word of printable ASCII: other characters are dashes, nothing at all is one dash, which syslog reads as "not given". */
    static String word(String text, int longest) {
        if (text == null || text.isEmpty()) {
            return "-";
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length() && i < longest; i++) {
            char c = text.charAt(i);
            out.append(c > ' ' && c <= '~' ? c : '-');
        }
        return out.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
