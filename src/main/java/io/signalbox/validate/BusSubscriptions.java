package io.signalbox.validate;

import java.util.List;
import java.util.function.Consumer;

import io.signalbox.event.Severity;

/** Can each backend's subscription be had: a known severity, numbers within bounds, an overflow that can happen? */
final class BusSubscriptions implements Rule {
    private static final int MOST = 100_000;
    private static final String HELP = "docs/validate.md#bus";

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Endpoint endpoint : routes.endpoints("bus")) {
            for (Endpoint.Option option : endpoint.options()) {
                String value = option.value() == null ? null : routes.settings.resolve(option.value());
                if (value == null) {
                    continue;
                }
                if (option.name().equals("minSeverity") && Severity.of(value).isEmpty()) {
                    found.accept(option.where().error("bus-option", HELP, "minSeverity is \"" + value
                            + "\"; expected debug, info, warning, error or critical"));
                }
                if (List.of("batchSize", "concurrency", "openAfter").contains(option.name())
                        && Values.fits("integer", value)
                        && (value.length() > 6 || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MOST)) {
                    found.accept(option.where().error("bus-option", HELP,
                            option.name() + " is " + value + "; expected a number from 1 to " + MOST));
                }
            }
            overflow(endpoint, found);
        }
    }

    private static void overflow(Endpoint endpoint, Consumer<Finding> found) {
        Endpoint.Option overflow = endpoint.isConsumer() ? endpoint.option("overflow") : null;
        if (overflow != null && !"delay".equals(overflow.value())
                && !ThrottleRates.throttles(endpoint.step()).stream().anyMatch(BusSubscriptions::rejects)) {
            found.accept(overflow.where().error("overflow-without-reject", HELP, "overflow is \"" + overflow.value()
                    + "\", but nothing overflows: expected a throttle with \"rejectExecution: true\" in this route"));
        }
    }

    private static boolean rejects(Part throttle) {
        String reject = throttle.textAt("rejectExecution");
        return reject != null && !reject.equals("false");
    }
}
