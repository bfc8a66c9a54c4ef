package io.signalbox.protocol;

import java.time.Duration;

import org.apache.camel.http.base.HttpOperationFailedException;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.AsksToWait;

/** What a backend answered over HTTP other than yes; {@code routes/error-handling.camel.yaml} says what becomes of the event. */
// routes/error-handling.camel.yaml names both, and asks them for their status.
@RegisterForReflection(targets = {HttpRefusal.class, HttpOperationFailedException.class})
public final class HttpRefusal extends Exception implements AsksToWait {
    private final int status;
    private final transient Duration retryAfter;

    /**
     * @param answer
     *            the status and the beginning of the body; no secrets
     * @param retryAfter
     *            how long it asked us to wait, or null
     */
    public HttpRefusal(int status, String answer, Duration retryAfter) {
        super(answer, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status, such as 429. */
    public int getStatusCode() {
        return status;
    }

    /** Whether the request is at fault (RFC 9110, 15.5), and would be so again. */
    boolean forGood() {
        return status / 100 == 4 && status != 408 && status != 425 && status != 429;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
