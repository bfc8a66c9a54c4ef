package io.signalbox.bus;

import java.util.BitSet;

/**
 * What became of a batch: all of it is kept, but for the events that the bus already has.
 *
 * @param accepted
 *            how many were appended
 * @param duplicates
 *            the places of those that were not, since an event of the same id had come before
 */
public record Receipt(int accepted, BitSet duplicates) {
}
