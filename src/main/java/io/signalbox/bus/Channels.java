package io.signalbox.bus;

import java.util.ArrayList;
import java.util.List;

/** Which bit stands for a channel? A bit, once given, is kept with the stored events and never changes its meaning. */
public final class Channels {
    /** Heard by whoever asks for {@code all}, whatever channel an event is on. */
    public static final long ALL = -1L;
    private static final int MOST = 63;

    private final List<String> names;

    /** Starts with the channels that every Signalbox has. */
    public Channels() {
        this(List.of("logging", "monitoring", "alerting"));
    }

    /** Starts with the channels that were stored, in the order of their bits. */
    public Channels(List<String> names) {
        this.names = new ArrayList<>(names);
    }

    /** The bits of some channels; a new name gets a bit. */
    public synchronized long bits(List<String> wanted) {
        long bits = 0;
        for (String name : wanted) {
            if (name.equals("all")) {
                return ALL;
            }
            if (!names.contains(name)) {
                if (names.size() == MOST) {
                    throw new IllegalArgumentException(
                            "bus:" + name + " would be channel number 64; there can be " + MOST);
                }
                names.add(name);
            }
            bits |= 1L << names.indexOf(name);
        }
        return bits;
    }

    /** The names of the channels that some bits stand for. */
    public synchronized List<String> names(long bits) {
        List<String> found = new ArrayList<>();
        for (int bit = 0; bit < names.size(); bit++) {
            if ((bits & 1L << bit) != 0) {
                found.add(names.get(bit));
            }
        }
        return found;
    }

    /** All names, in the order of their bits. */
    public synchronized List<String> names() {
        return List.copyOf(names);
    }
}
