/** SNMP: which devices are polled, what their answers mean, and which traps come in. Next: {@code event}, through the route's intake. */
package io.signalbox.snmp;
