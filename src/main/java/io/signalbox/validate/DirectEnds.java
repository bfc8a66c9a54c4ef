package io.signalbox.validate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

import io.signalbox.snmp.Nearest;

/** Does every {@code direct:} lead to a route? */
final class DirectEnds implements Rule {
    private static final String HELP = "https://camel.apache.org/components/4.14.x/direct-component.html";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        Set<String> begun = new LinkedHashSet<>();
        for (Endpoint endpoint : routes.endpoints("direct")) {
            if (endpoint.isConsumer() && !begun.add(endpoint.rest())) {
                found.accept(endpoint.uri().error("duplicate-direct", HELP, "another route begins with direct:"
                        + endpoint.rest() + " already; expected one"));
            }
        }
        for (Endpoint endpoint : routes.endpoints("direct")) {
            if (!begun.contains(endpoint.rest())) {
                found.accept(endpoint.uri().error("dangling-direct", HELP, "no route begins with direct:"
                        + endpoint.rest() + Nearest.question(endpoint.rest(), begun)));
            }
        }
    }
}
