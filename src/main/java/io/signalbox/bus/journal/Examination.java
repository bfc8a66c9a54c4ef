package io.signalbox.bus.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.signalbox.bus.Block;
import io.signalbox.event.Severity;

/** What is wrong with a journal, if anything? */
final class Examination implements Scan.Visitor {
    private static final int MOST_PAGES = 20;
    private static final Duration LONG_AWAY = Duration.ofDays(7);

    private final Connection connection;
    private final Doctor.Listener listener;
    private final Scan scan;
    private final List<String> facts = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long events;
    private long blocks;
    private long first;

    Examination(Connection connection, Doctor.Listener listener) {
        this.connection = connection;
        this.listener = listener;
        this.scan = new Scan(connection, listener);
    }

    Doctor.Report report() throws SQLException {
        long version = scan.number("PRAGMA user_version");
        if (version > Schema.VERSION) {
            throw new SQLException("it was written by a newer Signalbox (tables of version " + version
                    + ", known here: " + Schema.VERSION + ")");
        }
        listener.at("checking the file's pages", 0, 0);
        integrity(connection).forEach(wrong -> findings.add("the file's pages: " + wrong
                + "; --repair saves what is whole into a new journal, and keeps this one"));
        try {
            long next = scan.from(1, "checking events", this);
            aside();
            long end = Math.max(next, scan.isQuarantine() ? endOfQuarantine() : 1);
            cursors(Math.max(1, end));
            runs(Math.max(1, end));
            deliveries(Math.max(1, end));
            deadLetters();
            problems();
        } catch (SQLException | java.io.IOException e) {
            findings.add("it can't be read to its end: " + e.getMessage() + "; --repair saves what is whole");
        }
        facts.add(0, events + " events in " + blocks + " blocks"
                + (blocks == 0 ? "" : ", the first at place " + first));
        return new Doctor.Report(events, List.copyOf(facts), List.copyOf(findings), List.copyOf(notes));
    }

    /** What SQLite finds wrong with its pages and indexes; empty where all is well. */
    static List<String> integrity(Connection connection) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_PAGES + ")")) {
            while (rows.next()) {
                if (!rows.getString(1).equals("ok")) {
                    wrong.add(rows.getString(1).replace('\n', ' '));
                }
            }
        }
        return wrong;
    }

    @Override
    public void whole(Block block, boolean idsMatch) {
        first = first == 0 ? block.first() : first;
        blocks++;
        events += block.events().length;
        if (!idsMatch) {
            findings.add("events " + block.first() + " to " + (block.next() - 1)
                    + " would not be found by their ids; --repair names them anew");
        }
    }

    @Override
    public void damaged(DamagedBlock block) {
        first = first == 0 ? block.first() : first;
        findings.add(block.getMessage() + "; --repair sets it aside, as an instance that comes across it does");
    }

    @Override
    public void gap(long from, long next) {
        findings.add("events " + from + " to " + (next - 1) + " are missing; --repair notes that");
    }

    private long endOfQuarantine() throws SQLException {
        return scan.number("SELECT coalesce(max(first_seq + count), 1) FROM quarantine");
    }

    private void aside() throws SQLException {
        if (scan.isQuarantine()) {
            each("SELECT reason, data IS NULL FROM quarantine ORDER BY first_seq", row -> notes.add("set aside: "
                    + row.getString(1)
                    + (row.getBoolean(2) ? "" : " (--quarantined --export FILE writes what can be read)")));
        }
    }

    private void cursors(long end) throws SQLException {
        long newest = scan.number("SELECT received FROM block ORDER BY first_seq DESC LIMIT 1");
        each("SELECT * FROM cursor ORDER BY backend", row -> {
            String backend = row.getString("backend");
            long seq = row.getLong("seq");
            if (!Seal.holdsCursor(row)) {
                findings.add("the place of backend " + backend
                        + " is not as it was written; --repair puts it at the first event, and what is known to be"
                        + " delivered is not sent again");
                return;
            }
            facts.add("backend " + backend + " is at place " + seq + ", " + Math.max(0, end - seq) + " before the end");
            if (seq > end) {
                findings.add("backend " + backend + " is at place " + seq + ", beyond the last event (" + (end - 1)
                        + "); --repair puts it at the end");
            } else if (seq < 1) {
                findings.add("backend " + backend + " is at place " + seq
                        + ", which there is none; --repair puts it at the first");
            } else if (first > 0 && seq < first) {
                boolean away = row.getLong("updated") < newest - LONG_AWAY.toMillis();
                (away ? notes : findings).add("backend " + backend + " has not got the events from place " + seq
                        + " on, and those before " + first + " are no longer there"
                        + (away
                                ? "; it was last heard of " + Instant.ofEpochMilli(row.getLong("updated"))
                                : "; --repair puts it at the first that is"));
            }
        });
    }

    private void runs(long end) throws SQLException {
        each("SELECT first_seq, last_seq, bucket, entries FROM id_run ORDER BY first_seq, bucket", row -> {
            String wrong = IdRun.fault(row.getLong(1), row.getLong(2), row.getInt(3), row.getBytes(4));
            if (wrong == null && row.getLong(2) >= end) {
                wrong = "it reaches beyond the last event";
            }
            if (wrong != null) {
                findings.add("the index of ids from place " + row.getLong(1) + " on, part " + row.getInt(3) + ": "
                        + wrong + "; --repair makes it anew");
            }
        });
    }

    private void deliveries(long end) throws SQLException {
        listener.at("checking deliveries", 0, 0);
        facts.add(scan.number("SELECT count(*) FROM delivery") + " rows of deliveries");
        long[] broken = new long[1];
        each("SELECT * FROM delivery", row -> broken[0] += Seal.holdsDelivery(row) ? 0 : 1);
        if (broken[0] > 0) {
            findings.add(broken[0] + " rows of deliveries are not as they were written; --repair deletes them, and"
                    + " their events may be sent again");
        }
        orphans("SELECT count(*) FROM delivery WHERE backend NOT IN (SELECT backend FROM cursor)",
                "rows of deliveries are of a backend that has no place");
        orphans("SELECT count(*) FROM delivery WHERE last_seq < first_seq OR last_seq >= " + end,
                "rows of deliveries are of events that there are not");
    }

    private void orphans(String sql, String what) throws SQLException {
        long orphans = scan.number(sql);
        if (orphans > 0) {
            findings.add(orphans + " " + what + "; --repair deletes them");
        }
    }

    private void deadLetters() throws SQLException {
        facts.add(scan.number("SELECT count(*) FROM dead_letter") + " dead letters");
        each("SELECT * FROM dead_letter", row -> {
            String wrong = StoredOutcomes.fault(row);
            if (wrong != null) {
                findings.add(
                        "dead letter " + row.getLong("id") + " of backend " + row.getString("backend") + " " + wrong
                                + "; --repair sets it aside");
            }
        });
    }

    private void problems() throws SQLException {
        facts.add(scan.number("SELECT count(*) FROM problem") + " open problems");
        long channels = scan.number("SELECT count(*) FROM channel");
        if (channels > 0 && scan.number("SELECT max(bit) FROM channel") != channels - 1) {
            findings.add("the channels are not numbered one after another");
        }
        each("SELECT dedupkey, severity, channels FROM problem", row -> {
            boolean known = channels >= Long.SIZE || row.getLong(3) >>> channels == 0 || channels == 0;
            if (Severity.of(row.getInt(2)).isEmpty() || !known) {
                findings.add("the open problem " + row.getString(1) + " can't be understood; --repair forgets it");
            }
        });
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row taking) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                taking.take(row);
            }
        }
    }
}
