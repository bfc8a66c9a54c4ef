package io.signalbox.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.signalbox.bus.Batch;
import io.signalbox.bus.CommitProducer;
import io.signalbox.bus.Receipt;
import io.signalbox.event.Reading;

/**
 * How far is a request? Chunks of its events come out one after another; what became of each item is noted, for the answer. One of many may still
 * be on its way to the disk while the next is made ready.
 */
final class Posted {
    /** Where a route keeps it on the exchange. */
    static final String PROPERTY = "SignalboxPosted";

    private final Callable<Chunk> next;
    private final KeptIds ids = new KeptIds();
    private final List<Reading.Refusal> refusals = new ArrayList<>();
    private final boolean inChunks;
    private Chunk current;
    private Reading left;
    private CommitProducer.Underway underway;
    private int duplicates;

    /**
     * @param next
     *            reads the next chunk; null at the end
     * @param inChunks
     *            whether more than one may come
     */
    Posted(Callable<Chunk> next, boolean inChunks) {
        this.next = next;
        this.inChunks = inChunks;
    }

    boolean isInChunks() {
        return inChunks;
    }

    /** The next events, null at the end, when all are kept. Those before must have {@link #left} or be {@link #kept}. */
    Batch next() throws Exception {
        Batch batch = unread();
        if (batch == null) {
            settle();
        }
        return batch;
    }

    private Batch unread() {
        for (current = read(); current != null; current = read()) {
            refusals.addAll(current.reading().refusals());
            if (!current.reading().events().isEmpty()) {
                return current.batch();
            }
        }
        return null;
    }

    private Chunk read() {
        try {
            return next.call();
        } catch (Exception e) {
            throw new BodyBroken(e);
        }
    }

    /** Notes that the chunk that came out last is kept. */
    void kept(Receipt receipt) {
        note(current.reading(), receipt);
    }

    /** Notes that the chunk that came out last is on its way to the disk, and waits for the one before it. */
    void left(CommitProducer.Underway newest) throws Exception {
        settle();
        left = current.reading();
        underway = newest;
    }

    /** Waits until nothing is on its way any more. */
    void settle() throws Exception {
        CommitProducer.Underway last = underway;
        underway = null;
        if (last != null) {
            note(left, last.receipt());
        }
    }

    private void note(Reading reading, Receipt receipt) {
        for (int at = 0; at < reading.events().size(); at++) {
            ids.add(reading.events().get(at).id(), reading.places().get(at));
        }
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
