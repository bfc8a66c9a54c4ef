package io.signalbox.bus.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

import io.signalbox.bus.Block;

/** Which rows of a damaged journal can still be read? All are tried; past what can't be read, it goes on. */
final class Wreck {
    private static final int BLOCKS_A_COMMIT = 100;

    private final Connection from;
    private final Connection to;
    private final Leaves leaves;
    private final Salvaged saved;
    private final IdIndex ids = new IdIndex();
    private final NavigableMap<Long, Long> reached = new TreeMap<>();
    private NavigableMap<Long, Long> astray = new TreeMap<>();
    private long next;
    private long first;
    private int uncommitted;

    /**
     * @param leaves
     *            the pages of the file that is read
     */
    Wreck(Connection from, Connection to, Leaves leaves, Salvaged saved) {
        this.from = from;
        this.to = to;
        this.leaves = leaves;
        this.saved = saved;
    }

    /** Takes a row. */
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    void save() throws SQLException, IOException {
        each("block", "first_seq, count", this::reach);
        astray = leaves.find(isAstray());
        each("block", "*", this::block);
        astray(Long.MAX_VALUE);
        if (exists("quarantine")) {
            rows("quarantine", "damaged blocks that were set aside before");
        }
        named("channel", "channels");
        boolean allCursors = named("cursor", "cursors");
        named("problem", "open problems");
        if (exists("told")) {
            named("told", "problems that a backend was told of");
        }
        rows("dead_letter", "dead letters");
        rows("delivery", "deliveries");
        if (exists("replay")) {
            rows("replay", "replays");
            rows("replay_letter", "dead letters that wait for a replay");
        }
        lostCursors();
        lostEnd();
        if (!allCursors) {
            Quarantine.strangers(next, Instant.now(), to);
        }
        to.commit();
    }

    /** Notes which places can be come to; those of most blocks follow each other. */
    private void reach(ResultSet row) {
        try {
            long seq = row.getLong("first_seq");
            Map.Entry<Long, Long> before = reached.lastEntry();
            boolean follows = before != null && before.getValue() == seq;
            reached.put(follows ? before.getKey() : seq, seq + row.getInt("count"));
        } catch (SQLException e) {
            // Not a row that anybody can come to.
        }
    }

    /** What is no longer kept may lie about as well: only what somebody has not got, or what follows what is kept, is worth the search. */
    private LongPredicate isAstray() {
        long since = reached.isEmpty() ? Long.MAX_VALUE : reached.firstKey();
        try (Statement statement = from.createStatement();
                ResultSet row = statement.executeQuery("SELECT min(seq) FROM cursor")) {
            long slowest = row.getLong(1);
            since = row.wasNull() ? 1 : Math.min(since, slowest);
        } catch (SQLException e) {
            since = 1;
        }
        long oldest = since;
        return seq -> {
            Map.Entry<Long, Long> before = reached.floorEntry(seq);
            return seq >= oldest && (before == null || before.getValue() <= seq);
        };
    }

    /** Saves blocks to which no way led, up to a place. */
    private void astray(long end) throws SQLException {
        try {
            while (!astray.isEmpty() && astray.firstKey() < end) {
                Leaves.Row row = leaves.row(astray.pollFirstEntry().getValue());
                if (row != null && row.first() >= next) {
                    whole(row);
                }
            }
        } catch (IOException e) {
            throw new SQLException("the file can't be read: " + e, e);
        }
    }

    private void block(ResultSet row) throws SQLException {
        long seq = row.getLong("first_seq");
        astray(seq);
        Leaves.Row stored = new Leaves.Row(seq, row.getInt("count"), row.getLong("received"), row.getInt("crc"),
                row.getBytes("data"));
        try {
            whole(stored);
        } catch (DamagedBlock e) {
            copy("block", row, "quarantine", List.of("first_seq", "count", "received", "codec", "crc", "data"));
            try (PreparedStatement note = to
                    .prepareStatement("UPDATE quarantine SET reason = ?, at = ? WHERE first_seq = ?")) {
                note.setString(1, e.getMessage());
                note.setLong(2, Instant.now().toEpochMilli());
                note.setLong(3, seq);
                note.executeUpdate();
            }
            saved.lost("events " + seq + " to " + (seq + e.count() - 1) + " (damaged; set aside)");
            next = seq + e.count();
        }
    }

    private void whole(Leaves.Row row) throws SQLException {
        long seq = row.first();
        if (next != 0 && seq > next) {
            saved.lost("events " + next + " to " + (seq - 1));
            Quarantine.gap(next, seq, Instant.now(), to);
            next = seq;
        }
        first = first == 0 ? seq : first;
        Block block = BlockCodec.unpack(seq, row.count(), row.received(), row.checksum(), row.data());
        long[] hashes = Arrays.stream(block.events()).mapToLong(event -> IdIndex.hash(event.id())).toArray();
        BlockRow.insert(to, seq, row.received(), List.of(block.events()), hashes, row.data());
        for (int i = 0; i < hashes.length; i++) {
            ids.add(hashes[i], seq + i);
        }
        if (ids.isRunFull()) {
            ids.written(ids.write(to, block.next() - 1, block.received().toEpochMilli()));
        }
        saved.saved("events", block.events().length);
        next = block.next();
        if (++uncommitted % BLOCKS_A_COMMIT == 0) {
            to.commit();
        }
    }

    private void rows(String table, String what) throws SQLException {
        List<String> columns = columns(table);
        each(table, "*", row -> {
            copy(table, row, table, columns);
            saved.saved(what, 1);
        });
    }

    /** All rows of a table with numbers, in their order. */
    private void each(String table, String read, Row taking) throws SQLException {
        long after = Long.MIN_VALUE;
        boolean whole = true;
        String sql = "SELECT rowid AS row_number, " + read + " FROM " + table
                + " NOT INDEXED WHERE rowid > ? ORDER BY rowid";
        while (true) {
            try (PreparedStatement select = prepare(sql)) {
                select.setLong(1, after);
                try (ResultSet row = query(select)) {
                    while (next(row)) {
                        taking.take(row);
                        after = row.getLong("row_number");
                    }
                }
                break;
            } catch (Unreadable e) {
                whole = false;
                long beyond = beyond(table, after == Long.MIN_VALUE ? 0 : after);
                if (beyond == Long.MAX_VALUE) {
                    break;
                }
                after = beyond;
            }
        }
        if (!whole && read.equals("*")) {
            saved.lost("some rows of " + table + " that can't be read");
        }
    }

    private boolean exists(String table) {
        try (Statement statement = from.createStatement()) {
            statement.executeQuery("SELECT * FROM " + table + " LIMIT 0").close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** A row can't be read. */
    private static final class Unreadable extends SQLException {
        Unreadable(SQLException why) {
            super(why);
        }
    }

    private PreparedStatement prepare(String sql) throws Unreadable {
        try {
            return from.prepareStatement(sql);
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    private static ResultSet query(PreparedStatement select) throws Unreadable {
        try {
            return select.executeQuery();
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    private static boolean next(ResultSet rows) throws Unreadable {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    /** The smallest number behind one after which rows can be read again: found in strides that double, then in halves. */
    private long beyond(String table, long after) {
        long bad = after;
        long good = Long.MAX_VALUE;
        for (long stride = 1; stride > 0 && after + stride > 0; stride *= 2) {
            if (isReadable(table, after + stride)) {
                good = after + stride;
                break;
            }
            bad = after + stride;
        }
        while (good != Long.MAX_VALUE && good - bad > 1) {
            long middle = bad + (good - bad) / 2;
            if (isReadable(table, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    private boolean isReadable(String table, long after) {
        try (PreparedStatement select = from.prepareStatement(
                "SELECT * FROM " + table + " NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT 1")) {
            select.setLong(1, after);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            return false;
        }
    }

    /** All rows of a small table: from its beginning and, where they can't all be read, from its end as well; whether those are all. */
    private boolean named(String table, String what) throws SQLException {
        List<String> columns = columns(table);
        boolean whole = true;
        for (String order : List.of("", " DESC")) {
            try (PreparedStatement select = prepare("SELECT * FROM " + table + " ORDER BY 1" + order);
                    ResultSet row = query(select)) {
                while (next(row)) {
                    saved.saved(what, copy(table, row, table, columns));
                }
                break;
            } catch (Unreadable e) {
                whole = false;
            }
        }
        if (!whole) {
            saved.lost("some " + what);
        }
        return whole;
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

    /** The columns that both have. */
    private List<String> columns(String table) throws SQLException {
        Set<String> columns = new LinkedHashSet<>(columns(table, to));
        if (exists(table)) {
            columns.retainAll(columns(table, from));
        }
        return List.copyOf(columns);
    }

    private static List<String> columns(String table, Connection connection) throws SQLException {
        List<String> columns = new java.util.ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    private int copy(String table, ResultSet row, String target, List<String> columns) throws SQLException {
        String names = String.join(", ", columns);
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        String more = table.equals(target) ? "" : ", reason, at";
        String moreMarks = table.equals(target) ? "" : ", '', 0";
        try (PreparedStatement insert = to.prepareStatement("INSERT OR IGNORE INTO " + target + " (" + names + more
                + ") VALUES (" + marks + moreMarks + ")")) {
            for (int at = 0; at < columns.size(); at++) {
                insert.setObject(at + 1, row.getObject(columns.get(at)));
            }
            return insert.executeUpdate();
        }
    }
}
