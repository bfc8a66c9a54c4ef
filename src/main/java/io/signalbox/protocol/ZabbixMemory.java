package io.signalbox.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which items has Zabbix taken values for, and of which time was the last?
 *
 * <p>
 * A new Zabbix keeps one value for an item and a nanosecond, but many events happen in one millisecond and have no finer time. Such
 * values follow each other by a nanosecond each. One that is sent again, because no answer came, has the same time as before.
 */
final class ZabbixMemory {
    private static final int REMEMBERED = 50_000;

    /**
     * @param event
     *            when the last event was, by itself
     * @param given
     *            the time that its value was given
     */
    private record Last(Instant event, Instant given) {
        Instant next(Instant time) {
            return time.equals(event) ? given.plusNanos(1) : time;
        }
    }

    private final Map<ZabbixItem, Last> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ZabbixItem, Last> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized boolean knows(ZabbixItem item) {
        return known.containsKey(item);
    }

    /** The values with times of which no item has two alike. */
    synchronized List<ZabbixValue> apart(List<ZabbixValue> values) {
        Map<ZabbixItem, Last> latest = new HashMap<>();
        List<ZabbixValue> apart = new ArrayList<>(values.size());
        for (ZabbixValue value : values) {
            Last last = latest.computeIfAbsent(value.item(), known::get);
            Instant time = last == null ? value.happened() : last.next(value.happened());
            latest.put(value.item(), new Last(value.happened(), time));
            apart.add(value.at(time));
        }
        return apart;
    }

    /** Zabbix took them. */
    synchronized void took(List<ZabbixValue> values) {
        values.forEach(value -> known.put(value.item(), new Last(value.happened(), value.time())));
    }

    synchronized void forget(ZabbixItem item) {
        known.remove(item);
    }
}
