package io.signalbox.snmp;

import java.time.Duration;
import java.util.List;

/**
 * Who is polled, how, and how often?
 *
 * @param id
 *            its name in {@code devices.yaml}, which no other device has; the subject of its events
 * @param name
 *            its name for people
 * @param host
 *            a name or an address
 * @param profile
 *            the name of its profile
 * @param failuresUntilOffline
 *            as many polls in a row without an answer mean that it is offline
 * @param maxRepetitions
 *            how many rows of a table are asked for at once; 1 asks row by row, without GETBULK
 * @param maxRequests
 *            how many requests a poll may need at most
 * @param model
 *            or null, as {@code location} and {@code department}
 */
public record Device(String id, String name, String host, int port, Access access, String profile, Duration interval,
        Duration timeout, int retries, int failuresUntilOffline, int maxRepetitions, int maxRequests, List<String> tags,
        String location, String department, String model) {

    /** A device of which nothing is known but its id. */
    static Device named(String id) {
        return new Device(id, id, "?", 0, null, "", null, null, 0, 0, 0, 0, List.of(), null, null, null);
    }
}
