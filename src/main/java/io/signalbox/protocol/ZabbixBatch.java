package io.signalbox.protocol;

import java.util.List;
import java.util.Map;

import io.signalbox.bus.Refused;

/**
 * What is Zabbix to hear of some events?
 *
 * @param events
 *            how many there are
 * @param values
 *            in their order; an event may have several or none
 * @param refused
 *            by place, the events that have no host to stand under
 */
record ZabbixBatch(int events, List<ZabbixValue> values, Map<Integer, Refused> refused) {
}
