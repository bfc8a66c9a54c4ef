package io.signalbox.sinks;

import java.time.Duration;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.protocol.HttpRefusal;

/**
 * What does a failure mean for an event? The rule of {@code routes/error-handling.camel.yaml}.
 *
 * @param outcome
 *            {@code delivered}, {@code dead-lettered}, or {@code pending} where it is tried again
 * @param retryAfter
 *            how long the backend asked us to wait, or null
 */
record Verdict(String outcome, Duration retryAfter, String answer) {
    static Verdict of(Throwable failure) {
        if (failure == null) {
            return new Verdict("delivered", null, null);
        }
        if (failure instanceof HttpRefusal refusal) {
            int status = refusal.getStatusCode();
            boolean later = status / 100 != 4 || status == 408 || status == 429;
            return new Verdict(later ? "pending" : "dead-lettered", refusal.retryAfter(), refusal.getMessage());
        }
        if (failure instanceof NotNow notNow) {
            return new Verdict("pending", notNow.retryAfter(), notNow.getMessage());
        }
        return new Verdict(failure instanceof Refused ? "dead-lettered" : "pending", null, failure.toString());
    }
}
