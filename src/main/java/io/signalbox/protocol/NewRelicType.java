package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.signalbox.event.Event;

/**
 * In which of New Relic's tables does an event stand?
 *
 * @param pattern
 *            event types, such as {@code job.*}
 * @param name
 *            what New Relic calls them, such as {@code PrintJob}
 */
record NewRelicType(String pattern, String name) {
    private static final String OTHERS = "ContinuumEvent";
    /** What New Relic keeps for itself; it drops events that are called so. */
    private static final Pattern RESERVED = Pattern.compile("Metric|MetricRaw|Metric[0-9].*|Public_.*");

    /** {@code job.*=PrintJob, *=ContinuumEvent}. */
    static List<NewRelicType> list(String written) {
        List<NewRelicType> types = new ArrayList<>();
        for (String pair : written.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                types.add(
                        new NewRelicType(pair.substring(0, equals).strip(), name(pair.substring(equals + 1).strip())));
            }
        }
        return types;
    }

    /** The first name whose pattern fits. */
    static String of(Event event, List<NewRelicType> types) {
        for (NewRelicType type : types) {
            if (io.signalbox.bus.Pattern.matches(type.pattern, event.type())) {
                return type.name;
            }
        }
        return OTHERS;
    }

    private static String name(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9_:]", "_");
        if (safe.isEmpty() || RESERVED.matcher(safe).matches()) {
            throw new IllegalArgumentException("New Relic takes no event type called \"" + name + "\"");
        }
        return safe.substring(0, Math.min(255, safe.length()));
    }
}
