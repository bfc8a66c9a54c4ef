package io.signalbox.protocol;

import java.time.Instant;

/**
 * What is an item told?
 *
 * @param place
 *            of which event of the batch it is
 * @param happened
 *            the event's time
 * @param time
 *            the value's: where several events have one time, their values have times of their own, a nanosecond apart
 * @param text
 *            the value; Zabbix makes a number of it where the item is numeric
 */
record ZabbixValue(int place, ZabbixItem item, Instant happened, Instant time, String text) {
    ZabbixValue at(Instant other) {
        return new ZabbixValue(place, item, happened, other, text);
    }
}
