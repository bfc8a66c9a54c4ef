package io.signalbox.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, and was it what is asked for? A Markdown table, a line as soon as it is known, and one of the targets. */
final class Results {
    private final Map<String, String> targets = new LinkedHashMap<>();
    private int missed;

    void start() {
        System.out.println("| What | | |");
        System.out.println("|---|--:|---|");
    }

    void section(String what) {
        System.out.println("| **" + what + "** | | |");
    }

    void row(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, value < 100 ? "| %s | %,.1f | %s |%n" : "| %s | %,.0f | %s |%n", what, value,
                unit);
    }

    void missing(String what, String why) {
        System.out.println("| " + what + " | – | " + why + " |");
    }

    void atLeast(String what, double asked, double measured, String unit) {
        target(what, "at least", asked, measured, unit, measured >= asked);
    }

    void none(String what, List<String> measured) {
        missed += measured.isEmpty() ? 0 : 1;
        targets.put(what,
                "none | " + (measured.isEmpty() ? "none | met" : String.join(", ", measured) + " | **missed**"));
    }

    void lessThan(String what, double asked, double measured, String unit) {
        target(what, "less than", asked, measured, unit, measured < asked);
    }

    private void target(String what, String word, double asked, double measured, String unit, boolean met) {
        missed += met ? 0 : 1;
        targets.put(what,
                String.format(Locale.ROOT, measured < 100 ? "%s %,.0f %s | %,.1f | %s" : "%s %,.0f %s | %,.0f | %s",
                        word, asked, unit, measured, met ? "met" : "**missed**"));
    }

    void targets() {
        System.out.printf("%n| Target | Asked | Measured | |%n|---|---|--:|---|%n");
        targets.forEach((what, rest) -> System.out.println("| " + what + " | " + rest + " |"));
        System.out.printf("%n%d of %d targets missed%n", missed, targets.size());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
