package io.signalbox.snmp;

import java.util.LinkedHashMap;
import java.util.Map;

import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/**
 * Which event is a trap?
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3584#section-3.1">RFC 3584, 3.1: SNMPv1 traps as SNMPv2 ones</a>
 */
final class TrapReader {
    private static final OID GENERIC = new OID("1.3.6.1.6.3.1.1.5");
    private static final OID INTERFACE = new OID("1.3.6.1.2.1.2.2.1");
    private static final OID ENTERPRISE = new OID("1.3.6.1.6.3.1.1.4.3.0");

    private TrapReader() {
    }

    /** The attributes of an event, or null where the PDU is no trap. */
    static Map<String, Object> event(PDU trap, String sender) {
        OID oid = oid(trap);
        if (oid == null) {
            return null;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("trap_oid", oid.toDottedString());
        data.put("sender", sender);
        String about = sender;
        if (trap instanceof PDUv1 v1) {
            data.put("enterprise", v1.getEnterprise().toDottedString());
            data.put("uptime_seconds", v1.getTimestamp() / 100);
            if (!v1.getAgentAddress().getInetAddress().isAnyLocalAddress()) {
                about = v1.getAgentAddress().toString();
            }
        }
        Object port = values(trap, data);
        if (port != null) {
            data.put("interface_index", port);
        }
        Map<String, Object> event = new LinkedHashMap<>();
        kind(event, oid, sender, port == null ? about : about + "/" + port);
        event.put("source", sender);
        event.put("subject", about);
        event.put("data", data);
        return event;
    }

    private static OID oid(PDU trap) {
        if (trap instanceof PDUv1 v1 && trap.getType() == PDU.V1TRAP) {
            return v1.getGenericTrap() < PDUv1.ENTERPRISE_SPECIFIC
                    ? new OID(GENERIC).append(v1.getGenericTrap() + 1)
                    : new OID(v1.getEnterprise()).append(0).append(v1.getSpecificTrap());
        }
        return trap.getVariable(SnmpConstants.snmpTrapOID) instanceof OID oid ? oid : null;
    }

    /** Puts the trap's values into the data; returns the index of the interface that they are about, or null. */
    private static Object values(PDU trap, Map<String, Object> data) {
        Map<String, Object> values = new LinkedHashMap<>();
        Object port = null;
        for (VariableBinding value : trap.getVariableBindings()) {
            OID oid = value.getOid();
            if (SnmpConstants.sysUpTime.equals(oid) && value.getVariable() instanceof TimeTicks ticks) {
                data.put("uptime_seconds", ticks.getValue() / 100);
            } else if (ENTERPRISE.equals(oid)) {
                data.put("enterprise", value.getVariable().toString());
            } else if (!SnmpConstants.snmpTrapOID.equals(oid)) {
                Object decoded = Decoded.value(value.getVariable());
                values.put(oid.toDottedString(), decoded);
                port = oid.startsWith(INTERFACE) ? (Object) oid.last() : port;
            }
        }
        data.put("values", values);
        return port;
    }

    private static void kind(Map<String, Object> event, OID oid, String sender, String thing) {
        int generic = oid.startsWith(GENERIC) && oid.size() == GENERIC.size() + 1 ? oid.last() : 0;
        String link = sender + "/snmp.link_down/" + thing;
        switch (generic) {
            case 1 -> kind(event, "snmp.cold_start", "warning", "firing", null);
            case 2 -> kind(event, "snmp.warm_start", "info", "firing", null);
            case 3 -> kind(event, "snmp.link_down", "warning", "firing", link);
            case 4 -> kind(event, "snmp.link_up", "info", "resolved", link);
            case 5 -> kind(event, "snmp.authentication_failure", "warning", "firing", null);
            case 6 -> kind(event, "snmp.egp_neighbor_loss", "warning", "firing", null);
            default ->
                kind(event, "snmp.trap", "info", "firing", sender + "/snmp.trap/" + thing + '/' + oid.toDottedString());
        }
    }

    private static void kind(Map<String, Object> event, String type, String severity, String state, String dedupkey) {
        event.put("type", type);
        event.put("severity", severity);
        event.put("state", state);
        if (dedupkey != null) {
            event.put("dedupkey", dedupkey.length() <= 500 ? dedupkey : dedupkey.substring(0, 500));
        }
    }
}
