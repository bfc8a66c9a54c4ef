package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

import io.signalbox.bus.OpenProblems;

/** Which problems are open, on disk? */
final class StoredProblems implements OpenProblems.Changes {
    private final Connection connection;

    StoredProblems(Connection connection) {
        this.connection = connection;
    }

    /** The dedup keys of all of them. */
    static Set<String> keys(Connection connection) throws SQLException {
        Set<String> keys = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT dedupkey FROM problem");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    @Override
    public void opened(String dedupkey, OpenProblems.Open problem) {
        try (PreparedStatement insert = connection
                .prepareStatement(
                        "INSERT OR REPLACE INTO problem (dedupkey, type, severity, channels) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, dedupkey);
            insert.setString(2, problem.type());
            insert.setInt(3, problem.severity().number());
            insert.setLong(4, problem.channels());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void ended(String dedupkey) {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM problem WHERE dedupkey = ?")) {
            delete.setString(1, dedupkey);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
