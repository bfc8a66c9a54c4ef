package io.signalbox.api;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Reads one chunk ahead, so that the next one is parsed while the disk is busy with this one. */
final class ReadAhead implements Callable<Chunk> {
    private final Callable<Chunk> next;
    private final Executor threads;
    private CompletableFuture<Chunk> ahead;

    ReadAhead(Callable<Chunk> next, Executor threads) {
        this.next = next;
        this.threads = threads;
    }

    @Override
    public Chunk call() throws Exception {
        try {
            Chunk chunk = ahead == null ? next.call() : ahead.join();
            ahead = chunk == null ? null : CompletableFuture.supplyAsync(this::read, threads);
            return chunk;
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Chunk read() {
        try {
            return next.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
