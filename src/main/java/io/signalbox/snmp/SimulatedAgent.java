package io.signalbox.snmp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;

import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** What would a device answer that has just these values? It serves demonstrations, tests and benchmarks, over a real socket. */
public final class SimulatedAgent implements CommandResponder, Closeable {
    private static final int MOST_VALUES = 100;

    private final Snmp snmp;
    private final DefaultUdpTransportMapping transport;
    private final Function<String, NavigableMap<OID, Variable>> devices;

    /**
     * @param port
     *            0 for any free one
     * @param devices
     *            the values of the device that a community (SNMPv3: a context) stands for; null: nobody answers
     * @param users
     *            the SNMPv3 users that it knows
     */
    public SimulatedAgent(String host, int port, Function<String, NavigableMap<OID, Variable>> devices, Access... users)
            throws IOException {
        this.devices = devices;
        this.transport = new DefaultUdpTransportMapping(new UdpAddress(InetAddress.getByName(host), port));
        transport.setReceiveBufferSize(4 << 20);
        transport.setAsyncMsgProcessingSupported(false);
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv1());
        dispatcher.addMessageProcessingModel(new MPv2c());
        if (users.length > 0) {
            USM usm = new USM(V3.all(), new OctetString(MPv3.createLocalEngineID()), 1);
            List.of(users).forEach(user -> usm.addUser(user(user)));
            dispatcher.addMessageProcessingModel(new MPv3(usm));
        }
        this.snmp = new Snmp(dispatcher, transport);
        snmp.addCommandResponder(this);
        snmp.listen();
    }

    private static UsmUser user(Access access) {
        var auth = V3.authentication(access.authProtocol());
        var priv = V3.privacy(access.privProtocol());
        return new UsmUser(new OctetString(access.user()), auth == null ? null : auth.getID(),
                V3.octets(access.authPassword()), priv == null ? null : priv.getID(), V3.octets(access.privPassword()));
    }

    public int port() {
        return transport.getListenAddress().getPort();
    }

    @Override
    public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
        PDU request = event.getPDU();
        boolean v3 = request instanceof org.snmp4j.ScopedPDU;
        String name = v3
                ? ((org.snmp4j.ScopedPDU) request).getContextName().toString()
                : new OctetString(event.getSecurityName()).toString();
        NavigableMap<OID, Variable> values = devices.apply(name);
        if (values == null || !request.isConfirmedPdu()) {
            return;
        }
        PDU response = (PDU) request.clone();
        response.clear();
        response.setType(PDU.RESPONSE);
        response.setRequestID(request.getRequestID());
        response.setErrorStatus(PDU.noError);
        response.setErrorIndex(0);
        answer(request, response, values);
        if (event.getMessageProcessingModel() == MPv1.ID) {
            refuse(request, response);
        }
        event.setProcessed(true);
        try {
            event.getMessageDispatcher().returnResponsePdu(event.getMessageProcessingModel(), event.getSecurityModel(),
                    event.getSecurityName(), event.getSecurityLevel(), response, event.getMaxSizeResponsePDU(),
                    event.getStateReference(), new StatusInformation());
        } catch (MessageException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(PDU request, PDU response, NavigableMap<OID, Variable> values) {
        int size = request.size();
        int single = request.getType() == PDU.GETBULK ? Math.min(size, request.getNonRepeaters()) : size;
        for (int i = 0; i < single; i++) {
            response.add(one(request.getType(), request.get(i).getOid(), values));
        }
        OID[] at = new OID[size];
        for (int i = single; i < size; i++) {
            at[i] = request.get(i).getOid();
        }
        for (int row = 0; single < size && row < request.getMaxRepetitions(); row++) {
            for (int i = single; i < size && response.size() < MOST_VALUES; i++) {
                VariableBinding next = one(PDU.GETNEXT, at[i], values);
                at[i] = next.getOid();
                response.add(next);
            }
        }
    }

    private static VariableBinding one(int type, OID oid, NavigableMap<OID, Variable> values) {
        if (type == PDU.GET) {
            Variable value = values.get(oid);
            return new VariableBinding(oid, value == null ? Null.noSuchInstance : value);
        }
        var next = values.higherEntry(oid);
        return next == null
                ? new VariableBinding(oid, Null.endOfMibView)
                : new VariableBinding(next.getKey(), next.getValue());
    }

    /** SNMPv1 knows no exceptions: the first value that is missing spoils the whole answer. */
    private static void refuse(PDU request, PDU response) {
        for (int i = 0; i < response.size(); i++) {
            if (response.get(i).isException()) {
                response.clear();
                response.setRequestID(request.getRequestID());
                request.getVariableBindings().forEach(response::add);
                response.setErrorStatus(PDU.noSuchName);
                response.setErrorIndex(i + 1);
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        snmp.close();
    }
}
