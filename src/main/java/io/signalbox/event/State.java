package io.signalbox.event;

import java.util.Locale;
import java.util.Optional;

/** Whether a problem begins or ends; the words are Alertmanager's. */
public enum State {
    FIRING, RESOLVED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word on the wire, in lower case. */
    public String text() {
        return text;
    }

    /** The state that a word means; empty when it means neither. */
    public static Optional<State> of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "firing" -> Optional.of(FIRING);
            case "resolved" -> Optional.of(RESOLVED);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
