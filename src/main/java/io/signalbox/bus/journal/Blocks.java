package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;

import io.signalbox.bus.Block;
import io.signalbox.bus.Entry;
import io.signalbox.event.Severity;

/**
 * Which events stand at a place? The newest are still in memory, where every backend that keeps up finds them; the others are read from the
 * file.
 */
final class Blocks implements AutoCloseable {
    /** What stays longer than a moment is copied by each collection of garbage, while everybody waits: of 4,000 that took 9 ms, of 500 3 ms. */
    private static final int EVENTS_IN_MEMORY = 500;
    /** The one that backends read, and the one that comes next. */
    private static final int LEAST_BLOCKS = 2;
    private static final long BYTES_IN_MEMORY = 16 << 20;
    private static final int BLOCKS_READ_AGAIN = 8;
    private static final String COLUMNS = "SELECT first_seq, count, received, crc, data FROM block ";

    private final ConcurrentNavigableMap<Long, Block> newest = new ConcurrentSkipListMap<>();
    private final Map<Long, Block> readAgain = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, Integer> sizes = new ConcurrentHashMap<>();
    private final Map<Long, DamagedBlock> damaged = new ConcurrentHashMap<>();
    private final BlockingQueue<DamagedBlock> news = new LinkedBlockingQueue<>();
    private final Readers readers;
    private long bytes;

    Blocks(Path file) {
        this.readers = new Readers(file);
    }

    /** Takes in a block that was just committed, of so many bytes; the oldest make room. */
    synchronized void add(Block block, int size) {
        newest.put(block.first(), block);
        sizes.put(block.first(), size);
        bytes += size;
        while (newest.size() > 1 && bytes > BYTES_IN_MEMORY
                || newest.size() > LEAST_BLOCKS && block.next() - newest.firstKey() > EVENTS_IN_MEMORY) {
            bytes -= sizes.remove(newest.pollFirstEntry().getKey());
        }
    }

    /** Lets go of everything in memory: what is on disk may not be what was thought. */
    synchronized void reread() {
        newest.clear();
        sizes.clear();
        bytes = 0;
        synchronized (readAgain) {
            readAgain.clear();
        }
    }

    /** Lets go of what lies before a place and is no longer stored. */
    synchronized void forget(long firstKept) {
        for (Long first : newest.headMap(firstKept).keySet()) {
            newest.remove(first);
            bytes -= sizes.remove(first);
        }
        damaged.keySet().removeIf(first -> first < firstKept);
        synchronized (readAgain) {
            readAgain.keySet().removeIf(first -> first < firstKept);
        }
    }

    /** The block that holds a place, or the next one after it; null where there is none yet. */
    Block at(long seq) {
        var near = newest.floorEntry(seq);
        if (near != null && seq < near.getValue().next()) {
            return near.getValue();
        }
        if (near != null) {
            var after = newest.ceilingEntry(seq);
            return after == null ? null : after.getValue();
        }
        Block known = known(seq);
        return known != null ? known : reading(connection -> stored(connection, seq));
    }

    /**
     * The same, for who goes on behind what is not there: he must not, unless it is known why.
     *
     * @param end
     *            the place that comes next
     * @throws IllegalStateException
     *             where it is not: then the file is damaged, and what is whole is saved
     */
    Block onward(long seq, long end) {
        Block block = at(seq);
        long next = block == null ? end : block.first();
        if (next > seq && !isKnownDamage(seq, next)) {
            reading(connection -> {
                Holes.explain(connection, seq, next);
                return block;
            });
        }
        return block;
    }

    /** Whether a damaged block is there that the writer may not have put aside yet. */
    private boolean isKnownDamage(long first, long next) {
        return damaged.values().stream()
                .anyMatch(block -> block.first() < next && block.first() + block.count() > first);
    }

    /** The first place at or after one where an event so severe may stand; {@code end} where there is none. */
    long next(long seq, Severity least, long end) {
        var near = newest.floorEntry(seq);
        if (near == null) {
            Long stored = reading(connection -> stored(connection, seq, least));
            if (stored != null) {
                return Math.max(seq, stored);
            }
        }
        for (Block block : newest.tailMap(near == null ? seq : near.getKey()).values()) {
            if (block.next() > seq && block.holds(least)) {
                return Math.max(seq, block.first());
            }
        }
        return end;
    }

    private static Long stored(Connection connection, long seq, Severity least) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT first_seq FROM block WHERE first_seq >="
                + " coalesce((SELECT max(first_seq) FROM block WHERE first_seq <= ?), 0) AND severity >= ?"
                + " AND first_seq + count > ? ORDER BY first_seq LIMIT 1")) {
            select.setLong(1, seq);
            select.setInt(2, least.number());
            select.setLong(3, seq);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    /** The event at a place, or null where it is no longer, or not yet. */
    Entry entry(long seq) {
        var near = newest.floorEntry(seq);
        if (near != null) {
            return seq < near.getValue().next() ? near.getValue().entry(seq) : null;
        }
        return reading(connection -> {
            try (PreparedStatement select = connection
                    .prepareStatement(COLUMNS + "WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1")) {
                select.setLong(1, seq);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && seq < row.getLong(1) + row.getInt(2) ? entry(row, seq) : null;
                }
            }
        });
    }

    private Entry entry(ResultSet row, long seq) throws SQLException {
        try {
            byte[] data = row.getBytes(5);
            int[] ends = BlockCodec.ends(row.getLong(1), row.getInt(2), row.getInt(4), data);
            return BlockCodec.entry(row.getLong(1), (int) (seq - row.getLong(1)), row.getLong(3), ends, data);
        } catch (DamagedBlock e) {
            aside(e);
            return null;
        }
    }

    private Block known(long seq) {
        synchronized (readAgain) {
            for (Block block : readAgain.values()) {
                if (seq >= block.first() && seq < block.next()) {
                    return readAgain.get(block.first());
                }
            }
            return null;
        }
    }

    private Block stored(Connection connection, long seq) throws SQLException {
        Block block = sound(connection, COLUMNS + "WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1", seq);
        if (block == null || seq >= block.next()) {
            block = sound(connection, COLUMNS + "WHERE first_seq > ? ORDER BY first_seq LIMIT 1", seq);
        }
        if (block != null) {
            synchronized (readAgain) {
                readAgain.put(block.first(), block);
                Iterator<Long> oldest = readAgain.keySet().iterator();
                if (readAgain.size() > BLOCKS_READ_AGAIN) {
                    oldest.next();
                    oldest.remove();
                }
            }
        }
        return block;
    }

    /** A block that is whole; where it is not, the next one that is. */
    private Block sound(Connection connection, String sql, long seq) throws SQLException {
        try {
            return select(connection, sql, seq);
        } catch (DamagedBlock e) {
            aside(e);
        }
        for (long after = seq;;) {
            try {
                return select(connection, COLUMNS + "WHERE first_seq > ? ORDER BY first_seq LIMIT 1", after);
            } catch (DamagedBlock e) {
                aside(e);
                after = e.first();
            }
        }
    }

    /** Notes a block that nobody can read: all go on behind it, and the writer puts it where it is kept. */
    void aside(DamagedBlock block) {
        if (damaged.putIfAbsent(block.first(), block) == null) {
            news.add(block);
        }
    }

    /** A damaged block of which the writer has not heard yet, or null. */
    DamagedBlock damagedNews() {
        return news.poll();
    }

    private static Block select(Connection connection, String sql, long seq) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, seq);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? read(row) : null;
            }
        }
    }

    /** The block in a row of first_seq, count, received, crc, data. */
    static Block read(ResultSet row) throws SQLException {
        return BlockCodec.unpack(row.getLong(1), row.getInt(2), row.getLong(3), row.getInt(4), row.getBytes(5));
    }

    /** Lends a connection that reads. */
    <T> T reading(Readers.Reading<T> reading) {
        return readers.reading(reading);
    }

    /** Who reads the file. */
    Readers readers() {
        return readers;
    }

    @Override
    public void close() throws SQLException {
        readers.close();
    }
}
