package io.signalbox.snmp;

import java.util.List;
import java.util.Map;

/**
 * What did a device answer to one poll?
 *
 * @param values
 *            by name: a Long, text, or the words of the bits that are set; what it does not know is absent
 * @param tables
 *            by name, the rows of the tables that were read to their end
 */
record Reading(Map<String, Object> values, Map<String, List<Row>> tables) {

    /**
     * @param key
     *            what tells the row from others, from poll to poll
     * @param label
     *            what people call it
     */
    record Row(String index, String key, String label, Map<String, Object> columns) {
    }

    /** The values of a name: that of the row, or the device's, or (with a table before a dot) those of all rows; null where none was read. */
    List<Object> values(String name, Row row) {
        if (row != null && row.columns().containsKey(name)) {
            return List.of(row.columns().get(name));
        }
        if (values.containsKey(name)) {
            return List.of(values.get(name));
        }
        int dot = name.indexOf('.');
        if (dot < 0 || row != null && row.columns().containsKey(name)) {
            return List.of();
        }
        List<Row> rows = tables.get(name.substring(0, dot));
        String column = name.substring(dot + 1);
        return rows == null
                ? null
                : rows.stream().filter(it -> it.columns().containsKey(column)).map(it -> it.columns().get(column))
                        .toList();
    }
}
