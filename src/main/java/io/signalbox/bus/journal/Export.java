package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import io.signalbox.bus.Block;
import io.signalbox.bus.Progress;
import io.signalbox.event.EventJson;

/** Which events are written out, a line of JSON each? */
final class Export {
    private final Connection connection;
    private final OutputStream out;
    private final Doctor.Listener listener;
    private long written;

    Export(Connection connection, OutputStream out, Doctor.Listener listener) {
        this.connection = connection;
        this.out = out;
        this.listener = listener;
    }

    /** All, or what a backend has not got; returns how many. Damaged blocks are passed over. */
    long events(String backend) throws SQLException, IOException {
        Progress progress = backend == null ? null : progress(backend);
        long from = progress == null ? 1 : progress.cursor();
        new Scan(connection, listener).from(from, "writing events", new Scan.Visitor() {
            @Override
            public void whole(Block block, boolean idsMatch) throws IOException {
                for (long seq = Math.max(from, block.first()); seq < block.next(); seq++) {
                    if (progress == null || !progress.done().contains(seq)) {
                        write(EventJson.bytes(block.entry(seq).event()));
                    }
                }
            }

            @Override
            public void damaged(DamagedBlock block) {
                listener.at("left out: " + block.getMessage(), 0, 0);
            }

            @Override
            public void gap(long first, long next) {
                // What is not there can't be written.
            }
        });
        return written;
    }

    private Progress progress(String backend) throws SQLException {
        Progress progress = StoredOutcomes.progress(backend, connection);
        if (progress == null) {
            List<String> known = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT backend FROM cursor ORDER BY backend")) {
                while (row.next()) {
                    known.add(row.getString(1));
                }
            }
            throw new NoSuchElementException("the journal has not heard of a backend \"" + backend + "\"; it knows "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return progress;
    }

    /** What can still be read of what was set aside; returns how many. */
    long quarantined() throws SQLException, IOException {
        if (!new Scan(connection, listener).isQuarantine()) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT data, codec FROM quarantine WHERE data IS NOT NULL ORDER BY first_seq")) {
            while (row.next()) {
                if (row.getInt(2) == BlockCodec.PLAIN) {
                    readable(row.getBytes(1));
                }
            }
        }
        return written;
    }

    private void readable(byte[] data) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(data);
        while (buffer.remaining() > BlockCodec.HEAD) {
            buffer.getLong();
            int length = buffer.getInt();
            if (length < 2 || length > buffer.remaining()) {
                return;
            }
            try {
                write(EventJson.bytes(EventJson.read(data, buffer.position(), length)));
            } catch (RuntimeException e) {
                listener.at("left out: an event that can't be read", 0, 0);
            }
            buffer.position(buffer.position() + length);
        }
    }

    private void write(byte[] json) throws IOException {
        out.write(json);
        out.write('\n');
        written++;
    }
}
