package io.signalbox.protocol;

import java.util.function.UnaryOperator;

import io.signalbox.event.Event;

/**
 * What is the key of an item? A template such as {@code printer.down[{subject}]}; what an event puts into it can't end a parameter or
 * begin another.
 *
 * @see <a href="https://www.zabbix.com/documentation/6.0/en/manual/config/items/item/key">Item key format</a>
 */
final class ZabbixKey {
    private static final int LONGEST_PART = 255;

    private final SubjectTemplate name;
    private final SubjectTemplate parameters;

    ZabbixKey(String template) {
        int bracket = template.indexOf('[');
        String before = bracket < 0 ? template : template.substring(0, bracket);
        if (!before.matches("([0-9a-zA-Z_.-]|\\{[^{}]*})+") || bracket >= 0 && !template.endsWith("]")) {
            throw new IllegalArgumentException("\"" + template
                    + "\" is no item key; expected letters, digits, dots, dashes and underscores, such as printer.down[{subject}]");
        }
        name = new SubjectTemplate(before);
        parameters = new SubjectTemplate(bracket < 0 ? "" : template.substring(bracket));
    }

    /** The key for an event; null where it has no such part. */
    String of(Event event) {
        String key = name.filled(event, part -> part(part, value -> value.replaceAll("[^0-9a-zA-Z_.-]", "_")));
        String rest = parameters.filled(event, part -> part(part, ZabbixKey::parameter));
        return key == null || rest == null ? null : key + rest;
    }

    private static String part(String value, UnaryOperator<String> safe) {
        return value == null || value.isBlank() ? null : safe.apply(Ellipsis.cut(value, LONGEST_PART));
    }

    /** As Zabbix writes it itself: with quotes only where it must be. */
    private static String parameter(String value) {
        String clean = value.strip().replaceAll("\\p{Cntrl}", " ");
        if (clean.indexOf(',') < 0 && clean.indexOf(']') < 0 && !clean.startsWith("\"") && !clean.startsWith("[")) {
            return clean;
        }
        // A backslash at the end would take the closing quote's meaning away.
        return '"' + clean.replaceAll("\\\\$", "_").replace("\"", "\\\"") + '"';
    }
}
