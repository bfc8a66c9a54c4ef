package io.signalbox.snmp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** How many polls may be under way at once? Who comes when all places are taken waits in line. */
final class Lane {
    private final int places;
    private final Executor executor;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    Lane(int places, Executor executor) {
        this.places = places;
        this.executor = executor;
    }

    /** Runs it now, or as soon as somebody leaves; whoever entered must leave once. */
    void enter(Runnable poll) {
        synchronized (this) {
            if (taken == places) {
                waiting.add(poll);
                return;
            }
            taken++;
        }
        poll.run();
    }

    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
                return;
            }
        }
        executor.execute(next);
    }
}
