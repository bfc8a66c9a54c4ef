package io.signalbox.bus.journal;

/**
 * How much may a journal keep? All in bytes.
 *
 * @param maxSize
 *            what it may hold on disk; 0 for as much as the disk has
 * @param minFree
 *            what it leaves free on the disk, so that it can still note what was delivered
 * @param maxWaiting
 *            events that wait for the disk in memory, as they are stored
 */
public record Limits(long maxSize, long minFree, long maxWaiting) {
    /** As much as the disk has. */
    public static final Limits NONE = new Limits(0, 0, 64L << 20);
}
