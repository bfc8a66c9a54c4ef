package io.signalbox.bus;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How is a backend doing? Written by its lanes, read by health, metrics and the API. */
public final class Backend {
    /** So many failures in a row, and it is shown as down. */
    private static final int FAILURES_TO_BE_DOWN = 3;

    private final String name;
    private final Filter filter;
    private final long channels;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile long cursor;
    private volatile String lastError;
    private volatile Instant lastErrorAt;
    private volatile Instant lastDeliveryAt;

    Backend(String name, Filter filter, long channels, long cursor) {
        this.name = name;
        this.filter = filter;
        this.channels = channels;
        this.cursor = cursor;
    }

    void accepted(int events) {
        delivered.addAndGet(events);
        failuresInARow.set(0);
        lastDeliveryAt = Instant.now();
    }

    void buried(String reason) {
        dead.incrementAndGet();
        failuresInARow.set(0);
        noted(reason);
    }

    void failed(String reason) {
        failed.incrementAndGet();
        failuresInARow.incrementAndGet();
        noted(reason);
    }

    private void noted(String reason) {
        lastError = reason;
        lastErrorAt = Instant.now();
    }

    void moved(long place) {
        cursor = place;
    }

    public String name() {
        return name;
    }

    /** {@code healthy}; {@code degraded} after a failure; {@code failed} after several in a row. */
    public String status() {
        int failures = failuresInARow.get();
        return failures == 0 ? "healthy" : failures < FAILURES_TO_BE_DOWN ? "degraded" : "failed";
    }

    /** Why this backend would not get an event of these channels; null when it would. */
    public String refusal(Entry entry) {
        return hears(entry.channels()) ? filter.refusal(entry.event()) : "channel";
    }

    boolean hears(long eventChannels) {
        return channels == Channels.ALL || (channels & eventChannels) != 0;
    }

    /** Everything before this place is done with. */
    public long cursor() {
        return cursor;
    }

    /** Events that it accepted since the start. */
    public long delivered() {
        return delivered.get();
    }

    /** Deliveries that failed, and were or will be tried again, since the start. */
    public long failures() {
        return failed.get();
    }

    /** Events that it refused for good since the start. */
    public long deadLetters() {
        return dead.get();
    }

    /** What went wrong last, or null. */
    public String lastError() {
        return lastError;
    }

    public Instant lastErrorAt() {
        return lastErrorAt;
    }

    public Instant lastDeliveryAt() {
        return lastDeliveryAt;
    }
}
