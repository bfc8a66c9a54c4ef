package io.signalbox.validate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Has each route an id, of its own? A backend's cursor, its counts and its dead letters are kept under it. */
final class RouteIds implements Rule {
    private static final String RULE = "route-id";
    private static final String HELP = "https://camel.apache.org/manual/routes.html";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        routes.files.forEach(file -> nameless(file, found));
        Map<String, Part> ids = new HashMap<>();
        for (Route route : routes.routes) {
            if (route.id() == null || route.id().text() == null) {
                if (!route.part().file().endsWith(".kamelet.yaml")) {
                    found.accept(route.part().error(RULE, HELP,
                            "the route has no \"id\"; expected a name: its cursor and its counts are kept under it"));
                }
                continue;
            }
            Part other = ids.putIfAbsent(route.id().text(), route.id());
            if (other != null) {
                found.accept(route.id().error("duplicate-route-id", HELP, "a route \"" + route.id().text()
                        + "\" stands in " + other.error("", "", "").place() + " already; expected an id of its own"));
            }
        }
    }

    /** Camel takes a route that begins with "from", and gives it another name at every start. */
    private static void nameless(Part file, Consumer<Finding> found) {
        for (Part item : file.items()) {
            for (Part.Member member : item.members()) {
                if (member.name().equals("from")) {
                    found.accept(member.key().error(RULE, HELP,
                            "the route has no \"id\"; expected \"route:\" with an id, and \"from:\" inside of it"));
                }
            }
        }
    }
}
