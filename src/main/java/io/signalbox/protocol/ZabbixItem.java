package io.signalbox.protocol;

/**
 * Where does a value go in Zabbix? To a trapper item.
 *
 * @param host
 *            what Zabbix calls the host (its technical name)
 * @param key
 *            the item's key, such as {@code wafer.job.started}
 */
record ZabbixItem(String host, String key) {
    @Override
    public String toString() {
        return key + " of host " + host;
    }
}
