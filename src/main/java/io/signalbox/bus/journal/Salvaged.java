package io.signalbox.bus.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was saved of a damaged journal, and what was not? */
final class Salvaged {
    private static final int MOST_SAID = 20;

    private final Map<String, Long> saved = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();

    void saved(String what, long many) {
        saved.merge(what, many, Long::sum);
    }

    void lost(String what) {
        lost.add(what);
    }

    boolean isWhole() {
        return lost.isEmpty();
    }

    @Override
    public String toString() {
        String kept = saved.entrySet().stream().map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        String missing = lost.stream().limit(MOST_SAID).collect(Collectors.joining("; "));
        return "Saved: " + (kept.isEmpty() ? "nothing" : kept) + ". Not saved: "
                + (missing.isEmpty() ? "nothing" : missing)
                + (lost.size() > MOST_SAID ? "; and " + (lost.size() - MOST_SAID) + " more" : "");
    }
}
