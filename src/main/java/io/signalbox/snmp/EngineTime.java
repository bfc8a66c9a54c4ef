package io.signalbox.snmp;

import java.lang.management.ManagementFactory;

/**
 * What time is it for an SNMPv3 engine? So many starts, and so many seconds since the last.
 *
 * <p>
 * Receivers drop, without a word, whatever seems older than what they have heard of an engine (RFC 3414, 2.2.3). So the count of starts has
 * to grow with each, and all who send in the name of one engine have to agree. The minute in which the process started is such a count, and
 * needs no file. It is asked for each time: a native binary would remember when it was built.
 */
final class EngineTime {
    private EngineTime() {
    }

    static int boots() {
        return (int) (ManagementFactory.getRuntimeMXBean().getStartTime() / 60_000);
    }

    static int seconds() {
        return (int) (ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
    }

    /** Hundredths of a second, as {@code sysUpTime} counts them: they begin anew after 497 days. */
    static long ticks() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 10 & 0xFFFFFFFFL;
    }
}
