package io.signalbox.bus;

import java.time.Duration;

/** A failure in which a backend may say how long it wants to be left alone, such as HTTP's {@code Retry-After}. */
public interface AsksToWait {
    /** How long the backend asked us to wait, or null. */
    Duration retryAfter();
}
