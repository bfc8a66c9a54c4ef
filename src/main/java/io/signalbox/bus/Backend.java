package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import io.signalbox.event.Event;

/** How is a backend doing? Written by its lanes, read by health, metrics and the API. */
public final class Backend {
    private final String name;
    private final Filter filter;
    private final long channels;
    private final long digests;
    private final Supplier<Overlay> overlay;
    private final Withheld withheld = new Withheld();
    private final Rate rate = new Rate(System::nanoTime);
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final Breaker breaker = new Breaker();
    private final Trying trying = new Trying();
    private final Flow flow;
    private final Function<List<Entry>, Verdict> send;
    private volatile boolean stuck;
    private volatile long cursor;
    private volatile String lastError;
    private volatile Instant lastErrorAt;
    private volatile Instant lastDeliveryAt;

    /**
     * How many events make an exchange at the most, and what becomes of those that its throttle rejects.
     *
     * @param window
     *            after how long the throttle lets something through again
     */
    record Flow(int batchSize, Overflow.Policy overflow, Duration window) {
    }

    /**
     * @param digests
     *            the bit of the channel of its digests, or 0
     * @param send
     *            sends events by the backend's route
     * @param overlay
     *            what is laid over its route file now
     */
    Backend(String name, Filter filter, long channels, long digests, long cursor, Flow flow,
            Function<List<Entry>, Verdict> send, Supplier<Overlay> overlay) {
        this.flow = flow;
        this.overlay = overlay;
        this.send = send;
        this.name = name;
        this.filter = filter;
        this.channels = channels;
        this.digests = digests;
        this.cursor = cursor;
    }

    /** The same backend, about which nothing is known yet. */
    Backend afresh() {
        return new Backend(name, filter, channels, digests, cursor, flow, send, overlay);
    }

    Flow flow() {
        return flow;
    }

    Verdict send(List<Entry> entries) {
        return send.apply(entries);
    }

    void accepted(int events) {
        delivered.addAndGet(events);
        rate.add(events);
        breaker.accepted();
        stuck = false;
        lastDeliveryAt = Instant.now();
    }

    void buried(String reason) {
        dead.incrementAndGet();
        breaker.buried(Backoff.DEFAULT);
        noted(reason);
    }

    void failed(String reason) {
        failed.incrementAndGet();
        noted(reason);
    }

    /** It can't go on, for a reason that lies not with the backend. */
    void stuck(String reason) {
        stuck = true;
        failed(reason);
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

    /** {@code healthy}; {@code degraded} after a failure; {@code failed} while its breaker is not closed; {@code paused}. */
    public String status() {
        if (overlay().paused()) {
            return "paused";
        }
        return stuck || !breaker.state().equals("closed") ? "failed" : breaker.failures() > 0 ? "degraded" : "healthy";
    }

    /** {@code closed}; {@code open} after several failures in a row, {@code half-open} while one event tries whether it is back. */
    public String breakerState() {
        return breaker.state();
    }

    Breaker breaker() {
        return breaker;
    }

    Trying trying() {
        return trying;
    }

    /** Sends an event that is on no bus, at once and once, and says what came back; then whatever waits is tried at once too. */
    public Trial test(Event event) {
        long began = System.nanoTime();
        Verdict verdict = send.apply(List.of(new Entry(0, 0, Instant.now(), event)));
        Trial trial = Trial.of(verdict, Duration.ofNanos(System.nanoTime() - began));
        if (trial.accepted()) {
            breaker.reset();
        }
        return trial;
    }

    /** What is known of an event on its way to this backend. */
    public Outcome pending(long seq) {
        return new Outcome(name, Outcome.PENDING, trying.attempts(seq) - 1, null, trying.lastAnswer(seq));
    }

    /** Why this backend would not get an event of these channels; null when it would. */
    public String refusal(Entry entry) {
        if (isDigest(entry)) {
            return null;
        }
        String byFile = byFile(entry);
        return byFile == null ? overlay().refusal(entry.event()) : byFile;
    }

    private boolean isDigest(Entry entry) {
        return (digests & entry.channels()) != 0;
    }

    private String byFile(Entry entry) {
        return hears(entry.channels()) ? filter.refusal(entry.event()) : "channel";
    }

    /** Whether it gets an event; asked once of each, in their order, as it is remembered whose end it must get. */
    boolean takes(Entry entry) {
        return isDigest(entry) || withheld.refusal(entry.event(), byFile(entry), overlay()) == null;
    }

    /** What is laid over its route file now. */
    public Overlay overlay() {
        return overlay.get();
    }

    /** Something else may be laid over its file now; nothing is delivered meanwhile. */
    void overlaid(Bus bus) {
        withheld.begin(overlay(), bus);
    }

    /** Which events it wants by its route file. */
    public Filter filter() {
        return filter;
    }

    boolean hears(long eventChannels) {
        return channels == Channels.ALL || ((channels | digests) & eventChannels) != 0;
    }

    /** Everything before this place is done with. */
    public long cursor() {
        return cursor;
    }

    /** Events that it accepted since the start. */
    public long delivered() {
        return delivered.get();
    }

    /** Events a second that it accepted, over the last minute. */
    public double rate() {
        return rate.perSecond();
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
