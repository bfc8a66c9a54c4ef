package io.signalbox.bus;

import java.time.Instant;

import io.signalbox.event.Event;

/**
 * An event in its place on the bus.
 *
 * @param seq
 *            its place: the first event has 1, and each later one more
 * @param channels
 *            the channels that it was routed to, as bits of {@link Channels}
 * @param received
 *            when it was accepted
 */
public record Entry(long seq, long channels, Instant received, Event event) {
}
