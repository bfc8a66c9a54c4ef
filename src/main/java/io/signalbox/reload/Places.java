package io.signalbox.reload;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.signalbox.validate.Finding;

/** Where does a route stand, of which Camel says no more than its id? */
final class Places {
    static final String HELP = "docs/reload.md";

    private Places() {
    }

    static Finding finding(Unit unit, Described texts, String rule, String message) {
        List<String> lines = texts.texts().get(unit.file()).lines().toList();
        if (unit.id() != null) {
            Pattern id = Pattern.compile("\\s*id:\\s*[\"']?(" + Pattern.quote(unit.id()) + ")[\"']?\\s*(#.*)?");
            for (int line = 0; line < lines.size(); line++) {
                Matcher matcher = id.matcher(lines.get(line));
                if (matcher.matches()) {
                    return new Finding(unit.file().toString(), line + 1, matcher.start(1) + 1, Finding.Level.ERROR,
                            rule, message, HELP);
                }
            }
        }
        return new Finding(unit.file().toString(), 1, 1, Finding.Level.ERROR, rule, message, HELP);
    }
}
