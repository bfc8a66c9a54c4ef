package io.signalbox.bus.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import io.signalbox.bus.Search;

/** May an event be one of those that somebody looks for? Told from its bytes, many times faster than by reading it. */
final class Needles {
    private final List<byte[]> needles = new ArrayList<>();

    Needles(Search search) {
        String type = search.type() == null || search.type().contains("*") ? null : search.type();
        Stream.of(search.q(), search.subject(), search.source(), search.tag(), type).filter(Objects::nonNull)
                .filter(Needles::isPlain)
                .forEach(text -> needles.add(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)));
    }

    /** JSON writes it as it is, and its capitals are nobody else's. */
    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '/');
    }

    /** Whether all that is looked for stands somewhere in there, in capitals or not. */
    boolean areIn(byte[] data, int from, int to) {
        for (byte[] needle : needles) {
            if (!isIn(needle, data, from, to)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(byte[] needle, byte[] data, int from, int to) {
        int last = to - needle.length;
        byte lower = needle[0];
        byte upper = lower >= 'a' && lower <= 'z' ? (byte) (lower - 32) : lower;
        for (int at = from; at <= last; at++) {
            if ((data[at] == lower || data[at] == upper) && isAt(needle, data, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] needle, byte[] data, int at) {
        for (int i = 1; i < needle.length; i++) {
            byte b = data[at + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != needle[i]) {
                return false;
            }
        }
        return true;
    }
}
