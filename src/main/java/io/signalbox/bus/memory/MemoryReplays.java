package io.signalbox.bus.memory;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.signalbox.bus.Block;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Outcome;
import io.signalbox.bus.Replay;
import io.signalbox.bus.ReplayReport;
import io.signalbox.bus.Replays;
import io.signalbox.bus.Report;

/** What does a bus in memory deliver again? Whoever changes anything holds the bus. */
final class MemoryReplays implements Replays {
    private final NavigableMap<Long, Replay> replays = new TreeMap<>();
    private final Object bus;
    private final MemoryEvents kept;
    private final MemoryDeliveries deliveries;
    private final Runnable begun;
    private final Clock clock;

    /**
     * @param begun
     *            is called when there is something to deliver again
     */
    MemoryReplays(Object bus, MemoryEvents kept, MemoryDeliveries deliveries, Runnable begun, Clock clock) {
        this.bus = bus;
        this.kept = kept;
        this.deliveries = deliveries;
        this.begun = begun;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Replay> begin(String backend, Collection<Long> letters) {
        Replay replay;
        synchronized (bus) {
            long number = replays.size() + 1L;
            int taken = 0;
            for (int i = 0; i < deliveries.deadLetters().size(); i++) {
                DeadLetter dead = deliveries.deadLetters().get(i);
                if (dead.backend().equals(backend) && dead.replay() == 0
                        && (letters == null || letters.contains(dead.id()))) {
                    deliveries.deadLetters().set(i, taken(dead, number));
                    taken++;
                }
            }
            replay = new Replay(number, backend, Replay.State.RUNNING, clock.instant(), null, null, taken, 0, 0, 0,
                    null);
            replays.put(number, replay);
        }
        begun.run();
        return CompletableFuture.completedFuture(replay);
    }

    private static DeadLetter taken(DeadLetter dead, long replay) {
        return new DeadLetter(dead.id(), dead.backend(), dead.seq(), dead.at(), dead.attempts(), dead.reason(),
                dead.event(), replay);
    }

    @Override
    public CompletableFuture<Replay> begin(String backend, Instant since, Instant until) {
        Replay replay;
        synchronized (bus) {
            long cursor = deliveries.cursor(backend, kept.end());
            long first = Long.MAX_VALUE;
            long end = 0;
            Instant oldest = null;
            for (Block block : kept.blocks()) {
                oldest = oldest == null ? block.received() : oldest;
                if (until == null || block.received().isBefore(until)) {
                    end = Math.max(end, block.next());
                }
                if (since == null || !block.received().isBefore(since)) {
                    first = Math.min(first, block.first());
                }
            }
            end = Math.min(end, cursor);
            first = Math.min(first, end);
            boolean cut = oldest != null && kept.first() > 1 && (since == null || since.isBefore(oldest));
            replay = new Replay(replays.size() + 1L, backend, Replay.State.RUNNING, clock.instant(), null,
                    new Replay.Span(since, until, first, first, end, cut ? oldest : null), end - first, 0, 0,
                    cut ? kept.first() - 1 : 0, null);
            replays.put(replay.number(), replay);
        }
        begun.run();
        return CompletableFuture.completedFuture(replay);
    }

    @Override
    public CompletableFuture<Replay> stop(long number, Replay.State state, String reason) {
        synchronized (bus) {
            Replay replay = replays.get(number);
            if (!replay.over()) {
                end(replay, state, reason, clock.instant());
            }
            return CompletableFuture.completedFuture(replays.get(number));
        }
    }

    private void end(Replay replay, Replay.State state, String reason, Instant at) {
        replays.put(replay.number(), new Replay(replay.number(), replay.backend(), state, replay.began(), at,
                replay.span(), replay.events(), replay.delivered(), replay.refused(), replay.missing(), reason));
        deliveries.deadLetters().replaceAll(dead -> dead.replay() == replay.number() ? taken(dead, 0) : dead);
    }

    @Override
    public Replay first(String backend) {
        synchronized (bus) {
            return replays.values().stream().filter(replay -> !replay.over() && replay.backend().equals(backend))
                    .findFirst().orElse(null);
        }
    }

    @Override
    public List<DeadLetter> letters(long number, long after, int limit) {
        synchronized (bus) {
            return deliveries.deadLetters().stream().filter(dead -> dead.replay() == number && dead.seq() > after)
                    .sorted(Comparator.comparingLong(DeadLetter::seq)).limit(limit).toList();
        }
    }

    @Override
    public CompletableFuture<Void> report(ReplayReport told) {
        synchronized (bus) {
            Replay replay = replays.get(told.number());
            Map<Long, DeadLetter> known = new HashMap<>();
            deliveries.deadLetters().stream().filter(dead -> dead.backend().equals(replay.backend()))
                    .forEach(dead -> known.put(dead.seq(), dead));
            Map<Long, Integer> before = new HashMap<>();
            known.forEach((seq, dead) -> before.put(seq, dead.attempts()));
            before.keySet().retainAll(told.places());
            note(told.after(before).report(), replay, known);
            deliveries.tell(told.report());
            replays.put(replay.number(), moved(replay, told));
            if (told.over() && !replay.over()) {
                end(replays.get(replay.number()), Replay.State.FINISHED, null, told.report().at());
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private void note(Report report, Replay replay, Map<Long, DeadLetter> known) {
        for (Report.Done done : report.done()) {
            for (long seq : done.places()) {
                deliveries.note(seq, new Outcome(replay.backend(), done.outcome(), done.attempts(), report.at(),
                        done.answer(), replay.number()));
                deliveries.deadLetters().remove(known.get(seq));
            }
        }
        for (DeadLetter dead : report.dead()) {
            deliveries.note(dead.seq(), new Outcome(replay.backend(), Outcome.DEAD_LETTERED, dead.attempts(), dead.at(),
                    dead.reason(), replay.number()));
            DeadLetter before = known.get(dead.seq());
            if (before != null) {
                deliveries.deadLetters().set(deliveries.deadLetters().indexOf(before), new DeadLetter(before.id(),
                        before.backend(), before.seq(), dead.at(), dead.attempts(), dead.reason(), before.event()));
            } else if (replay.span() != null) {
                deliveries.bury(dead);
            }
        }
    }

    private static Replay moved(Replay replay, ReplayReport told) {
        Replay.Span span = replay.span();
        boolean over = replay.over();
        return new Replay(replay.number(), replay.backend(), replay.state(), replay.began(), replay.ended(),
                span == null || over
                        ? span
                        : new Replay.Span(span.since(), span.until(), span.first(), told.report().cursor(), span.end(),
                                span.keptSince()),
                replay.events(), replay.delivered() + told.delivered(),
                replay.refused() + told.report().dead().size(), replay.missing() + (over ? 0 : told.missing()),
                replay.reason());
    }

    @Override
    public List<Replay> of(String backend, int limit) {
        synchronized (bus) {
            return replays.descendingMap().values().stream().filter(replay -> replay.backend().equals(backend))
                    .limit(limit).toList();
        }
    }

    @Override
    public Optional<Replay> find(String backend, long number) {
        synchronized (bus) {
            return Optional.ofNullable(replays.get(number)).filter(replay -> replay.backend().equals(backend));
        }
    }
}
