package io.signalbox.bus;

/**
 * How is an event tried again? As a route's error handling says by {@code bus:retry}.
 *
 * @param maximumAttempts
 *            after so many answers that were no, it is a dead letter; 0 for never
 * @param openAfter
 *            after so many failures in a row, the backend's breaker opens
 */
record Retry(Failure failure, Backoff backoff, int maximumAttempts, int openAfter) {
    static final int OPEN_AFTER = 5;
    static final Retry DEFAULT = new Retry(Failure.REFUSED, Backoff.DEFAULT, 0, OPEN_AFTER);
    /** For an error (not an exception), which Camel lets pass by all error handling. */
    static final Retry DEFECT = new Retry(Failure.BUG, Backoff.DEFAULT, 3, OPEN_AFTER);

    /** Whether an event that was so often answered no is given up. */
    boolean givesUp(int answers) {
        return maximumAttempts > 0 && answers >= maximumAttempts;
    }
}
