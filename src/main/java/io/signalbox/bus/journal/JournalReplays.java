package io.signalbox.bus.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.Replay;
import io.signalbox.bus.ReplayReport;
import io.signalbox.bus.Replays;

/** What does a journal deliver again? */
final class JournalReplays implements Replays {
    private final Writer writer;
    private final Blocks blocks;
    private final RunningReplays running;
    private final WallClock clock;

    JournalReplays(Writer writer, Blocks blocks, RunningReplays running, WallClock clock) {
        this.writer = writer;
        this.blocks = blocks;
        this.running = running;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Replay> begin(String backend, Collection<Long> letters) {
        return begun(writer.write(false, connection -> StoredReplays.beginLetters(backend, letters, clock.now(),
                connection)));
    }

    @Override
    public CompletableFuture<Replay> begin(String backend, Instant since, Instant until) {
        return begun(writer.write(false, connection -> StoredReplays.beginSpan(backend, since, until,
                writer.kept().end(), clock.now(), connection)));
    }

    private CompletableFuture<Replay> begun(CompletableFuture<Replay> replay) {
        return replay.thenApply(kept -> {
            running.committed(kept);
            writer.tell();
            return kept;
        });
    }

    @Override
    public CompletableFuture<Replay> stop(long number, Replay.State state, String reason) {
        return writer
                .write(false, connection -> StoredReplays.end(number, state, reason, clock.now(), connection))
                .thenApply(running::committed);
    }

    @Override
    public CompletableFuture<Void> report(ReplayReport report) {
        return writer.write(true, connection -> StoredReplays.write(report, connection)).thenAccept(running::committed);
    }

    @Override
    public Replay first(String backend) {
        return running.first(backend);
    }

    @Override
    public List<DeadLetter> letters(long number, long after, int limit) {
        return blocks.reading(connection -> StoredReplays.letters(number, after, limit, connection));
    }

    @Override
    public List<Replay> of(String backend, int limit) {
        return blocks.reading(connection -> StoredReplays.of(backend, limit, connection));
    }

    @Override
    public Optional<Replay> find(String backend, long number) {
        return Optional.ofNullable(blocks.reading(connection -> StoredReplays.find(number, connection)))
                .filter(replay -> replay.backend().equals(backend));
    }
}
