package io.signalbox.bus;

import java.time.Duration;

/**
 * What came of an event that was sent to try a backend.
 *
 * @param accepted
 *            whether it took it
 * @param answer
 *            in words, what came back
 * @param took
 *            how long that took, throttle included
 */
public record Trial(boolean accepted, String answer, Duration took) {
    static Trial of(Verdict verdict, Duration took) {
        if (verdict instanceof Verdict.Accepted accepted) {
            return new Trial(true, accepted.answer() == null ? "accepted" : accepted.answer(), took);
        }
        if (verdict instanceof Verdict.Over) {
            return new Trial(false, "not sent: the route's throttle is used up", took);
        }
        if (verdict instanceof Verdict.Refused refused) {
            return new Trial(false, "refused for good: " + refused.reason(), took);
        }
        if (verdict instanceof Verdict.Later later) {
            return new Trial(false, words(later) + ": " + later.reason(), took);
        }
        return of(((Verdict.Partly) verdict).others().values().iterator().next(), took);
    }

    private static String words(Verdict.Later later) {
        return switch (later.retry().failure()) {
            case REFUSED -> "not taken now";
            case THROTTLED -> "asked to wait";
            case UNREACHABLE -> "not reached";
            case BUG -> "could not be sent";
        };
    }
}
