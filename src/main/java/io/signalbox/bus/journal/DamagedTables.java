package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How is a table read of which some pages can't be? Row by row; past what can't be read, it goes on. */
final class DamagedTables {
    private final Connection from;

    DamagedTables(Connection from) {
        this.from = from;
    }

    /** Takes a row. */
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /**
     * All rows of a table with numbers; whether those are all. They come in their order, but for what only looks like a row: where a page is
     * cut off or is another's, numbers go back.
     */
    boolean each(String table, String read, Row taking) throws SQLException {
        long after = Long.MIN_VALUE;
        boolean whole = true;
        String sql = "SELECT rowid AS row_number, " + read + " FROM " + table
                + " NOT INDEXED WHERE rowid > ? ORDER BY rowid";
        while (true) {
            try (PreparedStatement select = prepare(sql)) {
                select.setLong(1, after);
                try (ResultSet row = query(select)) {
                    while (next(row)) {
                        taking.take(row);
                        after = Math.max(after, row.getLong("row_number"));
                    }
                }
                break;
            } catch (Unreadable e) {
                whole = false;
                long beyond = beyond(table, after == Long.MIN_VALUE ? 0 : after);
                if (beyond == Long.MAX_VALUE) {
                    break;
                }
                after = beyond;
            }
        }
        return whole;
    }

    /** All rows of a small table: from its beginning and, where they can't all be read, from its end as well; whether those are all. */
    boolean small(String table, Row taking) throws SQLException {
        boolean whole = true;
        for (String order : List.of("", " DESC")) {
            try (PreparedStatement select = prepare("SELECT * FROM " + table + " ORDER BY 1" + order);
                    ResultSet row = query(select)) {
                while (next(row)) {
                    taking.take(row);
                }
                break;
            } catch (Unreadable e) {
                whole = false;
            }
        }
        return whole;
    }

    /** Whether there is such a table. */
    boolean has(String table) {
        try (Statement statement = from.createStatement()) {
            statement.executeQuery("SELECT * FROM " + table + " LIMIT 0").close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** A row can't be read. */
    private static final class Unreadable extends SQLException {
        Unreadable(SQLException why) {
            super(why);
        }
    }

    private PreparedStatement prepare(String sql) throws Unreadable {
        try {
            return from.prepareStatement(sql);
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    private static ResultSet query(PreparedStatement select) throws Unreadable {
        try {
            return select.executeQuery();
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    private static boolean next(ResultSet rows) throws Unreadable {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    /** The smallest number behind one after which rows can be read again: found in strides that double, then in halves. */
    private long beyond(String table, long after) {
        long bad = after;
        long good = Long.MAX_VALUE;
        for (long stride = 1; stride > 0 && after + stride > 0; stride *= 2) {
            if (isReadable(table, after + stride)) {
                good = after + stride;
                break;
            }
            bad = after + stride;
        }
        while (good != Long.MAX_VALUE && good - bad > 1) {
            long middle = bad + (good - bad) / 2;
            if (isReadable(table, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    private boolean isReadable(String table, long after) {
        try (PreparedStatement select = from.prepareStatement(
                "SELECT rowid, * FROM " + table + " NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT 1")) {
            select.setLong(1, after);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getLong(1) > after;
            }
        } catch (SQLException e) {
            return false;
        }
    }

    /** The names of a table's columns. */
    static List<String> columns(String table, Connection connection) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
