package io.signalbox.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * What is an attribute to New Relic? A name of letters, digits, {@code _:.} with a text or a number, not too long and not too many: what is
 * nested gets a name with dots, truth is a text, nothing is nothing.
 */
final class NewRelicAttributes {
    /** One document says 254, the other 255; one is left for saying that some are missing. */
    private static final int MOST = 253;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TEXT = 4096;
    private static final int DEEPEST = 10;
    /** Names that mean something to New Relic, or are dropped there. */
    private static final Set<String> RESERVED = Set.of("accountId", "appId", "entity.guid", "entity.name",
            "entity.type",
            "hostname", "log", "plugin.type", "fb.input");

    private final JsonGenerator json;
    private final Set<String> used = new HashSet<>();
    private int missing;

    NewRelicAttributes(JsonGenerator json) {
        this.json = json;
    }

    /** A name that nothing else may have. */
    void taken(String name) {
        used.add(name);
    }

    /** One of our own, whose name is as it should be. */
    void text(String name, String value) throws IOException {
        if (value != null) {
            used.add(name);
            json.writeStringField(name, Ellipsis.cut(value, LONGEST_TEXT));
        }
    }

    /** One of our own. */
    void number(String name, int value) throws IOException {
        used.add(name);
        json.writeNumberField(name, value);
    }

    /** All of an event's data. */
    void data(Map<String, Object> data) throws IOException {
        for (Map.Entry<String, Object> entry : data.entrySet()) {
            flat(entry.getKey(), entry.getValue(), 1);
        }
        if (missing > 0) {
            json.writeNumberField("attributes_missing", missing);
        }
    }

    private void flat(String name, Object value, int depth) throws IOException {
        if (value instanceof Map<?, ?> map && depth < DEEPEST) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                flat(name + "." + entry.getKey(), entry.getValue(), depth + 1);
            }
        } else if (value instanceof List<?> list && list.stream().anyMatch(i -> i instanceof Map || i instanceof List)
                && depth < DEEPEST) {
            for (int i = 0; i < list.size(); i++) {
                flat(name + "." + i, list.get(i), depth + 1);
            }
        } else if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder();
            list.forEach(item -> text.append(text.isEmpty() ? "" : ", ").append(item));
            write(name, text.toString());
        } else if (value != null) {
            write(name, value);
        }
    }

    private void write(String name, Object value) throws IOException {
        if (used.size() >= MOST) {
            missing++;
            return;
        }
        json.writeFieldName(unique(name));
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue()) && fits(number)) {
            json.writeNumber(number.doubleValue());
        } else {
            json.writeString(Ellipsis.cut(value.toString(), LONGEST_TEXT));
        }
    }

    /** Whole numbers of more than 64 bits would be cut there, so they go as text. */
    private static boolean fits(Number number) {
        return number instanceof Double || number instanceof Float
                || number instanceof BigDecimal decimal && decimal.scale() > 0;
    }

    private String unique(String name) {
        StringBuilder safe = new StringBuilder(Math.min(LONGEST_NAME, name.length()));
        for (int i = 0; i < name.length() && safe.length() < LONGEST_NAME; i++) {
            char c = name.charAt(i);
            boolean good = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':'
                    || c == '.';
            safe.append(good ? c : '_');
        }
        String wanted = safe.isEmpty() ? "_" : safe.toString();
        if (RESERVED.contains(wanted) || wanted.equals("attributes_missing") || used.contains(wanted)) {
            wanted = cut("data." + wanted, LONGEST_NAME);
        }
        String free = wanted;
        for (int n = 2; !used.add(free); n++) {
            free = cut(wanted, LONGEST_NAME - 4) + "_" + n;
        }
        return free;
    }

    private static String cut(String ascii, int longest) {
        return ascii.substring(0, Math.min(longest, ascii.length()));
    }
}
