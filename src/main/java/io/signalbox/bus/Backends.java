package io.signalbox.bus;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

import io.signalbox.event.Severity;

/** Which backends listen? */
public final class Backends {
    /** Is told what happens, to measure it. */
    public interface Observer {
        /** Measures nothing: for routes that are only tried. */
        Observer NOBODY = new Observer() {
        };

        /** Events of a source were accepted. */
        default void received(String source, int events) {
            // Whoever does not measure it.
        }

        /** A backend began to listen. */
        default void started(Backend backend) {
            // Whoever does not measure it.
        }

        /** A throttle left out events, which the record calls so. */
        default void leftOut(Backend backend, int events, String outcome) {
            // Whoever does not measure it.
        }

        /** An exchange with so many events took so long. */
        default void delivered(Backend backend, int events, Duration took, boolean success) {
            // Whoever does not measure it.
        }
    }

    private final Map<String, Backend> running = new ConcurrentSkipListMap<>();
    private final Observer observer;
    private final Map<String, Lanes> lanes = new ConcurrentHashMap<>();
    private final UnaryOperator<String> masked;
    private final Overlays overlays;

    /**
     * @param masked
     *            takes what is secret out of a backend's answer before it is kept or shown
     * @param overlays
     *            what is laid over the backends' route files
     */
    public Backends(Observer observer, UnaryOperator<String> masked, Overlays overlays) {
        this.observer = observer;
        this.masked = masked;
        this.overlays = overlays;
    }

    void started(Backend backend, Lanes its) {
        running.put(backend.name(), backend);
        lanes.put(backend.name(), its);
        observer.started(backend);
    }

    void stopped(Backend backend, Lanes its) {
        running.remove(backend.name(), backend);
        lanes.remove(backend.name(), its);
    }

    /** What is laid over the backends' route files. */
    public Overlays overlays() {
        return overlays;
    }

    /**
     * Changes what is laid over a backend's route file, whether or not the backend runs. When this returns, the change is kept, and nothing
     * is delivered any more that it forbids; what was on its way for long is broken off, and comes again where it is still wanted.
     *
     * @throws IOException
     *             where it can't be kept; then nothing has changed
     */
    public Overlay change(String name, UnaryOperator<Overlay> change) throws IOException, InterruptedException {
        Lanes its = lanes.get(name);
        return its == null ? overlays.change(name, change) : its.change(() -> overlays.change(name, change));
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
