package io.signalbox.snmp;

import java.io.Closeable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has changed with a device, and who has been told?
 *
 * <p>
 * A new state and the events that it means are written in one go, before anybody hears of them; an event is struck out once it has been
 * accepted. So a crash at any instruction neither loses an event nor makes a second one: what was not struck out is delivered again, with
 * the same id.
 */
final class Ledger implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** Where events go; an exception means that it was not kept there. */
    interface Delivery {
        void deliver(Map<String, Object> event) throws Exception;

        /** Whether the same event would be refused for ever. */
        boolean hopeless(Exception e);
    }

    /**
     * @param state
     *            null: nothing is to be remembered of the device any more
     */
    record Change(String device, DeviceState state, List<Map<String, Object>> events) {
    }

    private final LedgerFile file;
    private final Delivery delivery;
    private final long pauseMillis;
    private final Map<String, DeviceState> states = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final Map<String, Deque<LedgerFile.Entry>> waiting = new LinkedHashMap<>();
    private final Map<String, Long> notBefore = new LinkedHashMap<>();
    private final List<Change> unwritten = new ArrayList<>();
    private final List<Long> delivered = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean troubled;

    /**
     * @param pauseMillis
     *            how long an event waits that was not accepted
     */
    Ledger(Path path, Delivery delivery, long pauseMillis) throws SQLException {
        this.file = new LedgerFile(path);
        this.delivery = delivery;
        this.pauseMillis = pauseMillis;
        states.putAll(file.states());
        file.events().forEach(this::await);
        thread = Poller.threads("snmp-ledger").newThread(this::work);
    }

    void start() {
        thread.start();
    }

    DeviceState state(String device) {
        return states.getOrDefault(device, DeviceState.NEW);
    }

    /** The devices of which something is remembered. */
    List<String> devices() {
        return List.copyOf(states.keySet());
    }

    void keep(String device, DeviceState state, List<Map<String, Object>> events) {
        states.put(device, state);
        changes.add(new Change(device, state, events));
    }

    /** Forgets a device; its last events are delivered all the same. */
    void forget(String device, List<Map<String, Object>> events) {
        states.remove(device);
        changes.add(new Change(device, null, events));
    }

    private void await(LedgerFile.Entry entry) {
        waiting.computeIfAbsent(entry.device(), it -> new ArrayDeque<>()).add(entry);
    }

    private void work() {
        while (!closed || !changes.isEmpty()) {
            try {
                Change change = changes.poll(
                        closed ? 0 : waiting.isEmpty() && unwritten.isEmpty() ? 60_000 : pauseMillis / 4 + 1,
                        TimeUnit.MILLISECONDS);
                if (change != null) {
                    unwritten.add(change);
                    changes.drainTo(unwritten);
                }
            } catch (InterruptedException e) {
                // Closing: what is known by now is written below.
            }
            write();
            if (!closed) {
                deliver();
                write();
            }
            if (closed && troubled) {
                return;
            }
        }
    }

    private void write() {
        if (unwritten.isEmpty() && delivered.isEmpty()) {
            return;
        }
        try {
            file.write(unwritten, delivered).forEach(this::await);
            unwritten.clear();
            delivered.clear();
            troubled = false;
        } catch (SQLException e) {
            if (!troubled) {
                LOG.error("The states of devices can't be written, so their events wait: {}", e.getMessage());
            }
            troubled = true;
        }
    }

    private void deliver() {
        for (String device : List.copyOf(waiting.keySet())) {
            Deque<LedgerFile.Entry> entries = waiting.get(device);
            while (!closed && !entries.isEmpty() && notBefore.getOrDefault(device, 0L) <= System.currentTimeMillis()
                    && delivered(device, entries.peek())) {
                delivered.add(entries.poll().number());
            }
            if (entries.isEmpty()) {
                waiting.remove(device);
            }
        }
    }

    private boolean delivered(String device, LedgerFile.Entry entry) {
        try {
            delivery.deliver(entry.event());
            notBefore.remove(device);
            return true;
        } catch (Exception e) {
            if (delivery.hopeless(e)) {
                LOG.error("{}: an event {} was refused and is dropped: {}", device, entry.event().get("type"),
                        e.getMessage());
                return true;
            }
            LOG.warn("{}: an event {} was not accepted and waits: {}", device, entry.event().get("type"),
                    e.getMessage());
            notBefore.put(device, System.currentTimeMillis() + pauseMillis);
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        // Wakes the thread; it forgets no device, as none has no name.
        changes.add(new Change(null, null, List.of()));
        try {
            // Whoever never started has nothing to finish.
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
