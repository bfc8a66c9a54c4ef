package io.signalbox.snmp;

import java.util.concurrent.atomic.LongAdder;

/** How many polls were there, and how did they go? */
public final class PollStats {
    final LongAdder begun = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder silent = new LongAdder();
    final LongAdder late = new LongAdder();

    public long begun() {
        return begun.sum();
    }

    public long answered() {
        return answered.sum();
    }

    public long silent() {
        return silent.sum();
    }

    /** Polls that began more than a second after their time. */
    public long late() {
        return late.sum();
    }
}
