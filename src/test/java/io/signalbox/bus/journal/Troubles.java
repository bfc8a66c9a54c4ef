package io.signalbox.bus.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.sqlite.SQLiteErrorCode;

import io.signalbox.event.Event;

/** What may happen to a journal's disk while a whole Signalbox runs on it? */
public final class Troubles {
    private Troubles() {
    }

    /** A journal one of whose commits fails whenever a file is there, which it takes away. */
    public static Journal open(Path data, Clock clock, Duration window, Duration retention, Path failing) {
        FailingDisk disk = new FailingDisk(() -> {
            try {
                return Files.deleteIfExists(failing) ? SQLiteErrorCode.SQLITE_IOERR_FSYNC : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Journal.open(data, clock, window, retention, Limits.NONE, disk::open);
    }

    /** Flips some bits of a journal that nobody has, anywhere among its events. */
    public static void flip(Path data, int bits, Random random) throws IOException {
        try (FileChannel file = FileChannel.open(data.resolve(Journal.FILE), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            for (int i = 0; i < bits; i++) {
                long place = file.size() / 4 + random.nextInt((int) file.size() / 2);
                ByteBuffer one = ByteBuffer.allocate(1);
                file.read(one, place);
                file.write(ByteBuffer.wrap(new byte[]{(byte) (one.get(0) ^ 1 << random.nextInt(8))}), place);
            }
        }
    }

    /** Cuts off the end of a journal that nobody has. */
    public static void cut(Path data, double part) throws IOException {
        try (FileChannel file = FileChannel.open(data.resolve(Journal.FILE), StandardOpenOption.WRITE)) {
            file.truncate((long) (file.size() * (1 - part)));
        }
    }

    /** The ids of all that is there, while nobody has the journal; afterwards it is all in the one file. */
    public static Set<String> ids(Path data) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Connection connection = Schema.writer(data.resolve(Journal.FILE))) {
            Schema.checkpoint(connection);
            try (PreparedStatement select = connection
                    .prepareStatement("SELECT first_seq, count, received, crc, data FROM block");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    try {
                        Arrays.stream(Blocks.read(rows).events()).forEach(event -> ids.add(event.id()));
                    } catch (DamagedBlock e) {
                        // Not there any more.
                    }
                }
            }
        }
        return ids;
    }

    /**
     * Flips a bit of the first block that a backend has not got, while nobody has the journal; returns the ids of its events, none where it is
     * damaged already.
     */
    public static List<String> flip(Path data, String backend) throws SQLException {
        try (Connection connection = Schema.writer(data.resolve(Journal.FILE));
                PreparedStatement select = connection.prepareStatement(
                        "SELECT first_seq, count, received, crc, data FROM block WHERE first_seq >="
                                + " (SELECT seq FROM cursor WHERE backend = ?) ORDER BY first_seq LIMIT 1");
                PreparedStatement update = connection
                        .prepareStatement("UPDATE block SET data = ? WHERE first_seq = ?")) {
            select.setString(1, backend);
            byte[] bytes;
            List<String> ids;
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException(backend + " has everything");
                }
                ids = Arrays.stream(Blocks.read(row).events()).map(Event::id).toList();
                update.setLong(2, row.getLong(1));
                bytes = row.getBytes(5);
            }
            bytes[bytes.length / 2] ^= 1;
            update.setBytes(1, bytes);
            update.executeUpdate();
            connection.commit();
            return ids;
        } catch (DamagedBlock e) {
            return List.of();
        }
    }
}
