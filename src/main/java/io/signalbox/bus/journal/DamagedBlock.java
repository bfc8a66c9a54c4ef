package io.signalbox.bus.journal;

/** A block is not as it was written. */
final class DamagedBlock extends IllegalStateException {
    private final long first;
    private final int count;

    DamagedBlock(long first, int count, String why, Throwable cause) {
        super("the journal's block of events " + first + " to " + (first + count - 1) + " is damaged: " + why, cause);
        this.first = first;
        this.count = count;
    }

    /** The place of its first event, which is its key. */
    long first() {
        return first;
    }

    int count() {
        return count;
    }
}
