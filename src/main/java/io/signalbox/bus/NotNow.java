package io.signalbox.bus;

import java.time.Duration;

/** A backend does not take the event now but may later: it is tried again. */
public final class NotNow extends Exception implements AsksToWait {
    private final Duration retryAfter;

    /**
     * @param answer
     *            what the backend said; no secrets
     * @param retryAfter
     *            how long it asked us to wait, or null
     */
    public NotNow(String answer, Duration retryAfter) {
        super(answer, null, false, false);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
