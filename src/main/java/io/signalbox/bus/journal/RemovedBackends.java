package io.signalbox.bus.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.jboss.logging.Logger;

import io.signalbox.bus.Replay;

/**
 * How long is what a backend has not got kept for it when its route is gone? Its cursor says when it was last there, also across a restart:
 * it is touched every hour that there is a route, and when the route goes. While it is not forgotten it holds up the retention.
 */
final class RemovedBackends {
    private static final Logger LOG = Logger.getLogger(RemovedBackends.class);
    private static final Duration TOUCHED_EVERY = Duration.ofHours(1);

    private final Map<String, Long> cursors;
    private final Writer writer;
    private final Blocks blocks;
    private final JournalReplays replays;
    private final WallClock clock;
    private final Map<String, Instant> lastThere = new HashMap<>();
    private final Set<String> there = new HashSet<>();
    private Instant touched = Instant.MIN;

    RemovedBackends(Map<String, Long> cursors, Writer writer, Blocks blocks, JournalReplays replays, WallClock clock) {
        this.cursors = cursors;
        this.writer = writer;
        this.blocks = blocks;
        this.replays = replays;
        this.clock = clock;
    }

    /** This one comes back, or is new: it is not forgotten any more. */
    synchronized void isBack(String backend) {
        there.add(backend);
        lastThere.remove(backend);
    }

    /**
     * @return when those that are not there will be forgotten
     */
    synchronized Map<String, Instant> expect(Set<String> backends, Duration grace) {
        Instant now = clock.now();
        Set<String> gone = new HashSet<>(cursors.keySet());
        gone.removeAll(backends);
        gone.forEach(backend -> lastThere.computeIfAbsent(backend, name -> goes(name, now)));
        there.retainAll(backends);
        there.addAll(backends);
        lastThere.keySet().retainAll(gone);
        if (touched.plus(TOUCHED_EVERY).isBefore(now)) {
            touched = now;
            touch(backends, now);
        }
        Map<String, Instant> until = new HashMap<>();
        Map.copyOf(lastThere).forEach((backend, last) -> {
            if (last.isAfter(clock.ago(grace))) {
                until.put(backend, last.plus(grace));
            } else {
                forget(backend);
            }
        });
        return until;
    }

    /** From now on it holds up the retention though it does not run. */
    private Instant goes(String backend, Instant now) {
        writer.hold(backend);
        if (there.contains(backend)) {
            touch(Set.of(backend), now);
            return now;
        }
        Long updated = blocks.reading(
                connection -> Sql.number(connection, "SELECT updated FROM cursor WHERE backend = ?", backend));
        return updated == null ? now : Instant.ofEpochMilli(updated);
    }

    private void touch(Collection<String> backends, Instant now) {
        writer.write(true, connection -> {
            for (String backend : backends) {
                Sql.update(connection, "UPDATE cursor SET updated = ? WHERE backend = ?", now.toEpochMilli(), backend);
            }
            return null;
        });
    }

    private void forget(String backend) {
        try {
            for (Replay replay = replays.first(backend); replay != null; replay = replays.first(backend)) {
                replays.stop(replay.number(), Replay.State.STOPPED, "the backend was removed").join();
            }
            writer.write(false, connection -> Sql.update(connection, "DELETE FROM told WHERE backend = ?", backend)
                    + Sql.update(connection, "DELETE FROM cursor WHERE backend = ?", backend)).join();
        } catch (CompletionException e) {
            LOG.debugf("backend %s can't be forgotten just now: %s", backend, e.getMessage());
            return;
        }
        cursors.remove(backend);
        lastThere.remove(backend);
        LOG.infof("Backend %s was removed; what it had not got is not kept for it any more", backend);
    }
}
