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
    static final int HEAD = Long.BYTES + Integer.BYTES;

    private BlockCodec() {
    }

    /** Makes room for one event more in a block, and writes what stands before its JSON. */
    static void head(ByteBuffer block, long channels, int length) {
        block.putLong(channels).putInt(length);
    }

    static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return (int) crc.getValue();
    }

    /** One event of a block; the others are not read, for that is most of the work. */
    static Entry entry(long first, int count, long received, int checksum, byte[] data, long seq) {
        check(first, count, checksum, data);
        ByteBuffer buffer = ByteBuffer.wrap(data);
        for (long at = first;; at++) {
            long channels = buffer.getLong();
            int length = buffer.getInt();
            if (at == seq) {
                return new Entry(seq, channels, Instant.ofEpochMilli(received),
                        EventJson.read(data, buffer.position(), length));
            }
            buffer.position(buffer.position() + length);
        }
    }

    private static void check(long first, int count, int checksum, byte[] data) {
        if (checksum(data) != checksum) {
            throw new IllegalStateException("the journal's block of events " + first + " to " + (first + count - 1)
                    + " is damaged: its checksum does not match");
        }
    }

    static Block unpack(long first, int count, long received, int checksum, byte[] data) {
        check(first, count, checksum, data);
        Event[] events = new Event[count];
        long[] channels = new long[count];
        ByteBuffer buffer = ByteBuffer.wrap(data);
        for (int at = 0; at < count; at++) {
            channels[at] = buffer.getLong();
            int length = buffer.getInt();
            events[at] = EventJson.read(data, buffer.position(), length);
            buffer.position(buffer.position() + length);
        }
        return new Block(first, Instant.ofEpochMilli(received), events, channels);
    }
}
