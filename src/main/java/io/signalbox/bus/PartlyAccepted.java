package io.signalbox.bus;

import java.util.Map;

/** Of a batch, a backend took some events and not others: each failed one is retried or becomes a dead letter by itself. */
public final class PartlyAccepted extends Exception {
    private final transient Map<Integer, Exception> failures;

    /**
     * @param failures
     *            for each event that was not accepted, by its place in the batch, a {@link Refused} or a {@link NotNow}
     */
    public PartlyAccepted(Map<Integer, Exception> failures) {
        super(failures.size() + " events of the batch were not accepted, the first: "
                + failures.values().iterator().next().getMessage(),
                null, false, false);
        this.failures = Map.copyOf(failures);
    }

    /** By place in the batch, why an event was not accepted. */
    public Map<Integer, Exception> failures() {
        return failures;
    }
}
