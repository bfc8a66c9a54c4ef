package io.signalbox.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * JSON as it grows, in one array of UTF-8. Events are written here and not by a general generator, which takes five times as long: this is
 * done for every event, and was half of what accepting one cost.
 */
public final class JsonBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** What one character can become at the most: {@code \u001f}. */
    private static final int WIDEST = 6;

    private byte[] bytes;
    private int length;

    public JsonBuffer(int expected) {
        bytes = new byte[expected];
    }

    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room for so many bytes. */
    void expect(int more) {
        room(more);
    }

    /** Leaves so many bytes to others; what they hold is nothing. */
    JsonBuffer skip(int count) {
        room(count);
        length += count;
        return this;
    }

    /** Begins anew. */
    JsonBuffer clear() {
        length = 0;
        return this;
    }

    /** Writes ASCII as it is. */
    public JsonBuffer raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Writes what another holds between two places. */
    public void part(JsonBuffer other, int from, int to) {
        raw(other.bytes, from, to);
    }

    /** Writes a number that counts something. */
    public JsonBuffer number(int count) {
        return raw(Integer.toString(count));
    }

    /** Writes a number with so many digits. */
    JsonBuffer digits(int count, int number) {
        room(count);
        int rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** Writes JSON that is written already. */
    JsonBuffer raw(byte[] json, int from, int to) {
        room(to - from);
        System.arraycopy(json, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Writes ASCII as it is: the caller's own punctuation and names. */
    public JsonBuffer raw(String ascii) {
        int count = ascii.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
        return this;
    }

    /** Writes a text between quotes. */
    public JsonBuffer text(String text) {
        int count = text.length();
        room(count + 2);
        bytes[length++] = '"';
        int i = 0;
        // Most texts are plain: this loop alone sees them.
        for (; i < count; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                break;
            }
            bytes[length++] = (byte) c;
        }
        if (i < count) {
            rest(text, i);
        }
        room(1);
        bytes[length++] = '"';
        return this;
    }

    private void rest(String text, int from) {
        int count = text.length();
        room((count - from) * WIDEST);
        for (int i = from; i < count; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            } else if (c < ' ') {
                control(c);
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | c >> 6);
                bytes[length++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(text.charAt(i + 1))) {
                pair(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                three(Character.isSurrogate(c) ? '\ufffd' : c);
            }
        }
    }

    private void control(char c) {
        bytes[length++] = '\\';
        int letter = "\b\t\n\f\r".indexOf(c);
        if (letter >= 0) {
            bytes[length++] = (byte) "btnfr".charAt(letter);
        } else {
            bytes[length++] = 'u';
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[c >> 4];
            bytes[length++] = HEX[c & 0xf];
        }
    }

    private void three(char c) {
        bytes[length++] = (byte) (0xe0 | c >> 12);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        bytes[length++] = (byte) (0x80 | c & 0x3f);
    }

    private void pair(int point) {
        bytes[length++] = (byte) (0xf0 | point >> 18);
        bytes[length++] = (byte) (0x80 | point >> 12 & 0x3f);
        bytes[length++] = (byte) (0x80 | point >> 6 & 0x3f);
        bytes[length++] = (byte) (0x80 | point & 0x3f);
    }

    /** Writes a value of an event's data: text, number, truth, list, map or null. */
    JsonBuffer value(Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof RawData data) {
            data.write(this);
            return this;
        }
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof List<?> list) {
            return array(list);
        }
        if (value == null || value instanceof Boolean
                || value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return raw(String.valueOf(value));
        }
        return text(value.toString());
    }

    private JsonBuffer object(Map<?, ?> map) {
        raw("{");
        int start = length;
        map.forEach((name, member) -> {
            if (length > start) {
                raw(",");
            }
            text(String.valueOf(name)).raw(":").value(member);
        });
        return raw("}");
    }

    private JsonBuffer array(List<?> list) {
        raw("[");
        int start = length;
        for (Object item : list) {
            if (length > start) {
                raw(",");
            }
            value(item);
        }
        return raw("]");
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
