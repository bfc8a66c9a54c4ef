package io.signalbox.bus.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.signalbox.event.EventJson;

/**
 * Which bytes are a block's? Events are added one after another. Where they are those of one batch as they lie, its own array becomes the
 * block, and nothing is copied: lines come in that way.
 */
final class BlockData {
    private ByteBuffer copied = ByteBuffer.allocate(0);
    private EventJson.Encoded batch;
    private ByteBuffer heads;
    private int taken;

    /** Adds an event of a batch. */
    void add(long channels, EventJson.Encoded encoded, int place) {
        if (copied.position() == 0 && (batch == null ? place == 0 : batch == encoded && taken == place)) {
            take(channels, encoded, place);
        } else {
            copyBatch();
            copy(channels, encoded.bytes(), encoded.start(place), encoded.ends()[place]);
        }
    }

    /** Adds an event by itself. */
    void add(long channels, byte[] event) {
        copyBatch();
        copy(channels, event, 0, event.length);
    }

    private void take(long channels, EventJson.Encoded encoded, int place) {
        if (batch == null) {
            batch = encoded;
            heads = ByteBuffer.wrap(encoded.bytes());
        }
        int start = encoded.start(place);
        heads.position(start - BlockCodec.HEAD);
        BlockCodec.head(heads, channels, encoded.ends()[place] - start);
        taken = place + 1;
    }

    private void copyBatch() {
        if (batch != null) {
            int length = length();
            room(batch.bytes().length);
            copied.put(batch.bytes(), 0, length);
            batch = null;
        }
    }

    private void copy(long channels, byte[] bytes, int from, int to) {
        room(BlockCodec.HEAD + to - from);
        BlockCodec.head(copied, channels, to - from);
        copied.put(bytes, from, to - from);
    }

    private void room(int bytes) {
        if (copied.remaining() < bytes) {
            copied = ByteBuffer.allocate(Math.max(copied.capacity() * 2, copied.position() + bytes)).put(copied.flip());
        }
    }

    int length() {
        return batch == null ? copied.position() : batch.ends()[taken - 1];
    }

    /** All of it. */
    byte[] toBytes() {
        byte[] bytes = batch == null ? copied.array() : batch.bytes();
        return bytes.length == length() ? bytes : Arrays.copyOf(bytes, length());
    }
}
