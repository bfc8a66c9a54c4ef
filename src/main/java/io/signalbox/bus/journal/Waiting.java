package io.signalbox.bus.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.signalbox.bus.NotKept;

/**
 * What waits for the disk, and how much of it may? Beyond a bound whoever sends events is told to come back later, so that memory stays
 * bounded.
 */
final class Waiting {
    private static final int MOST_EVENTS = 100_000;
    private static final int EVENTS_A_COMMIT = 4_000;
    private static final long BYTES_A_COMMIT = 8 << 20;
    private static final int TASKS_A_COMMIT = 1_000;

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final long mostBytes;
    private volatile boolean closed;

    Waiting(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Lets in what brings no events, and so takes no memory worth counting. */
    void add(Task task) {
        if (closed) {
            task.failed(stopping());
        } else {
            tasks.add(task);
        }
    }

    /** Lets in events, unless too many wait already. */
    void add(Task.Append append) {
        if (closed) {
            append.failed(stopping());
        } else if (isTooMuch(append)) {
            left(append);
            append.failed(NotKept.overloaded());
        } else {
            tasks.add(append);
        }
    }

    /** However large it is, what nobody else waits beside is let in. */
    private boolean isTooMuch(Task append) {
        entered(append);
        return (events.get() > MOST_EVENTS || bytes.get() > mostBytes) && bytes.get() != append.bytes();
    }

    /** Its events wait, or wait again. */
    void entered(Task task) {
        events.addAndGet(task.events());
        bytes.addAndGet(task.bytes());
    }

    /** Its events are written, or refused. */
    void left(Task task) {
        events.addAndGet(-task.events());
        bytes.addAndGet(-task.bytes());
    }

    /** As much as makes one commit; nothing where nothing comes for so long. */
    List<Task> take(long millis) throws InterruptedException {
        List<Task> taken = new ArrayList<>();
        Task task = tasks.poll(millis, TimeUnit.MILLISECONDS);
        int takenEvents = 0;
        long takenBytes = 0;
        while (task != null) {
            taken.add(task);
            takenEvents += task.events();
            takenBytes += task.bytes();
            boolean enough = takenEvents >= EVENTS_A_COMMIT || takenBytes >= BYTES_A_COMMIT
                    || taken.size() >= TASKS_A_COMMIT;
            task = enough ? null : tasks.poll();
        }
        return taken;
    }

    /** Whether everything that was let in was taken, and nothing more comes. */
    boolean isOver() {
        return closed && tasks.isEmpty();
    }

    /** Lets in nothing more, and wakes whoever waits for something. */
    void close() {
        closed = true;
        tasks.add(new Task.Stop());
    }

    /** Says no to what came while the last was being taken. */
    void refuseTheRest() {
        for (Task late = tasks.poll(); late != null; late = tasks.poll()) {
            late.failed(stopping());
        }
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("Signalbox is stopping");
    }
}
