package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which tables beside the events' are copied from a damaged journal into a new one? Each row by itself, as far as it can be read. */
final class CopiedTables {
    private final Connection file;
    private final DamagedTables from;
    private final Connection to;
    private final Salvaged saved;

    CopiedTables(Connection file, DamagedTables from, Connection to, Salvaged saved) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.saved = saved;
    }

    /** Copies them; whether all cursors could be read. */
    boolean copyAll() throws SQLException {
        if (from.has("quarantine")) {
            rows("quarantine", "damaged blocks that were set aside before");
        }
        named("channel", "channels");
        boolean allCursors = named("cursor", "cursors");
        named("problem", "open problems");
        if (from.has("told")) {
            named("told", "problems that a backend was told of");
        }
        List<String> letterColumns = columns("dead_letter");
        each("dead_letter", row -> letter(row, letterColumns));
        rows("delivery", "deliveries");
        if (from.has("replay")) {
            rows("replay", "replays");
            rows("replay_letter", "dead letters that wait for a replay");
        }
        return allCursors;
    }

    private void rows(String table, String what) throws SQLException {
        List<String> columns = columns(table);
        each(table, row -> {
            if (isBroken(table, row)) {
                saved.lost("a row of " + table + " that is not as it was written");
                return;
            }
            copy(table, row, table, columns);
            saved.saved(what, 1);
        });
    }

    /** It is as it was written and, where nothing says that, an event at least: else no list of them can be read. */
    private void letter(ResultSet row, List<String> columns) throws SQLException {
        if (StoredOutcomes.fault(row) != null) {
            saved.lost("the dead letter " + row.getLong("id") + " of " + row.getString("backend"));
            return;
        }
        copy("dead_letter", row, "dead_letter", columns);
        saved.saved("dead letters", 1);
    }

    /** Passes on all rows of a table; says where those are not all. */
    void each(String table, DamagedTables.Row taking) throws SQLException {
        if (!from.each(table, "*", taking)) {
            saved.lost("some rows of " + table + " that can't be read");
        }
    }

    /** Saves a small table; whether all of it could be read. */
    private boolean named(String table, String what) throws SQLException {
        List<String> columns = columns(table);
        boolean[] broken = new boolean[1];
        boolean whole = from.small(table, row -> {
            if (isBroken(table, row)) {
                broken[0] = true;
            } else {
                saved.saved(what, copy(table, row, table, columns));
            }
        }) && !broken[0];
        if (!whole) {
            saved.lost("some " + what);
        }
        return whole;
    }

    private static boolean isBroken(String table, ResultSet row) throws SQLException {
        return switch (table) {
            case "cursor" -> !Seal.holdsCursor(row);
            case "delivery" -> !Seal.holdsDelivery(row);
            default -> false;
        };
    }

    /** The columns that both have. */
    private List<String> columns(String table) throws SQLException {
        Set<String> columns = new LinkedHashSet<>(DamagedTables.columns(table, to));
        if (from.has(table)) {
            columns.retainAll(DamagedTables.columns(table, file));
        }
        return List.copyOf(columns);
    }

    /** Copies what is in a row into another table; returns how many rows that made. */
    int copy(String table, ResultSet row, String target, List<String> columns) throws SQLException {
        String names = String.join(", ", columns);
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        String more = table.equals(target) ? "" : ", reason, at";
        String moreMarks = table.equals(target) ? "" : ", '', 0";
        try (PreparedStatement insert = to.prepareStatement("INSERT OR IGNORE INTO " + target + " (" + names + more
                + ") VALUES (" + marks + moreMarks + ")")) {
            for (int at = 0; at < columns.size(); at++) {
                insert.setObject(at + 1, row.getObject(columns.get(at)));
            }
            return insert.executeUpdate();
        }
    }
}
