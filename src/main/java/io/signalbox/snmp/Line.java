package io.signalbox.snmp;

import java.util.HashSet;
import java.util.Set;

import org.snmp4j.Target;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.UdpAddress;

/** What belongs to one polled device while the application runs? Only one poll of it is under way at a time, and only that one writes here. */
final class Line {
    final Device device;
    final Profile profile;
    final Set<OID> absent = new HashSet<>();
    volatile DeviceState state;
    volatile boolean stopped;
    volatile String silence;
    Target<UdpAddress> target;
    long due;
    long planned;
    int polls;

    Line(Device device, Profile profile, DeviceState state) {
        this.device = device;
        this.profile = profile;
        this.state = state;
    }
}
