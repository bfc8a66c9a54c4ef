package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.signalbox.bus.Block;
import io.signalbox.event.Severity;

/** How is a journal mended that SQLite can read? */
final class Repair implements Scan.Visitor {
    private final Connection connection;
    private final Doctor.Listener listener;
    private final List<String> done;
    private final Scan scan;
    private final List<DamagedBlock> damaged = new ArrayList<>();
    private final List<Block> misnamed = new ArrayList<>();
    private final List<long[]> gaps = new ArrayList<>();
    private long first;

    /**
     * @param done
     *            takes what was done, in words
     */
    Repair(Connection connection, Doctor.Listener listener, List<String> done) {
        this.connection = connection;
        this.listener = listener;
        this.done = done;
        this.scan = new Scan(connection, listener);
    }

    void run() throws SQLException {
        try {
            scan.from(1, "checking events", this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (DamagedBlock block : damaged) {
            Quarantine.take(block, Instant.now(), connection);
            done.add("set aside: " + block.getMessage());
        }
        for (long[] gap : gaps) {
            Quarantine.gap(gap[0], gap[1], Instant.now(), connection);
            done.add("noted that events " + gap[0] + " to " + (gap[1] - 1) + " are missing");
        }
        for (Block block : misnamed) {
            name(block);
        }
        long end = Math.max(scan.number("SELECT coalesce(max(first_seq + count), 1) FROM quarantine"),
                scan.number("SELECT first_seq + count FROM block ORDER BY first_seq DESC LIMIT 1"));
        broken();
        cursors(Math.max(1, end));
        change("DELETE FROM delivery WHERE backend NOT IN (SELECT backend FROM cursor) OR last_seq < first_seq OR last_seq >= "
                + Math.max(1, end), "orphaned rows of deliveries deleted");
        problems();
        deadLetters();
        ids(end);
    }

    @Override
    public void whole(Block block, boolean idsMatch) {
        first = first == 0 ? block.first() : first;
        if (!idsMatch) {
            misnamed.add(block);
        }
    }

    @Override
    public void damaged(DamagedBlock block) {
        damaged.add(block);
    }

    @Override
    public void gap(long from, long next) {
        gaps.add(new long[]{from, next});
    }

    private void name(Block block) throws SQLException {
        ByteBuffer ids = ByteBuffer.allocate(block.events().length * Long.BYTES);
        Arrays.stream(block.events()).forEach(event -> ids.putLong(IdIndex.hash(event.id())));
        try (PreparedStatement update = connection.prepareStatement("UPDATE block SET ids = ? WHERE first_seq = ?")) {
            update.setBytes(1, ids.array());
            update.setLong(2, block.first());
            update.executeUpdate();
        }
        done.add("the ids of events " + block.first() + " to " + (block.next() - 1) + " named anew");
    }

    /** A row that is not as it was written says nothing. */
    private void broken() throws SQLException {
        for (String backend : found("SELECT * FROM cursor",
                row -> Seal.holdsCursor(row) ? null : row.getString("backend"))) {
            int rows = Sql.update(connection, "UPDATE cursor SET seq = 0, seal = NULL WHERE backend = ?", backend);
            done.add(rows + " place that is not as it was written forgotten: that of backend " + backend);
        }
        for (long id : found("SELECT * FROM delivery", row -> Seal.holdsDelivery(row) ? null : row.getLong("id"))) {
            change("DELETE FROM delivery WHERE id = " + id, "row of deliveries that is not as it was written deleted");
        }
    }

    /** What is made of a row, or null. */
    private interface Finding<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> found(String sql, Finding<T> finding) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                T one = finding.of(row);
                if (one != null) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private void cursors(long end) throws SQLException {
        put(end, "seq > " + end, "backends put at the end");
        long oldest = Math.max(1, first);
        put(oldest, "seq < " + oldest, "backends put at the first event");
    }

    private void put(long seq, String which, String what) throws SQLException {
        change("UPDATE cursor SET seq = " + seq + ", seal = NULL WHERE " + which, what);
    }

    private void change(String sql, String what) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int rows = statement.executeUpdate(sql);
            if (rows > 0) {
                done.add(rows + " " + what);
            }
        }
    }

    private void problems() throws SQLException {
        long channels = scan.number("SELECT count(*) FROM channel");
        List<String> bad = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT dedupkey, severity, channels FROM problem")) {
            while (row.next()) {
                boolean known = channels >= Long.SIZE || row.getLong(3) >>> channels == 0 || channels == 0;
                if (Severity.of(row.getInt(2)).isEmpty() || !known) {
                    bad.add(row.getString(1));
                }
            }
        }
        for (String dedupkey : bad) {
            new StoredProblems(connection).ended(dedupkey);
            done.add("the open problem " + dedupkey + " forgotten");
        }
    }

    /** What can't be read goes where damaged blocks go, in a row of its own before the first place. */
    private void deadLetters() throws SQLException {
        List<Long> bad = found("SELECT * FROM dead_letter",
                row -> StoredOutcomes.fault(row) == null ? null : row.getLong("id"));
        for (long id : bad) {
            change("INSERT OR REPLACE INTO quarantine (first_seq, count, received, at, reason, codec, crc, data)"
                    + " SELECT -id, 0, at, at, 'dead letter ' || id || ' of backend ' || backend || ' at place ' || seq || ': ' || reason, -1, 0, event"
                    + " FROM dead_letter WHERE id = " + id, "dead letter set aside");
            change("DELETE FROM dead_letter WHERE id = " + id, "row of it deleted");
        }
    }

    private void ids(long end) throws SQLException {
        boolean sound = misnamed.isEmpty();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT first_seq, last_seq, bucket, entries FROM id_run")) {
            while (sound && row.next()) {
                sound = row.getLong(2) < end && IdRun.fault(row.getLong(1), row.getLong(2), row.getInt(3),
                        row.getBytes(4)) == null;
            }
        }
        if (!sound) {
            rebuild();
            done.add("the index of ids made anew");
        }
    }

    private void rebuild() throws SQLException {
        listener.at("making the index of ids", 0, 0);
        change("DELETE FROM id_run", "parts of the index of ids deleted");
        IdIndex ids = new IdIndex();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT first_seq, ids, received FROM block ORDER BY first_seq")) {
            while (row.next()) {
                long seq = row.getLong(1);
                ByteBuffer hashes = ByteBuffer.wrap(row.getBytes(2));
                while (hashes.hasRemaining()) {
                    ids.add(hashes.getLong(), seq++);
                }
                if (ids.isRunFull()) {
                    ids.write(connection, seq - 1, row.getLong(3));
                }
            }
        }
    }
}
