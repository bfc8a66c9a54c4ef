package io.signalbox.verify;

import java.time.Duration;
import java.util.List;

/**
 * What came of a test.
 *
 * @param mismatches
 *            none where the promise is kept
 * @param error
 *            why it could not be tried, or null
 */
public record Checked(String file, int line, String name, List<Mismatch> mismatches, String error, Duration took) {
    public boolean kept() {
        return mismatches.isEmpty() && error == null;
    }
}
