package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

import io.signalbox.bus.Block;
import io.signalbox.bus.Entry;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * How does a block lie in its row? For each event: its channels (8 bytes), the length of its JSON (4 bytes), its JSON. The row keeps a
 * CRC-32C of all that.
 */
final class BlockCodec {
    /** What the row's column {@code codec} says of this form. */
    static final int PLAIN = 0;
    static final int HEAD = EventJson.Encoded.ROOM;

    private BlockCodec() {
    }

    /** Writes what stands before the JSON of an event. */
    static void head(ByteBuffer block, long channels, int length) {
        block.putLong(channels).putInt(length);
    }

    static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return (int) crc.getValue();
    }

    /**
     * Where each event's JSON ends in a block; it begins {@link #HEAD} bytes after the end of the one before.
     *
     * @throws DamagedBlock
     *             where the block is not as it was written
     */
    static int[] ends(long first, int count, int checksum, byte[] data) {
        if (data == null || count < 1 || count > data.length / HEAD) {
            throw new DamagedBlock(first, 1, "its row is not one that was written", null);
        }
        if (checksum(data) != checksum) {
            throw new DamagedBlock(first, count, "its checksum does not match", null);
        }
        try {
            int[] ends = new int[count];
            ByteBuffer buffer = ByteBuffer.wrap(data);
            for (int at = 0; at < count; at++) {
                int length = buffer.getInt(buffer.position() + Long.BYTES);
                ends[at] = buffer.position() + HEAD + length;
                buffer.position(ends[at]);
            }
            if (buffer.hasRemaining()) {
                throw new DamagedBlock(first, count, "there are more events in it", null);
            }
            return ends;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new DamagedBlock(first, count, "its events can't be read", e);
        }
    }

    /** One event of a block; the others are not read, for that is most of the work. */
    static Entry entry(long first, int at, long received, int[] ends, byte[] data) {
        int start = at == 0 ? 0 : ends[at - 1];
        try {
            return new Entry(first + at, ByteBuffer.wrap(data).getLong(start), Instant.ofEpochMilli(received),
                    EventJson.read(data, start + HEAD, ends[at] - start - HEAD));
        } catch (RuntimeException e) {
            throw new DamagedBlock(first, ends.length, "its events can't be read", e);
        }
    }

    /**
     * @throws DamagedBlock
     *             where it is not as it was written
     */
    static Block unpack(long first, int count, long received, int checksum, byte[] data) {
        int[] ends = ends(first, count, checksum, data);
        Event[] events = new Event[count];
        long[] channels = new long[count];
        for (int at = 0; at < count; at++) {
            Entry entry = entry(first, at, received, ends, data);
            events[at] = entry.event();
            channels[at] = entry.channels();
        }
        return new Block(first, Instant.ofEpochMilli(received), events, channels);
    }
}
