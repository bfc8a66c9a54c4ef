package io.signalbox.snmp;

import java.io.Closeable;
import java.io.IOException;

import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.SNMP4JSettings;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.event.ResponseListener;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.USM;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** How are all devices asked over one socket, without a thread that waits for any of them? */
final class SnmpSession implements Closeable {
    /** Answers of many devices may come at once; what does not fit is lost, and asked for again. */
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final Snmp snmp;
    private final MPv3 v3;
    private final USM usm;

    SnmpSession() throws IOException {
        // Lets an agent say that it refuses a password: it can't say so in a message that the password protects.
        SNMP4JSettings.setReportSecurityLevelStrategy(SNMP4JSettings.ReportSecurityLevelStrategy.noAuthNoPrivIfNeeded);
        DefaultUdpTransportMapping transport = new DefaultUdpTransportMapping();
        transport.setReceiveBufferSize(RECEIVE_BUFFER);
        // Each message is read before the next is taken, so one buffer serves all.
        transport.setAsyncMsgProcessingSupported(false);
        usm = new USM(V3.all(), new OctetString(MPv3.createLocalEngineID()), 0);
        v3 = new MPv3(usm);
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv1());
        dispatcher.addMessageProcessingModel(new MPv2c());
        dispatcher.addMessageProcessingModel(v3);
        snmp = new Snmp(dispatcher, transport);
        snmp.listen();
    }

    Target<UdpAddress> target(UdpAddress address, Device device) {
        Access access = device.access();
        Target<UdpAddress> target;
        if (access.v3()) {
            target = V3.target(address, access);
            target.setVersion(SnmpConstants.version3);
        } else {
            target = new CommunityTarget<>(address, new OctetString(access.community()));
            target.setVersion(access.version().equals("1") ? SnmpConstants.version1 : SnmpConstants.version2c);
        }
        target.setTimeout(device.timeout().toMillis());
        // Asking again is the poll's own affair: it has to wait its turn.
        target.setRetries(0);
        return target;
    }

    static PDU request(Access access) {
        if (!access.v3()) {
            return access.version().equals("1") ? new PDUv1() : new PDU();
        }
        ScopedPDU scoped = new ScopedPDU();
        scoped.setContextName(new OctetString(access.context()));
        return scoped;
    }

    void send(PDU request, Target<UdpAddress> target, ResponseListener listener) throws IOException {
        snmp.send(request, target, null, listener);
    }

    void done(PDU request, ResponseListener listener) {
        snmp.cancel(request, listener);
    }

    /** A device that was exchanged or reset has another engine, or another clock, than the one remembered: it is discovered anew. */
    void forget(UdpAddress address) {
        OctetString engine = v3.removeEngineID(address);
        if (engine != null) {
            usm.removeEngineTime(engine);
        }
    }

    @Override
    public void close() throws IOException {
        snmp.close();
    }
}
