package io.signalbox.snmp;

import java.util.List;

/** Devices that were asked for make no sense; each message says what was expected. */
public final class BadDevices extends RuntimeException {
    BadDevices(List<String> mistakes) {
        super(String.join("; ", mistakes), null, false, false);
    }
}
