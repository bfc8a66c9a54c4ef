package io.signalbox.snmp;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of a device between two polls, and over a restart?
 *
 * @param failures
 *            polls without an answer since the last answer; it stops counting once the device is offline
 * @param failingSince
 *            when the first of them began, or null
 * @param count
 *            how many events there have been of this device
 * @param open
 *            by rule (and row), the problems that have begun and not ended
 * @param jobs
 *            by name, the counters whose growth is a job
 * @param known
 *            values that its events carry even when it does not answer, such as the model
 * @param seen
 *            the rules (and rows) that have been judged before; only of those for which the first sight is no event
 */
record DeviceState(int failures, Instant failingSince, long count, Map<String, Open> open, Map<String, Job> jobs,
        Map<String, String> known, Set<String> seen) {

    static final DeviceState NEW = new DeviceState(0, null, 0, Map.of(), Map.of(), Map.of(), Set.of());
    static final String UNREACHABLE = "unreachable";

    /**
     * A problem that has begun.
     *
     * @param silent
     *            whether nobody was told, so that nobody need be told of its end
     */
    record Open(String rule, String type, String dedupkey, String subject, Instant since, boolean silent) {
    }

    /**
     * @param base
     *            the counter when the job began
     * @param last
     *            the counter at the last poll
     * @param failed
     *            whether the job under way has been reported as failed
     * @param since
     *            when the counter last grew, or the job began
     */
    record Job(long base, long last, boolean underway, boolean failed, Instant since) {
    }

    boolean offline() {
        return open.containsKey(UNREACHABLE);
    }
}
