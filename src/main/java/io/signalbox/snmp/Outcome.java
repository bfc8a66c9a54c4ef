package io.signalbox.snmp;

import java.time.Duration;
import java.time.Instant;

/** How did a poll end? */
sealed interface Outcome {
    /** When the poll began. */
    Instant asked();

    /**
     * The device answered.
     *
     * @param reading
     *            what it said; null where it said nothing that can be judged, such as an error
     * @param address
     *            the address that it was asked at
     * @param took
     *            the time to its first answer
     */
    record Answer(Instant asked, Reading reading, String address, Duration took) implements Outcome {
    }

    /**
     * The device did not answer, or not to us.
     *
     * @param reason
     *            in words for people; holds nothing secret
     */
    record Silence(Instant asked, String reason) implements Outcome {
    }
}
