package io.signalbox.verify;

/**
 * What is otherwise than a test expects.
 *
 * @param line
 *            where the test expects it
 * @param what
 *            what it expects something of, such as {@code json severity}
 * @param expected
 *            as it is to be shown
 * @param got
 *            as it is to be shown
 */
public record Mismatch(String file, int line, String what, String expected, String got) {
    private static final int LONGEST = 120;
    private static final int AROUND = 60;

    /** Of long texts only what lies around the first difference. */
    static Mismatch of(TestCase one, int line, String what, String expected, String got) {
        if (expected.length() <= LONGEST && got.length() <= LONGEST) {
            return new Mismatch(one.file(), line, what, expected, got);
        }
        int at = 0;
        while (at < Math.min(expected.length(), got.length()) && expected.charAt(at) == got.charAt(at)) {
            at++;
        }
        return new Mismatch(one.file(), line, what + ", at character " + (at + 1), around(expected, at),
                around(got, at));
    }

    private static String around(String text, int at) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(text.length(), at + AROUND);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }
}
