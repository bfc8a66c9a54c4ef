package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.signalbox.bus.Channels;

/** Which bit stands for which channel, on disk? */
final class StoredChannels {
    private final Channels channels;
    private int stored;

    StoredChannels(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM channel ORDER BY bit")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        stored = names.size();
        channels = names.isEmpty() ? new Channels() : new Channels(names);
    }

    Channels all() {
        return channels;
    }

    /** Writes the channels that are new, inside the caller's transaction. */
    void store(Connection connection) throws SQLException {
        List<String> names = channels.names();
        for (; stored < names.size(); stored++) {
            try (PreparedStatement insert = connection
                    .prepareStatement("INSERT INTO channel (bit, name) VALUES (?, ?)")) {
                insert.setInt(1, stored);
                insert.setString(2, names.get(stored));
                insert.executeUpdate();
            }
        }
    }

    /** Looks again how many are written, after a transaction that failed. */
    void recount(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM channel")) {
            stored = row.getInt(1);
        }
    }
}
