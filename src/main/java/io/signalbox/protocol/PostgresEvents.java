package io.signalbox.protocol;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.HandsOver;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;

/**
 * Are these events in the table? An exchange ends when its events are committed, all in one statement; those that were there before are not
 * there twice.
 *
 * <p>
 * Each backend has one, with connections of its own, which begin with its first event and end with its route.
 */
// The Kamelet postgresql-sink names this class.
@RegisterForReflection
public final class PostgresEvents extends ServiceSupport implements HandsOver {
    private final PostgresTable table;
    private final int connections;
    private final Duration connect;
    private final Duration statement;
    private AgroalDataSource pool;
    private Prepared prepared;

    /** What is known of a table that was looked at. */
    private record Prepared(PostgresInsert insert, PostgresDays days) {
    }

    /**
     * @param table
     *            table or schema.table; an Object, since Camel gives no text that looks like a number to a String
     * @param partitioning
     *            auto, none, daily or hypertable
     * @param connections
     *            how many connections at the most
     * @param connectMillis
     *            how long connecting may take
     * @param statementMillis
     *            how long a statement may take
     */
    public PostgresEvents(Object table, String partitioning, int connections, long connectMillis,
            long statementMillis) {
        this.table = new PostgresTable(table.toString(), partitioning);
        this.connections = connections;
        this.connect = Duration.ofMillis(connectMillis);
        this.statement = Duration.ofMillis(statementMillis);
    }

    @Override
    public Handover handover(Exchange exchange) {
        return new Handover("postgresql", PostgresServer.shown(exchange) + " table " + table.quoted(),
                EventBody.of(exchange).stream().map(PostgresColumn::row).toList());
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<Event> events = EventBody.of(exchange);
        try (Connection connection = pool(exchange).getConnection()) {
            Prepared now = prepared(connection);
            now.days.prepare(connection, events);
            int rows = now.insert.run(connection, events, statement);
            Answer.note(exchange, rows == events.size()
                    ? "inserted"
                    : "inserted " + rows + " of " + events.size() + " rows, the others were there");
        } catch (SQLException e) {
            throw judged(e);
        }
    }

    private synchronized AgroalDataSource pool(Exchange exchange) throws NotNow {
        if (pool == null) {
            try {
                pool = PostgresServer.pool(exchange, connections, connect, statement);
            } catch (IllegalArgumentException e) {
                // The configuration is wrong, and no event: they wait until it is mended.
                throw new NotNow(e.getMessage(), null);
            }
        }
        return pool;
    }

    private synchronized Prepared prepared(Connection connection) throws SQLException, NotNow {
        if (prepared == null) {
            table.make(connection);
            prepared = new Prepared(PostgresInsert.into(table, connection),
                    PostgresDays.of(table, connection, Clock.systemUTC()));
        }
        return prepared;
    }

    private synchronized Exception judged(SQLException e) {
        PostgresFailure failure = PostgresFailure.of(e);
        if (failure.tableChanged()) {
            // Looked at, or made, anew at the next try.
            prepared = null;
        }
        if (!(failure.verdict() instanceof Refused) && pool != null) {
            // The connections may be what is wrong, such as those to a server that has become a standby.
            pool.flush(FlushMode.GRACEFUL);
        }
        return failure.verdict();
    }

    @Override
    protected synchronized void doStop() {
        if (pool != null) {
            pool.close();
            pool = null;
            prepared = null;
        }
    }
}
