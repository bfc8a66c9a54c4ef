package io.signalbox.api;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import io.signalbox.event.Reading;

/** Reads one chunk ahead, so that the next one is parsed while the disk is busy with this one. */
final class ReadAhead implements Callable<Reading> {
    private final Callable<Reading> next;
    private final Executor threads;
    private CompletableFuture<Reading> ahead;

    ReadAhead(Callable<Reading> next, Executor threads) {
        this.next = next;
        this.threads = threads;
    }

    @Override
    public Reading call() throws Exception {
        try {
            Reading reading = ahead == null ? next.call() : ahead.join();
            ahead = reading == null ? null : CompletableFuture.supplyAsync(this::read, threads);
            return reading;
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Reading read() {
        try {
            return next.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
