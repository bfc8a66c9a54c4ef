package io.signalbox.validate;

import java.util.function.Consumer;

/** Is nobody surprised when a backend's service ends? */
final class EndOfOpsgenie implements Rule {
    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Endpoint endpoint : routes.endpoints("kamelet")) {
            if (KameletProperties.name(endpoint).equals("opsgenie-sink") && endpoint.route() != null
                    && endpoint.route().enabled()) {
                found.accept(endpoint.uri().warning("service-ends", "docs/backends.md#jira-service-management",
                        "Opsgenie ends on 5 April 2027; jira-service-management-sink is what comes after it"));
            }
        }
    }
}
