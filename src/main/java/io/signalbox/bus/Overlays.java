package io.signalbox.bus;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What is laid over the backends' route files? It is kept before it counts. */
public final class Overlays {
    /** Where overlays are kept. */
    public interface Store {
        /** Forgets everything when the process ends. */
        Store NONE = overlays -> {
        };

        /** Keeps the overlays of all backends that have one; they are durable when this returns. */
        void keep(Map<String, Overlay> overlays) throws IOException;
    }

    private final Store store;
    private volatile Map<String, Overlay> all;

    /**
     * @param known
     *            what was kept before
     */
    public Overlays(Map<String, Overlay> known, Store store) {
        this.all = Map.copyOf(known);
        this.store = store;
    }

    /** Overlays that nobody keeps. */
    public Overlays() {
        this(Map.of(), Store.NONE);
    }

    /** What is laid over a backend's file, whether or not it runs. */
    public Overlay of(String backend) {
        return all.getOrDefault(backend, Overlay.NONE);
    }

    /** Those of all backends that have one, by name. */
    public Map<String, Overlay> all() {
        return new TreeMap<>(all);
    }

    /** Changes what is laid over a backend's file, and says what is now. */
    synchronized Overlay change(String backend, UnaryOperator<Overlay> change) throws IOException {
        Overlay now = change.apply(of(backend));
        Map<String, Overlay> changed = new TreeMap<>(all);
        if (now.equals(Overlay.NONE)) {
            changed.remove(backend);
        } else {
            changed.put(backend, now);
        }
        store.keep(changed);
        all = Map.copyOf(changed);
        return now;
    }
}
