package io.signalbox.snmp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.smi.UdpAddress;

/**
 * When is each device polled? Evenly over its interval, at a time that its name decides, so that neither the network nor a restart sees a burst.
 *
 * <p>
 * Devices that answer and devices that don't wait in different lanes: however many are dead, the living find a place.
 */
final class Poller implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_JITTER = TimeUnit.SECONDS.toNanos(2);
    /** What a device did not have may come with new firmware: asked for again after so many polls. */
    private static final int FORGET_ABSENT_AFTER = 60;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads("snmp-poll"));
    private final Addresses addresses = new Addresses();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final PollStats stats = new PollStats();
    private final SnmpSession session;
    private final Lane living;
    private final Lane failing;
    private final Judge judge;
    private final Ledger ledger;

    Poller(SnmpSession session, int maxInFlight, Judge judge, Ledger ledger) {
        this.session = session;
        this.living = new Lane(maxInFlight, timer);
        this.failing = new Lane(maxInFlight, timer);
        this.judge = judge;
        this.ledger = ledger;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // A poll that ends while all is being closed has nobody to go on with.
        timer.setRejectedExecutionHandler((task, executor) -> {
        });
    }

    static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    PollStats stats() {
        return stats;
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines.values());
    }

    /** Polls a device from now on; in place of that of the same id, whose state it takes over. */
    synchronized void start(Device device, Profile profile) {
        Line old = stop(device.id());
        Line line = new Line(device, profile, old == null ? ledger.state(device.id()) : old.state);
        lines.put(device.id(), line);
        long interval = device.interval().toNanos();
        line.due = System.nanoTime() + Math.floorMod(device.id().hashCode() * 0x9E3779B97F4A7C15L >>> 16, interval);
        schedule(line);
    }

    /** Polls a device no more; what it had open stays open, as nobody knows better. */
    synchronized Line stop(String id) {
        Line line = lines.remove(id);
        if (line != null) {
            synchronized (line) {
                line.stopped = true;
            }
        }
        return line;
    }

    /** Polls a device no more (or finds it gone since the last start), and ends what it had open. */
    synchronized void dismiss(String id) {
        Line line = stop(id);
        Device device = line == null ? Device.named(id) : line.device;
        Profile profile = line == null ? Profile.NONE : line.profile;
        DeviceState state = line == null ? ledger.state(id) : line.state;
        ledger.forget(id, judge.dismiss(device, profile, state, Instant.now()).events());
    }

    private void schedule(Line line) {
        long interval = line.device.interval().toNanos();
        long jitter = ThreadLocalRandom.current().nextLong(Math.min(interval / 20, MOST_JITTER) + 1);
        line.planned = line.due + jitter;
        timer.schedule(() -> {
            Lane lane = line.state.failures() > 0 ? failing : living;
            lane.enter(() -> begin(line, lane));
        }, line.planned - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void begin(Line line, Lane lane) {
        if (line.stopped) {
            lane.leave();
            return;
        }
        if (System.nanoTime() - line.planned > LATE) {
            stats.late.increment();
        }
        stats.begun.increment();
        Instant asked = Instant.now();
        AtomicReference<Lane> place = new AtomicReference<>(lane);
        addresses.find(line.device.host()).whenComplete((address, problem) -> {
            if (problem != null) {
                finish(line, place, new Outcome.Silence(asked, "its host name is not known"));
            } else {
                try {
                    ask(line, place, address);
                } catch (RuntimeException e) {
                    LOG.error("{} can't be asked", line.device.id(), e);
                    finish(line, place, new Outcome.Silence(asked, "can't be asked: " + e.getMessage()));
                }
            }
        });
    }

    private void ask(Line line, AtomicReference<Lane> place, InetAddress address) {
        UdpAddress udp = new UdpAddress(address, line.device.port());
        if (line.target == null || !line.target.getAddress().equals(udp)) {
            line.target = session.target(udp, line.device);
        }
        if (++line.polls % FORGET_ABSENT_AFTER == 0) {
            line.absent.clear();
        }
        // To ask a device again that is offline anyway would only make it wait longer in line.
        int attempts = line.state.offline() ? 1 : line.device.retries() + 1;
        new Poll(session, line.target, line.device, line.profile, line.absent, attempts, again -> {
            place.getAndSet(failing).leave();
            failing.enter(again);
        }, outcome -> finish(line, place, outcome)).next();
    }

    private void finish(Line line, AtomicReference<Lane> place, Outcome outcome) {
        try {
            judge(line, outcome);
        } catch (RuntimeException e) {
            LOG.error("{}: its answer can't be judged", line.device.id(), e);
        }
        // The next poll is due after a whole number of intervals, however long this one took.
        long interval = line.device.interval().toNanos();
        line.due += interval * Math.max(1, (System.nanoTime() - line.due) / interval + 1);
        if (!timer.isShutdown() && !line.stopped) {
            schedule(line);
        }
        place.get().leave();
    }

    private void judge(Line line, Outcome outcome) {
        if (outcome instanceof Outcome.Silence silence) {
            stats.silent.increment();
            tell(line, silence.reason());
            if (line.target != null && line.device.access().v3()) {
                session.forget(line.target.getAddress());
                line.target = null;
            }
        } else {
            stats.answered.increment();
            line.silence = null;
        }
        synchronized (line) {
            if (line.stopped) {
                return;
            }
            DeviceState before = line.state;
            Judge.Verdict verdict = judge.judge(line.device, line.profile, before, outcome, Instant.now());
            line.state = verdict.state();
            if (verdict.state() != before || !verdict.events().isEmpty()) {
                ledger.keep(line.device.id(), verdict.state(), verdict.events());
            }
        }
    }

    /** Once per reason, not once per poll. */
    private static void tell(Line line, String reason) {
        if (!reason.equals(line.silence)) {
            line.silence = reason;
            LOG.info("{} ({}:{}): {}", line.device.id(), line.device.host(), line.device.port(), reason);
        }
    }

    @Override
    public void close() throws IOException {
        lines().forEach(line -> line.stopped = true);
        timer.shutdownNow();
        addresses.close();
        session.close();
    }
}
