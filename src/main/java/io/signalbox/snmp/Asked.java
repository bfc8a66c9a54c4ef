package io.signalbox.snmp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.snmp4j.smi.OID;

/** Which values and tables does a profile ask for, and by which names do its conditions know them? */
final class Asked {
    private final Map<String, Profile.Value> values = new LinkedHashMap<>();
    private final Map<String, Profile.Table> tables = new LinkedHashMap<>();

    Asked(Yaml values, Yaml tables) {
        if (values != null) {
            values.members("values").forEach((name, yaml) -> this.values.put(name, value(name, yaml, false)));
        }
        if (tables != null) {
            tables.members("tables").forEach((name, yaml) -> this.tables.put(name, table(name, yaml)));
        }
    }

    Map<String, Profile.Value> values() {
        return values;
    }

    Map<String, Profile.Table> tables() {
        return tables;
    }

    /** All names that a condition may use; those of the table whose rows it judges need no table before them. */
    Set<String> names(String each) {
        Set<String> names = new LinkedHashSet<>();
        if (tables.containsKey(each)) {
            names.addAll(tables.get(each).columns().keySet());
        }
        names.addAll(values.keySet());
        tables.forEach((table, it) -> it.columns().keySet().forEach(column -> names.add(table + "." + column)));
        return names;
    }

    /** The words that a value may say; empty where it may say anything. */
    Set<String> words(String name, String each) {
        Profile.Value value = tables.containsKey(each) ? tables.get(each).columns().get(name) : null;
        int dot = name.indexOf('.');
        if (value == null && dot > 0 && tables.containsKey(name.substring(0, dot))) {
            value = tables.get(name.substring(0, dot)).columns().get(name.substring(dot + 1));
        }
        if (value == null) {
            value = values.get(name);
        }
        if (value == null) {
            return Set.of();
        }
        return new LinkedHashSet<>(value.bits().isEmpty() ? value.names().values() : value.bits());
    }

    private static Profile.Table table(String name, Yaml yaml) {
        var members = yaml.members("a table", List.of("columns", "key", "label", "maxRows"));
        Map<String, Profile.Value> columns = new LinkedHashMap<>();
        if (members.containsKey("columns")) {
            Map<String, Yaml> written = members.get("columns").members("columns");
            written.forEach((column, it) -> columns.put(column, value(column, it, true)));
            written.forEach((column, it) -> {
                column(part(it, "percent"), "percent", written.keySet());
                column(part(it, "of"), "of", written.keySet());
            });
        } else {
            yaml.mistake("table \"" + name + "\" has no \"columns\"; expected names, each with the OID of a column");
        }
        Integer most = members.containsKey("maxRows")
                ? members.get("maxRows").whole("maxRows", members.get("maxRows").text("maxRows"), 1, 100_000)
                : Integer.valueOf(1000);
        return new Profile.Table(name, columns, column(members.get("key"), "key", columns.keySet()),
                column(members.get("label"), "label", columns.keySet()), most == null ? 1 : most);
    }

    private static Yaml part(Yaml column, String name) {
        return column.isMap() ? column.members("a column").get(name) : null;
    }

    private static String column(Yaml yaml, String what, Set<String> columns) {
        String name = yaml == null ? null : yaml.text(what);
        if (name != null && !columns.contains(name)) {
            yaml.mistake(what + " is \"" + name + "\"; expected one of the columns " + String.join(", ", columns)
                    + Nearest.question(name, columns));
        }
        return name;
    }

    private static Profile.Value value(String name, Yaml yaml, boolean column) {
        var members = yaml.members("\"" + name + "\"",
                column ? List.of("oid", "names", "bits", "percent", "of") : List.of("oid", "first", "names", "bits"));
        String percent = members.containsKey("percent") ? members.get("percent").text("percent") : null;
        String of = members.containsKey("of") ? members.get("of").text("of") : null;
        boolean first = members.containsKey("first");
        Yaml written = first ? members.get("first") : members.get("oid");
        if (written == null && (percent == null || of == null)) {
            yaml.mistake("\"" + name + "\" has no \"oid\"; expected "
                    + (column
                            ? "the OID of a column, or \"percent:\" and \"of:\" with the names of two columns"
                            : "the OID of an instance, or \"first:\" with that of a column"));
        }
        return new Profile.Value(name, written == null ? null : oid(written), first, names(members.get("names")),
                bits(members.get("bits")), percent, of);
    }

    private static OID oid(Yaml yaml) {
        String text = yaml.text("oid");
        if (text == null) {
            return null;
        }
        if (!text.matches("\\.?[0-2](\\.\\d{1,10}){1,127}")) {
            yaml.mistake("\"" + text + "\" is no OID; expected numbers with dots, such as 1.3.6.1.2.1.1.3.0");
            return null;
        }
        return new OID(text.startsWith(".") ? text.substring(1) : text);
    }

    private static Map<Long, String> names(Yaml yaml) {
        Map<Long, String> names = new LinkedHashMap<>();
        if (yaml != null) {
            yaml.members("names").forEach((number, word) -> {
                if (number.matches("-?\\d{1,18}")) {
                    names.put(Long.valueOf(number), word.text(number));
                } else {
                    word.mistake("\"" + number + "\" is no number; expected the number that the word stands for");
                }
            });
        }
        return names;
    }

    private static List<String> bits(Yaml yaml) {
        List<String> bits = new ArrayList<>();
        if (yaml != null) {
            yaml.items().forEach(bit -> bits.add(bit.text("bits")));
        }
        return bits;
    }
}
