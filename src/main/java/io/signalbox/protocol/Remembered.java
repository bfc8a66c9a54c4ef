package io.signalbox.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/** What does a sink know of a problem that it has reported? So much as fits: what was looked at longest ago is forgotten first. */
final class Remembered<T> {
    private final Map<String, T> things;

    Remembered(int most) {
        things = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > most;
            }
        };
    }

    /** What is known by this key, or null. */
    synchronized T get(String key) {
        return things.get(key);
    }

    synchronized void put(String key, T thing) {
        things.put(key, thing);
    }

    synchronized void forget(String key) {
        things.remove(key);
    }
}
