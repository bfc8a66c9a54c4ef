package io.signalbox.validate;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Can a step do what it is there for with what it is given, where Camel finds out only when an event comes? */
final class StepValues implements Rule {
    private static final String HELP = "https://camel.apache.org/components/4.14.x/eips/%s-eip.html";
    private static final Map<String, Set<String>> DURATIONS = Map.of("throttle", Set.of("timePeriodMillis"), "sample",
            Set.of("samplePeriod"), "aggregate", Set.of("completionTimeout", "completionInterval"), "circuitBreaker",
            Set.of("timeoutDuration"));

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        routes.files.forEach(file -> check(file, routes.settings, found));
        routes.kamelets.values().forEach(kamelet -> check(kamelet.part(), null, found));
    }

    private static void check(Part part, Settings settings, Consumer<Finding> found) {
        for (Part.Member member : part.members()) {
            if (member.value().isMap()) {
                step(member, settings, found);
            }
            check(member.value(), settings, found);
        }
        part.items().forEach(item -> check(item, settings, found));
    }

    private static void step(Part.Member step, Settings settings, Consumer<Finding> found) {
        String name = step.name();
        Part options = step.value();
        if (name.equals("choice") && options.at("when") == null) {
            found.accept(step.key().warning("choice-without-when", HELP.formatted(name),
                    "a choice has no \"when\"; expected at least one, with a condition and steps"));
        }
        if (name.equals("delay")) {
            duration(constant(options), "a delay", HELP.formatted(name), settings, found);
        }
        for (String option : DURATIONS.getOrDefault(name, Set.of())) {
            duration(options.at(option), option, HELP.formatted(name), settings, found);
        }
    }

    private static Part constant(Part options) {
        Part expression = options.at("expression") == null ? options : options.at("expression");
        Part constant = expression.at("constant");
        return constant == null || constant.at("expression") == null ? constant : constant.at("expression");
    }

    private static void duration(Part part, String name, String help, Settings settings, Consumer<Finding> found) {
        String value = part == null || part.text() == null
                ? null
                : settings == null ? part.text() : settings.resolve(part.text());
        if (value != null && !value.contains("{{") && !Values.fits("duration", value)) {
            found.accept(part.error("duration", help,
                    name + " is \"" + value + "\"; expected milliseconds, or " + Values.expected("duration")));
        }
    }
}
