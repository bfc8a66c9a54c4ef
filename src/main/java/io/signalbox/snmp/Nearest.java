package io.signalbox.snmp;

import java.util.Collection;

/** Which of the right names did somebody mean by a wrong one? */
public final class Nearest {
    private Nearest() {
    }

    /** A question to end a sentence with, or nothing where no name is near. */
    public static String question(String wrong, Collection<String> right) {
        String best = null;
        int least = 2 * (Math.max(2, wrong.length() / 3) + 1);
        for (String name : right) {
            int distance = score(wrong.toLowerCase(), name.toLowerCase());
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best == null ? "" : "; did you mean \"" + best + "\"?";
    }

    /** Of two as near, the one that begins alike is meant; one that was cut short is as near as a slip. */
    private static int score(String wrong, String name) {
        boolean begun = wrong.length() >= 4 && name.startsWith(wrong);
        int same = !wrong.isEmpty() && !name.isEmpty() && wrong.charAt(0) == name.charAt(0) ? 0 : 1;
        int slips = 2 * distance(wrong, name) + same;
        return begun ? Math.min(3, slips) : slips;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
