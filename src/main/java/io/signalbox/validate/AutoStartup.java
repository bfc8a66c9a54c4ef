package io.signalbox.validate;

import java.util.List;
import java.util.function.Consumer;

/** Can it be said of every route whether it starts by itself? */
final class AutoStartup implements Rule {
    private static final String HELP = "README.md#backends";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Route route : routes.routes) {
            Part start = route.part().at("autoStartup");
            String value = start == null || start.text() == null ? null : routes.settings.resolve(start.text());
            if (value != null && start.text().contains("{{") && !value.contains("{{")
                    && !List.of("true", "false").contains(value.strip().toLowerCase())) {
                found.accept(start.error("auto-startup", HELP, start.text() + " is \"" + value
                        + "\", in " + routes.settings.file() + " or the environment; expected true or false"));
            }
        }
    }
}
