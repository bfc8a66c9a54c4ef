package io.signalbox.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Receipt;
import io.signalbox.event.Reading;

/** How far is a request? Chunks of its events come out one after another; what became of each item is noted, for the answer. */
final class Posted implements Iterator<Batch> {
    /** Where a route keeps it on the exchange. */
    static final String PROPERTY = "SignalboxPosted";

    private final Callable<Chunk> next;
    private final KeptIds ids = new KeptIds();
    private final List<Reading.Refusal> refusals = new ArrayList<>();
    private Chunk ahead;
    private Chunk current;
    private int duplicates;

    /**
     * @param next
     *            reads the next chunk; null at the end
     */
    Posted(Callable<Chunk> next) {
        this.next = next;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null) {
            try {
                ahead = next.call();
            } catch (Exception e) {
                throw new BodyBroken(e);
            }
            if (ahead == null) {
                return false;
            }
            refusals.addAll(ahead.reading().refusals());
            if (ahead.reading().events().isEmpty()) {
                ahead = null;
            }
        }
        return true;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        current = ahead;
        ahead = null;
        return current.batch();
    }

    /** Notes that the chunk that came out last is kept. */
    void kept(Receipt receipt) {
        Reading reading = current.reading();
        for (int at = 0; at < reading.events().size(); at++) {
            ids.add(reading.events().get(at).id(), reading.places().get(at));
        }
        current = null;
        duplicates += receipt.duplicates().cardinality();
    }

    /** The events that are kept, in the order of the request. */
    KeptIds ids() {
        return ids;
    }

    /** What was no event. */
    List<Reading.Refusal> refusals() {
        return refusals;
    }

    /** How many of the ids had come before. */
    int duplicates() {
        return duplicates;
    }

    /** The body ended before its end, or could not be read. */
    static final class BodyBroken extends RuntimeException {
        BodyBroken(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
