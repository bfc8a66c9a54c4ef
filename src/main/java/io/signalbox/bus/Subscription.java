package io.signalbox.bus;

import java.util.List;

import io.signalbox.event.Severity;

/**
 * What a backend's route asks of the bus.
 *
 * @param channels
 *            the channels that it hears
 * @param types
 *            the types that it wants, with {@code *} for any part; empty for all
 * @param requiredTags
 *            tags that an event must all have
 * @param batchSize
 *            how many events at the most make one exchange; with 1 the body is an event, else a list
 * @param batchTimeoutMillis
 *            how long to wait for a batch to fill
 * @param concurrency
 *            how many exchanges at a time; events of one dedup key keep their order all the same
 * @param overflow
 *            what becomes of events that the route's throttle rejects
 */
record Subscription(List<String> channels, Severity minSeverity, List<String> types, List<String> requiredTags,
        int batchSize,
        long batchTimeoutMillis, int concurrency, Overflow.Policy overflow) {
}
