package io.signalbox.bus;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

import io.signalbox.event.Severity;

/** Which backends listen? */
public final class Backends {
    /** Is told what happens, to measure it. */
    public interface Observer {
        /** Events of a source were accepted. */
        void received(String source, int events);

        /** A backend began to listen. */
        void started(Backend backend);

        /** A throttle left out events, which the record calls so. */
        default void leftOut(Backend backend, int events, String outcome) {
            // Whoever does not measure it.
        }

        /** An exchange with so many events took so long. */
        void delivered(Backend backend, int events, Duration took, boolean success);
    }

    private final Map<String, Backend> running = new ConcurrentSkipListMap<>();
    private final Observer observer;
    private final UnaryOperator<String> masked;

    /**
     * @param masked
     *            takes what is secret out of a backend's answer before it is kept or shown
     */
    public Backends(Observer observer, UnaryOperator<String> masked) {
        this.observer = observer;
        this.masked = masked;
    }

    void started(Backend backend) {
        running.put(backend.name(), backend);
        observer.started(backend);
    }

    void stopped(Backend backend) {
        running.remove(backend.name(), backend);
    }

    Observer observer() {
        return observer;
    }

    String masked(String reason) {
        return masked.apply(reason);
    }

    /** Those that run now, by name. */
    public Collection<Backend> running() {
        return running.values();
    }

    /** One that runs now, or null. */
    public Backend named(String name) {
        return running.get(name);
    }

    /** Sends a test event to a backend, past the bus, and says what came back. */
    public Trial test(Backend backend, Severity severity) {
        Trial trial = new Rehearsal(backend, severity).run();
        return new Trial(trial.accepted(), masked(trial.answer()), trial.took());
    }
}
