package io.signalbox.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Is every throttle one that Camel can bear? It keeps an object for each event that a period allows. */
final class ThrottleRates implements Rule {
    private static final int MOST = 100_000;
    private static final String HELP = "https://camel.apache.org/components/4.14.x/eips/throttle-eip.html";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Part file : routes.files) {
            for (Part throttle : throttles(file)) {
                Part rate = rate(throttle);
                String value = rate == null || rate.text() == null ? null : routes.settings.resolve(rate.text());
                if (value == null) {
                    continue;
                }
                if (!Values.fits("integer", value)) {
                    say(rate, "a throttle of \"" + value + "\"; expected a whole number of events in a period", found);
                } else if (value.startsWith("-") || value.matches("0+")) {
                    say(rate, "a throttle of " + value + " lets nothing through; expected at least 1", found);
                } else if (value.length() > 9 || Integer.parseInt(value) > MOST) {
                    say(rate, "a throttle of " + value + " would fill the memory; expected at most " + MOST
                            + " in a period, or no throttle", found);
                }
            }
        }
    }

    private static void say(Part rate, String message, Consumer<Finding> found) {
        found.accept(rate.error("throttle-rate", HELP, message));
    }

    /** The rate where it is fixed, in any of the ways to write it. */
    private static Part rate(Part throttle) {
        Part expression = throttle.at("expression") == null ? throttle : throttle.at("expression");
        Part constant = expression.at("constant");
        return constant == null || constant.at("expression") == null ? constant : constant.at("expression");
    }

    /** All throttles in a part. */
    static List<Part> throttles(Part part) {
        List<Part> throttles = new ArrayList<>();
        for (Part.Member member : part.members()) {
            if ("throttle".equals(member.name())) {
                throttles.add(member.value());
            }
            throttles.addAll(throttles(member.value()));
        }
        part.items().forEach(item -> throttles.addAll(throttles(item)));
        return throttles;
    }
}
