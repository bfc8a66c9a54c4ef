package io.signalbox.bus.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.signalbox.bus.Block;

/** What of a damaged journal can be saved into a new one? Everything that can still be read; what can't is named. */
final class Wreck {
    private static final int BLOCKS_A_COMMIT = 100;

    private final Connection file;
    private final DamagedTables from;
    private final CopiedTables tables;
    private final Connection to;
    private final Statements statements;
    private final Leaves leaves;
    private final Salvaged saved;
    private final IdIndex ids = new IdIndex();
    private final Places reached = new Places();
    private final Places here = new Places();
    private NavigableMap<Long, Long> astray = new TreeMap<>();
    private long next;
    private long first;
    private long awaited;
    private int uncommitted;

    /**
     * @param leaves
     *            the pages of the file that is read
     */
    Wreck(Connection from, Connection to, Leaves leaves, Salvaged saved) {
        this.file = from;
        this.from = new DamagedTables(from);
        this.to = to;
        this.statements = new Statements(to);
        this.leaves = leaves;
        this.saved = saved;
        this.tables = new CopiedTables(from, this.from, to, saved);
    }

    void save() throws SQLException, IOException {
        from.each("block", "first_seq, count", this::reach);
        awaited = awaited();
        astray = leaves.find(isAstray());
        tables.each("block", this::block);
        astray(Long.MAX_VALUE);
        boolean allCursors = tables.copyAll();
        lostCursors();
        lostEnd();
        if (!allCursors) {
            Quarantine.strangers(next, Instant.now(), to);
        }
        to.commit();
        statements.close();
    }

    /** Notes which places can be come to. */
    private void reach(ResultSet row) {
        try {
            long seq = row.getLong("first_seq");
            reached.add(seq, seq + row.getInt("count"));
        } catch (SQLException e) {
            // Not a row that anybody can come to.
        }
    }

    /** The first place that some backend has not got, or 0 where that can't be told. */
    private long awaited() {
        try (Statement statement = file.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM cursor ORDER BY seq")) {
            long least = 0;
            while (row.next()) {
                if (!Seal.holdsCursor(row)) {
                    return 0;
                }
                least = least == 0 ? row.getLong("seq") : least;
            }
            return least;
        } catch (SQLException e) {
            return 0;
        }
    }

    /** What is no longer kept may lie about as well: only what somebody has not got, or what follows what is kept, is worth the search. */
    private Leaves.Wanted isAstray() {
        long oldest = awaited == 0 || reached.isEmpty() ? Math.max(1, awaited) : Math.min(reached.first(), awaited);
        return (seq, end) -> end > oldest && !reached.hasAnyOf(seq, end);
    }

    /** Saves blocks to which no way led, up to a place. */
    private void astray(long end) throws SQLException {
        try {
            while (!astray.isEmpty() && astray.firstKey() < end) {
                Leaves.Row row = leaves.row(astray.pollFirstEntry().getValue());
                if (row != null) {
                    whole(row);
                }
            }
        } catch (IOException e) {
            throw new SQLException("the file can't be read: " + e, e);
        }
    }

    private void block(ResultSet row) throws SQLException {
        long seq = row.getLong("first_seq");
        if (seq < 1) {
            // It only looks like one: its page is cut off.
            return;
        }
        astray(seq);
        Leaves.Row stored = new Leaves.Row(seq, row.getInt("count"), row.getLong("received"), row.getInt("crc"),
                row.getBytes("data"));
        try {
            whole(stored);
        } catch (DamagedBlock e) {
            aside(row, e);
        }
    }

    /** What is no row any more has no number of events either: they are missing before the next. */
    private void aside(ResultSet row, DamagedBlock why) throws SQLException {
        int copied = row.getInt("count") == why.count()
                ? tables.copy("block", row, "quarantine",
                        List.of("first_seq", "count", "received", "codec", "crc", "data"))
                : 0;
        if (copied > 0) {
            try (PreparedStatement note = to
                    .prepareStatement("UPDATE quarantine SET reason = ?, at = ? WHERE first_seq = ?")) {
                note.setString(1, why.getMessage());
                note.setLong(2, Instant.now().toEpochMilli());
                note.setLong(3, why.first());
                note.executeUpdate();
            }
            saved.lost("events " + why.first() + " to " + (why.first() + why.count() - 1) + " (damaged; set aside)");
            next = Math.max(next, why.first() + why.count());
        }
    }

    private void whole(Leaves.Row row) throws SQLException {
        long seq = row.first();
        long expected = next == 0 ? awaited : next;
        if (expected != 0 && seq > expected) {
            saved.lost("events " + expected + " to " + (seq - 1));
            Quarantine.gap(expected, seq, Instant.now(), to);
            next = seq;
        }
        Block block = BlockCodec.unpack(seq, row.count(), row.received(), row.checksum(), row.data());
        if (!here.add(seq, block.next())) {
            // Where one page stands in two places, its rows come twice.
            return;
        }
        first = first == 0 ? seq : Math.min(first, seq);
        long[] hashes = Arrays.stream(block.events()).mapToLong(event -> IdIndex.hash(event.id())).toArray();
        BlockRow.insert(statements, seq, row.received(), List.of(block.events()), hashes, row.data());
        for (int i = 0; i < hashes.length; i++) {
            ids.add(hashes[i], seq + i);
        }
        if (ids.isRunFull()) {
            ids.write(to, block.next() - 1, block.received().toEpochMilli());
        }
        saved.saved("events", block.events().length);
        next = Math.max(next, block.next());
        if (++uncommitted % BLOCKS_A_COMMIT == 0) {
            to.commit();
        }
    }

    /** Of what is cut off nothing is left but what backends say of it. */
    private void lostEnd() throws SQLException {
        Long end = Sql.number(to, "SELECT max(next) FROM (SELECT max(seq) AS next FROM cursor UNION ALL"
                + " SELECT max(last_seq) + 1 FROM delivery UNION ALL SELECT max(seq) + 1 FROM dead_letter)");
        long known = Math.max(1, next);
        if (end != null && end > known) {
            saved.lost("events " + known + " to " + (end - 1));
            Quarantine.gap(known, end, Instant.now(), to);
            next = end;
        }
    }

    /** A backend whose cursor is lost gets again what it has not certainly got. */
    private void lostCursors() throws SQLException {
        try (PreparedStatement insert = to.prepareStatement("INSERT OR IGNORE INTO cursor (backend, seq, updated)"
                + " SELECT DISTINCT backend, ?1, ?2 FROM delivery UNION SELECT DISTINCT backend, ?1, ?2 FROM dead_letter")) {
            insert.setLong(1, Math.max(1, first));
            insert.setLong(2, Instant.now().toEpochMilli());
            int again = insert.executeUpdate();
            if (again > 0) {
                saved.lost(again + " cursors (those backends get again what they are not known to have)");
            }
        }
    }
}
