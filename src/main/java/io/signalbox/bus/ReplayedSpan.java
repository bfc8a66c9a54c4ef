package io.signalbox.bus;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be sent from a span of the bus? Whatever the backend's channels and filter let through. */
final class ReplayedSpan implements ReplayFeed.Supply {
    /** Places that are not kept any more. */
    private record Gap(long next, long places) {
    }

    private final Bus bus;
    private final Backend backend;
    private final Replay.Span span;
    private final Deque<Gap> gaps = new ArrayDeque<>();
    private long position;
    private Block block;

    ReplayedSpan(Bus bus, Backend backend, Replay.Span span) {
        this.bus = bus;
        this.backend = backend;
        this.span = span;
        this.position = span.position();
    }

    @Override
    public Entry next() {
        if (block == null || position >= block.next()) {
            block = bus.read(position);
            skipTo(block == null ? span.end() : Math.min(block.first(), span.end()));
            if (exhausted()) {
                return null;
            }
        }
        int at = (int) (position++ - block.first());
        if (!backend.hears(block.channels()[at]) || !span.holds(block.received())) {
            return null;
        }
        Entry entry = block.entry(position - 1);
        return backend.refusal(entry) == null ? entry : null;
    }

    private void skipTo(long next) {
        if (next > position) {
            gaps.add(new Gap(next, next - position));
            position = next;
        }
    }

    @Override
    public boolean exhausted() {
        return position >= span.end();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long missing(long before) {
        long missing = 0;
        while (!gaps.isEmpty() && gaps.peek().next() <= before) {
            missing += gaps.poll().places();
        }
        return missing;
    }
}
