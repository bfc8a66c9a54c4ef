package io.signalbox.protocol;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import io.signalbox.bus.NotNow;

/** Is the table there? If not it is made, once, whoever else may be making it; as a hypertable where TimescaleDB is there, or with a partition a day. */
final class PostgresTable {
    private static final Logger LOG = Logger.getLogger(PostgresTable.class);
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,53}");
    private static final List<String> PARTITIONING = List.of("auto", "none", "daily", "hypertable");

    private static final String DUPLICATE_TABLE = "42P07";

    private final String schema;
    private final String name;
    private final String partitioning;

    /**
     * @param name
     *            table or schema.table, as it stands in the catalogue: upper case is upper case
     * @param partitioning
     *            how a table that is made here is cut: auto, none, daily or hypertable
     */
    PostgresTable(String name, String partitioning) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("table is \"" + name
                    + "\"; expected table or schema.table of letters, digits and underscores, the table no longer than 54");
        }
        if (!PARTITIONING.contains(partitioning)) {
            throw new IllegalArgumentException(
                    "partitioning is \"" + partitioning + "\"; expected one of " + PARTITIONING);
        }
        int dot = name.indexOf('.');
        this.schema = dot < 0 ? "" : '"' + name.substring(0, dot) + "\".";
        this.name = name.substring(dot + 1);
        this.partitioning = partitioning;
    }

    /** As it stands in a statement. */
    String quoted() {
        return quoted("");
    }

    /** Another table, whose name begins with this one's. */
    String quoted(String suffix) {
        return schema + '"' + name + suffix + '"';
    }

    boolean wantsDays() {
        return partitioning.equals("auto") || partitioning.equals("daily");
    }

    /** Makes the table if it is not there. */
    void make(Connection connection) throws SQLException, NotNow {
        if (isThere(connection)) {
            return;
        }
        String timescale = first(connection, "SELECT quote_ident(n.nspname) FROM pg_extension e"
                + " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'timescaledb'");
        if (timescale == null && partitioning.equals("hypertable")) {
            throw new NotNow("partitioning is hypertable, and this database has no TimescaleDB;"
                    + " expected CREATE EXTENSION timescaledb, or another partitioning", null);
        }
        boolean hyper = timescale != null && List.of("auto", "hypertable").contains(partitioning);
        try {
            alone(connection, statement -> make(statement, hyper ? timescale : null));
            LOG.infof("Made the table %s (%s)", quoted(), hyper ? "hypertable" : partitioning);
        } catch (SQLException e) {
            if (!DUPLICATE_TABLE.equals(e.getSQLState())) {
                throw e;
            }
            // Somebody else made it just now.
        }
    }

    private void make(Statement statement, String timescale) throws SQLException {
        String columns = Arrays.stream(PostgresColumn.values()).map(PostgresColumn::definition)
                .collect(Collectors.joining(", "));
        // A table in parts can be unique only in what holds the parts' key.
        statement.execute("CREATE TABLE " + quoted() + " (" + columns + ", PRIMARY KEY (\"id\", \"time\"))"
                + (timescale == null && wantsDays() ? " PARTITION BY RANGE (\"time\")" : ""));
        statement.execute("CREATE INDEX ON " + quoted() + " (\"time\")");
        statement.execute("CREATE INDEX ON " + quoted() + " (\"dedupkey\", \"time\")");
        if (timescale != null) {
            // The older of its two forms: every version knows it.
            statement.execute("SELECT " + timescale + ".create_hypertable('" + quoted()
                    + "'::regclass, 'time'::name, chunk_time_interval => INTERVAL '1 day')");
        }
    }

    /** Something to do in a transaction while no other Signalbox does such a thing to this table. */
    interface Change {
        void by(Statement statement) throws SQLException;
    }

    void alone(Connection connection, Change change) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Somebody's long query must not make us, and then everybody behind us, wait.
            statement.execute("SET LOCAL lock_timeout = '5s'");
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('signalbox'), hashtext('" + quoted() + "'))");
            change.by(statement);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private boolean isThere(Connection connection) throws SQLException {
        return first(connection, "SELECT to_regclass('" + quoted() + "')") != null;
    }

    /** The first value of a query's first row, or null. */
    static String first(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
