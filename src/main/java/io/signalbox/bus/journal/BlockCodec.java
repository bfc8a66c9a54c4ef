package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

import io.signalbox.bus.Block;
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

    /**
     * @throws DamagedBlock
     *             where it is not as it was written
     */
    static Block unpack(long first, int count, long received, int checksum, byte[] data) {
        if (checksum(data) != checksum) {
            throw new DamagedBlock(first, count, "its checksum does not match", null);
        }
        try {
            Event[] events = new Event[count];
            long[] channels = new long[count];
            ByteBuffer buffer = ByteBuffer.wrap(data);
            for (int at = 0; at < count; at++) {
                channels[at] = buffer.getLong();
                int length = buffer.getInt();
                events[at] = EventJson.read(data, buffer.position(), length);
                buffer.position(buffer.position() + length);
            }
            if (buffer.hasRemaining()) {
                throw new DamagedBlock(first, count, "there are more events in it", null);
            }
            return new Block(first, Instant.ofEpochMilli(received), events, channels);
        } catch (DamagedBlock e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DamagedBlock(first, count, "its events can't be read", e);
        }
    }
}
