package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * How does a text stand in a URL's path? As one segment, whatever is in it: all but the unreserved characters is percent-encoded.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.3">RFC 3986, 2.3</a>
 */
final class PathSegment {
    private PathSegment() {
    }

    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_'
                    || b == '.' || b == '~';
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
