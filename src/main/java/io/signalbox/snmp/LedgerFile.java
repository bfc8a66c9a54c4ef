package io.signalbox.snmp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How is the ledger kept on disk? As a SQLite file: every write is one transaction, and synced. */
final class LedgerFile implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);

    private final Connection connection;

    /** An event that has not been accepted yet. */
    record Entry(long number, String device, Map<String, Object> event) {
    }

    LedgerFile(Path path) throws SQLException {
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Not through DriverManager: it looks for drivers with another class loader in dev mode.
        connection = new org.sqlite.JDBC().connect("jdbc:sqlite:" + path, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS devices (id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID");
            statement.execute("CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT,"
                    + " device TEXT NOT NULL, event TEXT NOT NULL)");
        }
        connection.setAutoCommit(false);
    }

    Map<String, DeviceState> states() throws SQLException {
        Map<String, DeviceState> states = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, state FROM devices")) {
            while (rows.next()) {
                states.put(rows.getString(1), StateJson.read(rows.getString(2)));
            }
        }
        connection.commit();
        return states;
    }

    List<Entry> events() throws SQLException {
        List<Entry> events = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number, device, event FROM events ORDER BY number")) {
            while (rows.next()) {
                events.add(new Entry(rows.getLong(1), rows.getString(2), StateJson.event(rows.getString(3))));
            }
        }
        connection.commit();
        return events;
    }

    /** Writes changes and strikes out what was delivered, all or nothing; returns the new events with their numbers. */
    List<Entry> write(List<Ledger.Change> changes, List<Long> delivered) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement keep = connection.prepareStatement("INSERT OR REPLACE INTO devices VALUES (?, ?)");
                PreparedStatement forget = connection.prepareStatement("DELETE FROM devices WHERE id = ?");
                PreparedStatement add = connection.prepareStatement("INSERT INTO events (device, event) VALUES (?, ?)",
                        Statement.RETURN_GENERATED_KEYS);
                PreparedStatement strike = connection.prepareStatement("DELETE FROM events WHERE number = ?")) {
            for (Ledger.Change change : changes) {
                if (change.state() != null) {
                    keep.setString(1, change.device());
                    keep.setString(2, StateJson.write(change.state()));
                    keep.execute();
                } else {
                    forget.setString(1, change.device());
                    forget.execute();
                }
                for (Map<String, Object> event : change.events()) {
                    add.setString(1, change.device());
                    add.setString(2, StateJson.write(event));
                    add.execute();
                    try (ResultSet number = add.getGeneratedKeys()) {
                        number.next();
                        entries.add(new Entry(number.getLong(1), change.device(), event));
                    }
                }
            }
            for (Long number : delivered) {
                strike.setLong(1, number);
                strike.execute();
            }
            connection.commit();
            return entries;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The states of devices were not closed cleanly: {}", e.getMessage());
        }
    }
}
