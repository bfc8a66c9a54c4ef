package io.signalbox.protocol;

import static java.time.ZoneOffset.UTC;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.signalbox.event.Event;

/**
 * Which partitions must be there before these events can be? One for each of their days in UTC, and tomorrow's, so that nobody waits at
 * midnight. What lies further away than a month shares one partition, or else a clock that runs wild would make a table a second.
 *
 * <p>
 * Whoever cuts the table himself, by months or with pg_partman, is left alone: a day that is covered, or that we may not make, is his.
 */
final class PostgresDays {
    private static final Logger LOG = Logger.getLogger(PostgresDays.class);
    private static final int FAR = 31;
    /** Stands for all that is far away. */
    private static final LocalDate REST = LocalDate.MIN;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** The partition would overlap another one. */
    private static final String INVALID_OBJECT_DEFINITION = "42P17";
    /** The partition for the rest holds events of that day already. */
    private static final String CHECK_VIOLATION = "23514";

    private final PostgresTable table;
    private final Clock clock;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();
    private final boolean needed;

    private PostgresDays(PostgresTable table, Clock clock, boolean needed) {
        this.table = table;
        this.clock = clock;
        this.needed = needed;
    }

    /** The days of a table that is there. */
    static PostgresDays of(PostgresTable table, Connection connection, Clock clock) throws SQLException {
        String key = PostgresTable.first(connection, "SELECT pg_get_partkeydef('" + table.quoted() + "'::regclass)");
        return new PostgresDays(table, clock, table.wantsDays() && "RANGE (\"time\")".equals(key));
    }

    /** Makes what is missing. */
    void prepare(Connection connection, List<Event> events) throws SQLException {
        if (!needed) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), UTC);
        Set<LocalDate> wanted = new TreeSet<>(Set.of(today, today.plusDays(1)));
        for (Event event : events) {
            LocalDate day = LocalDate.ofInstant(event.time(), UTC);
            boolean far = day.isBefore(today.minusDays(FAR)) || day.isAfter(today.plusDays(FAR));
            wanted.add(far ? REST : day);
        }
        wanted.removeAll(known);
        for (LocalDate day : wanted) {
            make(connection, day);
            known.add(day);
        }
    }

    private void make(Connection connection, LocalDate day) throws SQLException {
        String sql = "CREATE TABLE IF NOT EXISTS " + (day.equals(REST)
                ? table.quoted("_default") + " PARTITION OF " + table.quoted() + " DEFAULT"
                : table.quoted("_" + day.toString().replace("-", "")) + " PARTITION OF " + table.quoted()
                        + " FOR VALUES FROM ('" + day + " 00:00:00+00') TO ('" + day.plusDays(1) + " 00:00:00+00')");
        try {
            table.alone(connection, statement -> statement.execute(sql));
        } catch (SQLException e) {
            if (Stream.of(INVALID_OBJECT_DEFINITION, CHECK_VIOLATION, INSUFFICIENT_PRIVILEGE)
                    .noneMatch(code -> code.equals(e.getSQLState()))) {
                throw e;
            }
            LOG.infof("No partition of its own for %s in %s: %s", day.equals(REST) ? "the rest" : day, table.quoted(),
                    e.getMessage());
        }
    }
}
