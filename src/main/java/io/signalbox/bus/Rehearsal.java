package io.signalbox.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Does a backend take events? One that says that it is a test is sent by the backend's own route; a problem is ended again at once. */
final class Rehearsal {
    private static final String TYPE = "signalbox.test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Backend backend;
    private final Severity severity;
    private final String dedupkey;

    Rehearsal(Backend backend, Severity severity) {
        this.backend = backend;
        this.severity = severity;
        this.dedupkey = "signalbox/" + TYPE + "/" + backend.name() + "/" + UUID.randomUUID();
    }

    Trial run() {
        Trial begun = sent(State.FIRING);
        if (!begun.accepted() || !severity.atLeast(Severity.WARNING)) {
            return begun;
        }
        Trial ended = sent(State.RESOLVED);
        return new Trial(ended.accepted(), begun.answer() + "; its end: " + ended.answer(),
                begun.took().plus(ended.took()));
    }

    private Trial sent(State state) {
        CompletableFuture<Trial> answer = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                answer.complete(backend.test(event(state)));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }, "test-" + backend.name());
        sender.setDaemon(true);
        sender.start();
        try {
            return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            boolean late = e.getCause() instanceof TimeoutException;
            sender.interrupt();
            return new Trial(false, late
                    ? "no answer within " + PATIENCE.toSeconds()
                            + " s: the backend is silent, or the route's throttle is used up"
                    : Verdict.reason(e.getCause()), PATIENCE);
        }
    }

    private Event event(State state) {
        boolean over = state == State.RESOLVED;
        return new Event(UUID.randomUUID().toString(), "signalbox", TYPE, backend.name(), Instant.now(),
                over ? Severity.INFO : severity, state, dedupkey,
                over ? "Test of " + backend.name() + " is over" : "Test of " + backend.name(),
                "Somebody tried whether events reach " + backend.name() + ". Nothing is wrong.", List.of("test"), null,
                Map.of("test", true), over ? new Event.Problem(TYPE, severity) : null);
    }
}
