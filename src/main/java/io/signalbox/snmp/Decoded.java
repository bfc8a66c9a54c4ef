package io.signalbox.snmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.snmp4j.smi.AbstractVariable;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** What do the values of an answer mean, in the profile's words? */
final class Decoded {
    private Decoded() {
    }

    static Reading reading(Profile profile, Map<OID, Variable> exact, Walk walk) {
        Map<String, Object> values = new HashMap<>();
        for (Profile.Value value : profile.values().values()) {
            put(values, value, value.first() ? null : exact.get(value.oid()));
        }
        walk.firsts().forEach(
                first -> put(values, first.value,
                        first.cells.isEmpty() ? null : first.cells.values().iterator().next()));
        Map<String, List<Reading.Row>> tables = new HashMap<>();
        for (Profile.Table table : profile.tables().values()) {
            if (!walk.incomplete(table.name())) {
                tables.put(table.name(), rows(table, walk));
            }
        }
        return new Reading(values, tables);
    }

    private static List<Reading.Row> rows(Profile.Table table, Walk walk) {
        List<Walk.Column> columns = walk.columns().stream().filter(it -> it.table.equals(table.name())).toList();
        Set<OID> indexes = new TreeSet<>();
        columns.forEach(column -> indexes.addAll(column.cells.keySet()));
        List<Reading.Row> rows = new ArrayList<>();
        Map<String, Integer> keys = new HashMap<>();
        for (OID index : indexes) {
            Map<String, Object> cells = new LinkedHashMap<>();
            columns.forEach(column -> put(cells, column.value, column.cells.get(index)));
            table.columns().values().forEach(value -> percent(cells, value));
            String dotted = index.toDottedString();
            String key = text(cells.get(table.key()), dotted);
            // Two rows of one name are told apart by their place.
            String own = keys.merge(key, 1, Integer::sum) == 1 ? key : key + '#' + dotted;
            rows.add(new Reading.Row(dotted, own, text(cells.get(table.label()), dotted), cells));
        }
        return rows;
    }

    private static String text(Object value, String otherwise) {
        return value == null || value.toString().isBlank() ? otherwise : value.toString();
    }

    /** A negative level means "unknown" or "some is left": no percentage then. */
    private static void percent(Map<String, Object> cells, Profile.Value value) {
        if (value.percent() != null && cells.get(value.percent()) instanceof Long part && part >= 0
                && cells.get(value.of()) instanceof Long whole && whole > 0) {
            cells.put(value.name(), Math.round(100.0 * part / whole));
        }
    }

    private static void put(Map<String, Object> values, Profile.Value asked, Variable variable) {
        Object value = variable == null ? null : value(variable);
        if (value instanceof Long number && !asked.names().isEmpty()) {
            value = asked.names().getOrDefault(number, number.toString());
        } else if (!asked.bits().isEmpty()) {
            value = variable instanceof OctetString octets ? bits(octets.getValue(), asked.bits()) : null;
        }
        if (value != null) {
            values.put(asked.name(), value);
        }
    }

    /** A number as Long, anything else as text; null for what is not there. */
    static Object value(Variable variable) {
        if (variable instanceof OctetString octets) {
            return text(octets.getValue());
        }
        if (variable instanceof OID oid) {
            return oid.toDottedString();
        }
        if (variable instanceof IpAddress || variable instanceof Counter64) {
            return variable instanceof Counter64 counter ? (Object) counter.getValue() : variable.toString();
        }
        if (variable instanceof Null || !(variable instanceof AbstractVariable)) {
            return null;
        }
        try {
            return variable.toLong();
        } catch (UnsupportedOperationException e) {
            return variable.toString();
        }
    }

    /** Bit 0 is the highest of the first octet. */
    private static List<String> bits(byte[] octets, List<String> words) {
        List<String> set = new ArrayList<>();
        for (int bit = 0; bit < words.size() && bit < octets.length * 8; bit++) {
            if ((octets[bit / 8] & 0x80 >> bit % 8) != 0) {
                set.add(words.get(bit));
            }
        }
        return set;
    }

    /** UTF-8 where it is, as printers' strings are; else hexadecimal, as for a MAC address. */
    static String text(byte[] octets) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            while (text.endsWith("\0")) {
                text = text.substring(0, text.length() - 1);
            }
            if (text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Said as numbers, then.
        }
        return HexFormat.ofDelimiter(":").formatHex(octets);
    }
}
