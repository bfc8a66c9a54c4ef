package io.signalbox.validate;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.signalbox.snmp.Nearest;

/** Is there what a test is about? */
final class TestedNames implements Rule {
    private static final String HELP = "docs/verify.md";

    private final List<Part> tests;

    /** @param tests the roots of *.test.yaml */
    TestedNames(List<Part> tests) {
        this.tests = tests;
    }

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Set<String> backends = routes.endpoints.stream().filter(
                each -> each.isConsumer() && each.scheme().equals("bus") && each.route() != null)
                .map(each -> each.route().name()).collect(Collectors.toSet());
        for (Part test : tests) {
            known("sink", "Kamelet", test.at("sink"), routes.kamelets.keySet(), found);
            known("backend", "backend", test.at("backend"), backends, found);
            Part cases = test.at("cases");
            for (Part each : cases == null ? List.<Part>of() : cases.items()) {
                known("backend", "backend", each.at("backend"), backends, found);
            }
        }
    }

    private static void known(String name, String what, Part part, Collection<String> names,
            Consumer<Finding> found) {
        if (part != null && part.text() != null && !names.contains(part.text())) {
            found.accept(part.error("unknown-" + name, HELP,
                    "there is no " + what + " \"" + part.text() + "\"" + Nearest.question(part.text(), names)));
        }
    }
}
