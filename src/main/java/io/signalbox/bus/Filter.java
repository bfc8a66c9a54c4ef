package io.signalbox.bus;

import java.util.List;

import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventType;
import io.signalbox.event.Severity;

/**
 * Which events of its channels does a backend want?
 *
 * @param minSeverity
 *            the least severity
 * @param types
 *            types, with {@code *} for any part; empty for all
 * @param requiredTags
 *            tags that an event must all have
 */
public record Filter(Catalogue catalogue, Severity minSeverity, List<String> types, List<String> requiredTags) {
    private static final String ACKNOWLEDGED = ".acknowledged";

    public Filter {
        types = types.stream().map(catalogue::presentName).toList();
        requiredTags = List.copyOf(requiredTags);
    }

    /** Why an event does not pass, as the condition that said no; null when it passes. */
    public String refusal(Event event) {
        if (!requiredTags.isEmpty() && !event.tags().containsAll(requiredTags)) {
            return "requiredTags=" + String.join(",", requiredTags);
        }
        String refusal = refusal(event.type(), event.severity());
        return refusal == null || event.resolved() && endOfWanted(event) || acknowledgesWanted(event) ? null : refusal;
    }

    public boolean passes(Event event) {
        return refusal(event) == null;
    }

    private String refusal(String type, Severity severity) {
        if (!severity.atLeast(minSeverity)) {
            return "minSeverity=" + minSeverity;
        }
        return types.isEmpty() || types.stream().anyMatch(pattern -> Pattern.matches(pattern, type))
                ? null
                : "types=" + String.join(",", types);
    }

    /** Who heard of a problem hears, too, that somebody has taken it on: {@code printer.offline.acknowledged}. */
    private boolean acknowledgesWanted(Event event) {
        if (!event.type().endsWith(ACKNOWLEDGED)) {
            return false;
        }
        String problem = event.type().substring(0, event.type().length() - ACKNOWLEDGED.length());
        EventType known = catalogue.type(problem);
        return refusal(problem, known == null ? Severity.CRITICAL : known.severity()) == null;
    }

    /** Who heard of a problem must hear of its end, which by itself is neither severe nor of the type that was asked for. */
    private boolean endOfWanted(Event event) {
        if (event.problem() != null) {
            return refusal(event.problem().type(), event.problem().severity()) == null;
        }
        EventType known = catalogue.type(event.type());
        if (known == null) {
            return false;
        }
        if (known.resolves().isEmpty()) {
            return refusal(event.type(), known.severity()) == null;
        }
        return known.resolves().stream().map(catalogue::type)
                .anyMatch(problem -> refusal(problem.name(), problem.severity()) == null);
    }
}
