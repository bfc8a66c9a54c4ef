package io.signalbox.validate;

import java.util.function.Consumer;

import io.signalbox.validate.Finding.Level;

/** Does every function of a Simple expression that begins also end? */
final class Expressions implements Rule {
    private static final String HELP = "https://camel.apache.org/components/4.14.x/languages/simple-language.html";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        routes.files.forEach(file -> check(file, false, found));
        routes.kamelets.values().forEach(kamelet -> check(kamelet.part(), false, found));
    }

    private static void check(Part part, boolean simple, Consumer<Finding> found) {
        for (Part.Member member : part.members()) {
            check(member.value(), "simple".equals(member.name()) || simple && "expression".equals(member.name()),
                    found);
        }
        part.items().forEach(item -> check(item, false, found));
        int open = simple && part.text() != null ? open(part.text()) : -1;
        if (open >= 0) {
            found.accept(part.finding(Level.ERROR, "simple-syntax", HELP,
                    "\"${\" has no \"}\"; expected the end of the function", open));
        }
    }

    /** Where a function begins that does not end, or a negative number. */
    private static int open(String text) {
        int from = text.indexOf("${");
        while (from >= 0) {
            int end = text.indexOf('}', from);
            int next = text.indexOf("${", from + 2);
            if (end < 0 || next >= 0 && next < end && text.indexOf('}', end + 1) < 0) {
                return from;
            }
            from = next;
        }
        return -1;
    }
}
