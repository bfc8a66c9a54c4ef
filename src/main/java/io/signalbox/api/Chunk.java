package io.signalbox.api;

import io.signalbox.bus.Batch;
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

    /** What was read, with its events already in the form in which they are stored: whoever reads ahead does this, too, ahead. */
    static Chunk of(Reading reading) {
        if (reading == null) {
            return null;
        }
        Batch batch = new Batch(reading.events());
        batch.encoded();
        return new Chunk(reading, batch);
    }
}
