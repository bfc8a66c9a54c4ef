package io.signalbox.protocol;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventType;

/**
 * Which problem does an event begin or end? {@code printer.online} ends {@code printer.offline}, and so both are about that one.
 *
 * <p>
 * The catalogue says so of the types that it knows, else what the bus remembers of the problem that ended; any other type is its own problem.
 */
final class ProblemType {
    private final Catalogue catalogue = Catalogue.load();

    String of(Event event) {
        EventType known = catalogue.type(event.type());
        if (known == null && event.resolved() && event.problem() != null) {
            String began = event.problem().type();
            known = catalogue.type(began);
            return known == null ? began : known.problem();
        }
        return known == null ? event.type() : known.problem();
    }
}
