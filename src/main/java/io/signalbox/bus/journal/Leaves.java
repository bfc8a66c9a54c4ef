package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which blocks lie in a damaged file to which no way leads any more? A table's pages hang on one another; where one in the middle is damaged,
 * SQLite does not find those behind it, however whole. So every page is looked at, and what looks like a row of {@code block} is one when its
 * checksum says so.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#b_tree_pages">the pages' format</a>
 */
final class Leaves implements AutoCloseable {
    private static final int LEAF = 13;
    private static final int CELLS_AT = 3;
    private static final int FIRST_CELL_AT = 8;
    private static final int MOST_CELLS = (Schema.PAGE_BYTES - FIRST_CELL_AT) / Short.BYTES;
    private static final int MOST_LOCAL = Schema.PAGE_BYTES - 35;
    private static final int LEAST_LOCAL = (Schema.PAGE_BYTES - 12) * 32 / 255 - 23;
    private static final int COLUMNS = 11;
    private static final int TEXT = 13;
    private static final int BLOB = 12;
    private static final int TYPES = 6;
    private static final int IDS = 7;
    private static final int[] SIZES = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

    /** Which blocks are looked for? */
    interface Wanted {
        /**
         * @param first
         *            the place of its first event
         * @param next
         *            the place after its last
         */
        boolean test(long first, long next);
    }

    /** The row of a block. */
    record Row(long first, int count, long received, int checksum, byte[] data) {
    }

    private final Wal log;
    private final FileChannel file;
    private final int pages;

    /** Looks into a database file, and the log beside it, that nobody has open. */
    Leaves(Path database) throws IOException {
        this.log = Wal.beside(database);
        this.file = FileChannel.open(database);
        this.pages = log.pages();
    }

    /** Where whole blocks lie whose places pass a test. */
    NavigableMap<Long, Long> find(Wanted wanted) throws IOException {
        NavigableMap<Long, Long> found = new TreeMap<>();
        for (int number = 2; number <= pages; number++) {
            ByteBuffer page = page(number);
            int cells = page == null || page.get(0) != LEAF ? 0 : Short.toUnsignedInt(page.getShort(CELLS_AT));
            for (int cell = 0; cell < Math.min(cells, MOST_CELLS); cell++) {
                Row row = row(page, cell, wanted);
                if (row != null) {
                    found.put(row.first, (long) number * MOST_CELLS + cell);
                }
            }
        }
        return found;
    }

    /** The row that was found there. */
    Row row(long where) throws IOException {
        return row(page((int) (where / MOST_CELLS)), (int) (where % MOST_CELLS), (first, next) -> true);
    }

    private Row row(ByteBuffer page, int cell, Wanted wanted) throws IOException {
        try {
            int at = Short.toUnsignedInt(page.getShort(FIRST_CELL_AT + cell * Short.BYTES));
            return row(page.duplicate().position(at), wanted);
        } catch (RuntimeException e) {
            // It only looked like a row.
            return null;
        }
    }

    private ByteBuffer page(int number) throws IOException {
        return log.page(number, file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Row row(ByteBuffer cell, Wanted wanted) throws IOException {
        long length = number(cell);
        long place = number(cell);
        if (length < COLUMNS || length > Integer.MAX_VALUE) {
            return null;
        }
        ByteBuffer start = cell.slice();
        long[] kinds = kinds(start);
        int values = start.position();
        if (kinds == null || !wanted.test(place, place + value(start, kinds[1]))) {
            return null;
        }
        return row(place, kinds, payload(cell, (int) length).position(values));
    }

    /** Of what kinds and lengths its columns are; null where it is no block's. */
    private static long[] kinds(ByteBuffer payload) {
        int end = (int) number(payload);
        long[] kinds = new long[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
            kinds[column] = number(payload);
        }
        boolean isBlock = payload.position() == end && kinds[0] == 0 && isText(kinds[TYPES], TEXT)
                && isText(kinds[IDS], BLOB) && isText(kinds[COLUMNS - 1], BLOB);
        return isBlock ? kinds : null;
    }

    private static Row row(long place, long[] kinds, ByteBuffer payload) {
        long[] values = new long[COLUMNS];
        for (int column = 1; column < COLUMNS - 1; column++) {
            values[column] = value(payload, kinds[column]);
        }
        byte[] data = new byte[(int) ((kinds[COLUMNS - 1] - BLOB) / 2)];
        payload.get(data);
        Row row = new Row(place, (int) values[1], values[2], (int) values[9], data);
        BlockCodec.ends(place, row.count, row.checksum, data);
        return row;
    }

    private static boolean isText(long kind, int least) {
        return kind >= least && (kind - least) % 2 == 0;
    }

    private static long value(ByteBuffer payload, long kind) {
        if (kind >= SIZES.length) {
            payload.position(payload.position() + (int) ((kind - BLOB) / 2));
            return 0;
        }
        if (kind == 8 || kind == 9) {
            return kind - 8;
        }
        int size = SIZES[(int) kind];
        long value = size == 0 ? 0 : payload.get();
        for (int i = 1; i < size; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(payload.get());
        }
        return value;
    }

    /** What a cell holds: what does not fit into it lies in a chain of pages. */
    private ByteBuffer payload(ByteBuffer cell, int length) throws IOException {
        int shared = LEAST_LOCAL + (length - LEAST_LOCAL) % (Schema.PAGE_BYTES - Integer.BYTES);
        int local = length <= MOST_LOCAL ? length : shared <= MOST_LOCAL ? shared : LEAST_LOCAL;
        if (local == length) {
            return cell.slice().limit(length);
        }
        if (length / Schema.PAGE_BYTES > pages) {
            throw new BufferUnderflowException();
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        all.put(cell.slice().limit(local));
        int next = cell.getInt(cell.position() + local);
        while (all.hasRemaining()) {
            ByteBuffer page = next < 2 || next > pages ? null : page(next);
            if (page == null) {
                throw new BufferUnderflowException();
            }
            next = page.getInt();
            all.put(page.slice().limit(Math.min(page.remaining(), all.remaining())));
        }
        return all.flip();
    }

    /** SQLite's numbers of one to nine bytes. */
    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < 8; i++) {
            byte next = bytes.get();
            number = number << 7 | next & 0x7f;
            if (next >= 0) {
                return number;
            }
        }
        return number << Byte.SIZE | Byte.toUnsignedLong(bytes.get());
    }
}
