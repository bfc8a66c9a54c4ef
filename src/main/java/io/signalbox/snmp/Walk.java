package io.signalbox.snmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** Which rows do some columns have, and how is the next part of them asked for? All columns are read side by side. */
final class Walk {
    /** So many values fit into a datagram that no router cuts into pieces. */
    private static final int VALUES_PER_REQUEST = 40;

    private final List<Column> firsts = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private List<Column> asked = List.of();
    private int nonRepeaters;
    private int repetitions;
    private int limit = VALUES_PER_REQUEST;

    Walk(Profile profile, int maxRepetitions) {
        this.repetitions = maxRepetitions;
        profile.values().values().stream().filter(Profile.Value::first)
                .forEach(value -> firsts.add(new Column(null, value, 1)));
        profile.tables().values().forEach(table -> table.columns().values().stream().filter(it -> it.oid() != null)
                .forEach(value -> columns.add(new Column(table.name(), value, table.maxRows()))));
    }

    /** One column on its way down. */
    static final class Column {
        final String table;
        final Profile.Value value;
        final Map<OID, Variable> cells = new TreeMap<>();
        private final int most;
        private OID last;
        private boolean done;
        private boolean cut;

        Column(String table, Profile.Value value, int most) {
            this.table = table;
            this.value = value;
            this.most = most;
            this.last = value.oid();
        }

        private void end(boolean early) {
            done = true;
            cut |= early && table != null;
        }

        private void take(VariableBinding cell) {
            OID oid = cell.getOid();
            if (done) {
                return;
            }
            // An agent whose rows don't ascend would be asked in circles.
            if (cell.isException() || !oid.startsWith(value.oid()) || oid.compareTo(last) <= 0) {
                end(false);
            } else if (cells.size() == most) {
                end(true);
            } else {
                cells.put(new OID(oid.getValue(), value.oid().size(), oid.size() - value.oid().size()),
                        cell.getVariable());
                last = oid;
                done = table == null;
            }
        }
    }

    List<Column> firsts() {
        return firsts;
    }

    List<Column> columns() {
        return columns;
    }

    /** Whether a table was not read to its end, so that nothing can be said of it. */
    boolean incomplete(String table) {
        return columns.stream().anyMatch(column -> column.table.equals(table) && (column.cut || !column.done));
    }

    /** Turns a PDU into the next request; false when there is nothing left to ask. */
    boolean next(PDU request, boolean bulk) {
        List<Column> open = firsts.stream().filter(column -> !column.done).toList();
        List<Column> repeated = columns.stream().filter(column -> !column.done).toList();
        nonRepeaters = open.size();
        asked = new ArrayList<>(open);
        asked.addAll(repeated);
        if (asked.size() > limit) {
            asked = asked.subList(0, limit);
            nonRepeaters = Math.min(nonRepeaters, limit);
        }
        int repeaters = asked.size() - nonRepeaters;
        asked.forEach(column -> request.add(new VariableBinding(column.last)));
        if (bulk && repetitions > 1 && repeaters > 0) {
            request.setType(PDU.GETBULK);
            request.setNonRepeaters(nonRepeaters);
            request.setMaxRepetitions(
                    Math.max(1, Math.min(repetitions, (limit - nonRepeaters) / repeaters)));
        } else {
            nonRepeaters = asked.size();
            request.setType(PDU.GETNEXT);
        }
        return !asked.isEmpty();
    }

    /** Takes what came; the answer to the same request again is asked for in smaller parts when it was too big. */
    void take(PDU response) {
        int error = response.getErrorStatus();
        int index = response.getErrorIndex() - 1;
        if (error == PDU.tooBig && repetitions > 1) {
            repetitions /= 2;
        } else if (error == PDU.tooBig && asked.size() > 1) {
            limit = asked.size() / 2;
        } else if (error != PDU.noError) {
            // noSuchName is how SNMPv1 says that it has no more; any other error leaves the table unread.
            asked.stream().skip(Math.max(0, index)).limit(index < 0 ? asked.size() : 1)
                    .forEach(column -> column.end(error != PDU.noSuchName));
        } else {
            List<? extends VariableBinding> cells = response.getVariableBindings();
            int repeaters = asked.size() - nonRepeaters;
            for (int i = 0; i < cells.size(); i++) {
                int place = i < nonRepeaters || repeaters == 0 ? i : nonRepeaters + (i - nonRepeaters) % repeaters;
                if (place < asked.size()) {
                    asked.get(place).take(cells.get(i));
                }
            }
            if (cells.isEmpty()) {
                asked.forEach(column -> column.end(true));
            }
        }
    }
}
