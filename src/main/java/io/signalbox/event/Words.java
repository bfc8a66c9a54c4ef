package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which word do these bytes spell? Senders use few names, types and sources, so each is made once. A word that needs another's place takes
 * it: the table does not grow.
 */
final class Words {
    private static final int PLACES = 1 << 10;
    private static final int LONGEST = 48;

    private final String[] words = new String[PLACES];

    String of(byte[] bytes, int from, int to) {
        int length = to - from;
        int hash = length;
        for (int at = from; at < to && length <= LONGEST; at++) {
            if (bytes[at] < 0) {
                length = Integer.MAX_VALUE;
            }
            hash = hash * 31 + bytes[at];
        }
        if (length > LONGEST) {
            return new String(bytes, from, to - from, UTF_8);
        }
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        String known = words[place];
        if (known == null || !spells(known, bytes, from, length)) {
            known = new String(bytes, from, length, UTF_8);
            words[place] = known;
        }
        return known;
    }

    private static boolean spells(String word, byte[] bytes, int from, int length) {
        if (word.length() != length) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            if (word.charAt(at) != bytes[from + at]) {
                return false;
            }
        }
        return true;
    }
}
