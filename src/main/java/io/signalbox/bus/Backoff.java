package io.signalbox.bus;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before a failed delivery is tried again: a random time that doubles, on average, with each failure (full jitter),
 * so that many senders do not come back at the same moment.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and jitter</a>
 */
record Backoff(long initialMillis, long maximumMillis) {
    static final Backoff DEFAULT = new Backoff(1_000, 300_000);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * @param attempt
     *            how often it was tried, from 1
     * @param asked
     *            how long the backend asked us to wait, or null: it is obeyed, up to the maximum
     */
    long millis(int attempt, Duration asked) {
        long ceiling = Math.min(maximumMillis, initialMillis << Math.min(attempt - 1, MOST_DOUBLINGS));
        long waiting = ceiling <= 1 ? ceiling : ThreadLocalRandom.current().nextLong(ceiling + 1);
        long least = asked == null ? 0 : Math.min(maximumMillis, Math.max(0, asked.toMillis()));
        return Math.max(waiting, least);
    }
}
