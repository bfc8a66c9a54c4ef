package io.signalbox.verify;

import java.time.Duration;
import java.util.List;

/** How is what came of tests told to a person? */
public final class VerifyText {
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String DIM = "\u001b[2m";
    private static final String OFF = "\u001b[0m";
    private static final int WIDTH = 56;

    private final boolean colours;

    public VerifyText(boolean colours) {
        this.colours = colours;
    }

    /** A line for the file, and for each failure what was expected and what came. */
    public String of(String file, List<Checked> checked) {
        long failed = checked.stream().filter(each -> !each.kept()).count();
        StringBuilder text = new StringBuilder();
        String count = checked.size() + (checked.size() == 1 ? " test" : " tests");
        text.append(file).append(" ".repeat(Math.max(1, WIDTH - file.length()))).append(failed == 0
                ? in(GREEN, count)
                : in(RED, failed + " of " + count + " failed")).append('\n');
        checked.stream().filter(each -> !each.kept()).forEach(each -> failure(each, text));
        return text.toString();
    }

    private void failure(Checked checked, StringBuilder text) {
        text.append("\n  ").append(in(RED, checked.name())).append('\n');
        text.append("    ").append(checked.file()).append(':').append(checked.line()).append('\n');
        if (checked.error() != null) {
            text.append("    ").append(checked.error().replace("\n", "\n    ")).append('\n');
        }
        checked.mismatches().forEach(each -> mismatch(each, text));
        text.append('\n');
    }

    private void mismatch(Mismatch each, StringBuilder text) {
        text.append("    ").append(each.what()).append("  ").append(in(DIM, each.file() + ":" + each.line()))
                .append('\n');
        lines("      expected  ", each.expected(), GREEN, text);
        lines("      got       ", each.got(), RED, text);
    }

    private void lines(String before, String words, String colour, StringBuilder text) {
        String indented = String.join("\n" + " ".repeat(before.length()), words.stripTrailing().split("\n", -1));
        text.append(before).append(in(colour, indented)).append('\n');
    }

    /** The last line. */
    public String sum(List<Checked> checked, Duration took) {
        long failed = checked.stream().filter(each -> !each.kept()).count();
        long files = checked.stream().map(Checked::file).distinct().count();
        String count = checked.size() + (checked.size() == 1 ? " test" : " tests") + " in " + files
                + (files == 1 ? " file" : " files");
        return (failed == 0 ? in(GREEN, "All kept: " + count) : in(RED, failed + " failed of " + count))
                + ", in " + "%.1f s.%n".formatted(took.toMillis() / 1000.0);
    }

    private String in(String colour, String words) {
        return colours ? colour + words + OFF : words;
    }
}
