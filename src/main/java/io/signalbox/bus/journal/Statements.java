package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Which statements come again with each commit? They are made once for a connection: to make one costs as much as to run it. */
final class Statements implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> made = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** The statement; it is not the caller's to close, and all its parameters are to be set. */
    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = made.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            made.put(sql, statement);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : made.values()) {
            statement.close();
        }
        made.clear();
    }
}
