package io.signalbox.event;

import java.util.List;
import java.util.Map;

/**
 * What the catalogue knows of a type of event.
 *
 * @param name
 *            the type, such as {@code printer.offline}
 * @param severity
 *            the severity of such an event when its sender gives none
 * @param severityIf
 *            severities that a value in the data asks for: field, then value
 * @param channels
 *            who hears of it by default
 * @param entity
 *            the field of data that names what the event is about
 * @param resolves
 *            the types of problem that such an event ends
 * @param problem
 *            the type that stands in the dedup key: its own, or that of the problem that it ends or shares an end with
 * @param payload
 *            the fields of data that such events carry
 */
public record EventType(String name, Severity severity, Map<String, Map<String, Severity>> severityIf,
        List<String> channels,
        String entity, List<String> resolves, String problem, List<String> payload) {

    /** The severity that the data asks for, or else the default. */
    Severity severityFor(Map<String, Object> data) {
        for (var condition : severityIf.entrySet()) {
            Severity asked = condition.getValue().get(String.valueOf(data.get(condition.getKey())));
            if (asked != null) {
                return asked;
            }
        }
        return severity;
    }
}
