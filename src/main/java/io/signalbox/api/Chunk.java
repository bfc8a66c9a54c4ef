package io.signalbox.api;

import io.signalbox.bus.Batch;
import io.signalbox.event.JsonBuffer;
import io.signalbox.event.Reading;

/**
 * Part of a request that is kept with one commit.
 *
 * @param reading
 *            what was read
 * @param batch
 *            its events, on their way to the bus
 */
record Chunk(Reading reading, Batch batch) {

    static Chunk of(Reading reading) {
        return new Chunk(reading, new Batch(reading.events()));
    }

    /**
     * What was read, with its events already in the form in which they are stored: whoever reads ahead does this, too, ahead.
     *
     * @param reading
     *            null at the end
     * @param scratch
     *            serves one chunk after another
     */
    static Chunk of(Reading reading, JsonBuffer scratch) {
        if (reading == null) {
            return null;
        }
        Chunk chunk = of(reading);
        chunk.batch.encode(scratch);
        return chunk;
    }
}
