package io.signalbox.protocol;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;

/**
 * Which statement puts events into this table, be it ours or one that somebody else made? One for a whole batch, whose text never changes: a
 * column is one array. It fills the columns that the table has of ours, and leaves all others to their defaults.
 */
final class PostgresInsert {
    private static final Logger LOG = Logger.getLogger(PostgresInsert.class);
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, -1), t.typcategory, t.typname,
              a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS needed
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''""";
    /** What tells the server that it has an event already: a key of the id, alone or with the time. */
    private static final String KEY = """
            SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            WHERE i.indrelid = '%s'::regclass AND i.indisunique AND i.indisvalid AND i.indimmediate
              AND i.indpred IS NULL AND i.indexprs IS NULL
            GROUP BY i.indexrelid, i.indnkeyatts
            HAVING count(*) = i.indnkeyatts AND bool_and(a.attname IN ('id', 'time')) AND bool_or(a.attname = 'id')
            ORDER BY i.indnkeyatts LIMIT 1""";

    private record Filled(PostgresColumn column, String type, String category, boolean json) {
        String[] of(List<Event> events) {
            return column.of(events, category, json);
        }
    }

    private final List<Filled> columns;
    private final String sql;

    private PostgresInsert(List<Filled> columns, String sql) {
        this.columns = columns;
        this.sql = sql;
    }

    /** The statement for a table that is there. */
    static PostgresInsert into(PostgresTable table, Connection connection) throws SQLException, NotNow {
        List<Filled> columns = columns(table, connection);
        if (columns.stream().noneMatch(filled -> filled.column == PostgresColumn.ID)) {
            throw new NotNow("the table " + table.quoted() + " has no column id", null);
        }
        String key = PostgresTable.first(connection, KEY.formatted(table.quoted()));
        if (key == null) {
            LOG.warnf(
                    "The table %s has no unique key of (id) or (id, time): an event that is sent twice is there twice",
                    table.quoted());
        }
        String names = columns.stream().map(filled -> '"' + filled.column.column() + '"')
                .collect(Collectors.joining(", "));
        String casts = columns.stream()
                .map(filled -> "CAST(r.\"" + filled.column.column() + "\" AS " + filled.type + ")")
                .collect(Collectors.joining(", "));
        String arrays = columns.stream().map(filled -> "CAST(? AS text[])").collect(Collectors.joining(", "));
        return new PostgresInsert(columns, "INSERT INTO " + table.quoted() + " (" + names + ") SELECT " + casts
                + " FROM unnest(" + arrays + ") AS r(" + names + ")"
                + (key == null ? "" : " ON CONFLICT (" + key + ") DO NOTHING"));
    }

    private static List<Filled> columns(PostgresTable table, Connection connection) throws SQLException, NotNow {
        List<Filled> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS.formatted(table.quoted()));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Optional<PostgresColumn> ours = ours(rows.getString(1));
                String type = rows.getString(2);
                if (ours.isPresent() && !ours.get().fits(rows.getString(3)) || ours.isEmpty() && rows.getBoolean(5)) {
                    // The table is wrong, not the events: they wait for its owner.
                    throw new NotNow("the table " + table.quoted() + " has a column " + rows.getString(1) + " of type "
                            + type + (ours.isPresent()
                                    ? ", which can't hold it"
                                    : ", which is not null, has no default"
                                            + " and is nothing that an event has"),
                            null);
                }
                if (ours.isPresent()) {
                    columns.add(new Filled(ours.get(), type, rows.getString(3),
                            rows.getString(4).startsWith("json")));
                }
            }
        }
        return columns;
    }

    private static Optional<PostgresColumn> ours(String column) {
        return Arrays.stream(PostgresColumn.values()).filter(ours -> ours.column().equals(column)).findFirst();
    }

    /** Puts the events in, all or none; those that are there already stay as they are. Returns how many were not there. */
    int run(Connection connection, List<Event> events, Duration timeout) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
            for (int i = 0; i < columns.size(); i++) {
                statement.setArray(i + 1, connection.createArrayOf("text", columns.get(i).of(events)));
            }
            return statement.executeUpdate();
        }
    }
}
