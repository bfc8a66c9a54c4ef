package io.signalbox.snmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.UserTarget;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.HandsOver;
import io.signalbox.bus.NotNow;

/**
 * Has a trap receiver got a notification? Of a trap nobody knows; an inform it acknowledges.
 *
 * <p>
 * The body is the notification's values. Variables: {@code community} for version 2c; {@code user}, {@code authProtocol},
 * {@code authPassword}, {@code privProtocol}, {@code privPassword} and {@code engineId} for version 3.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3416#section-4.2.6">RFC 3416, 4.2.6: notifications</a>
 */
// The Kamelet snmp-trap-sink names this class.
@RegisterForReflection
public final class TrapReceiver extends ServiceSupport implements HandsOver {
    private final String host;
    private final int port;
    private final boolean v3;
    private final boolean confirmed;
    private final int timeoutMillis;
    private final int retries;
    private Snmp snmp;

    public TrapReceiver(Object host, int port, Object version, boolean confirmed, int timeoutMillis, int retries) {
        if (!List.of("2c", "3").contains(version.toString())) {
            throw new IllegalArgumentException("version is \"" + version + "\"; expected 2c or 3");
        }
        this.host = host.toString();
        this.port = port;
        this.v3 = version.toString().equals("3");
        this.confirmed = confirmed;
        this.timeoutMillis = timeoutMillis;
        this.retries = retries;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Handover handover(Exchange exchange) {
        List<VariableBinding> values = exchange.getMessage().getBody(List.class);
        Map<String, String> shown = new TreeMap<>();
        values.forEach(each -> shown.put(each.getOid().toString(), each.toValueString()));
        return new Handover("snmp-trap:" + host + ":" + port, shown);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) throws IOException, NotNow {
        PDU pdu = v3 ? new ScopedPDU() : new PDU();
        pdu.setType(confirmed ? PDU.INFORM : PDU.TRAP);
        pdu.add(new VariableBinding(SnmpConstants.sysUpTime, new TimeTicks(EngineTime.ticks())));
        pdu.addAll(exchange.getMessage().getBody(List.class));
        Target<UdpAddress> target = target(exchange);
        ResponseEvent<UdpAddress> answer = session(exchange).send(pdu, target);
        if (confirmed) {
            judge(answer.getResponse());
        }
        Answer.note(exchange, confirmed ? "confirmed by the receiver" : "sent by UDP; traps have no answers");
    }

    private void judge(PDU answer) throws IOException, NotNow {
        if (answer == null || answer.getType() == PDU.REPORT) {
            // Next time it may be another engine at that address: what was learnt of it is forgotten.
            doStop();
        }
        String receiver = "Trap receiver " + host + ":" + port;
        if (answer == null) {
            throw new SocketTimeoutException(receiver + " did not acknowledge an inform; it may be away, or not know "
                    + (v3 ? "the user" : "the community"));
        }
        if (answer.getType() == PDU.REPORT) {
            throw new NotNow(receiver + " refused an inform: " + answer.getVariableBindings(), null);
        }
        if (answer.getErrorStatus() != PDU.noError) {
            throw new NotNow(receiver + " refused an inform: " + answer.getErrorStatusText(), null);
        }
    }

    private Target<UdpAddress> target(Exchange exchange) throws IOException {
        UdpAddress address = new UdpAddress(InetAddress.getByName(host), port);
        Target<UdpAddress> target;
        if (v3) {
            UserTarget<UdpAddress> user = new UserTarget<>();
            user.setAddress(address);
            user.setSecurityName(new OctetString(text(exchange, "user")));
            user.setSecurityLevel(text(exchange, "authPassword").isEmpty()
                    ? SecurityLevel.NOAUTH_NOPRIV
                    : text(exchange, "privPassword").isEmpty() ? SecurityLevel.AUTH_NOPRIV : SecurityLevel.AUTH_PRIV);
            target = user;
            target.setVersion(SnmpConstants.version3);
        } else {
            target = new CommunityTarget<>(address, new OctetString(text(exchange, "community")));
            target.setVersion(SnmpConstants.version2c);
        }
        target.setTimeout(timeoutMillis);
        target.setRetries(retries);
        return target;
    }

    /** One socket for as long as the backend runs, and users of its own: another backend may know the same name by another password. */
    private synchronized Snmp session(Exchange exchange) throws IOException, NotNow {
        if (snmp == null) {
            MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
            dispatcher.addMessageProcessingModel(v3 ? version3(exchange) : new MPv2c());
            Snmp opened = new Snmp(dispatcher, new DefaultUdpTransportMapping());
            opened.listen();
            snmp = opened;
        }
        return snmp;
    }

    /** What is missing or wrong is no fault of an event's: it waits until somebody has mended the configuration. */
    private static MPv3 version3(Exchange exchange) throws NotNow {
        if (text(exchange, "user").isBlank()) {
            throw new NotNow("SNMP version 3 needs a user", null);
        }
        if (text(exchange, "authPassword").isEmpty() && !text(exchange, "privPassword").isEmpty()) {
            throw new NotNow("SNMP version 3 encrypts only what it also signs: there is no authPassword", null);
        }
        try {
            return model(exchange);
        } catch (IllegalArgumentException e) {
            throw new NotNow("SNMP version 3: " + e.getMessage(), null);
        }
    }

    private static MPv3 model(Exchange exchange) {
        OctetString engine = OctetString.fromHexStringPairs(text(exchange, "engineId").replaceFirst("^0[xX]", ""));
        USM usm = new USM(V3.all(), engine, 0);
        String authPassword = text(exchange, "authPassword");
        String privPassword = text(exchange, "privPassword");
        usm.addUser(new UsmUser(new OctetString(text(exchange, "user")),
                authPassword.isEmpty() ? null : V3.authentication(text(exchange, "authProtocol")).getID(),
                authPassword.isEmpty() ? null : V3.octets(authPassword),
                privPassword.isEmpty() ? null : V3.privacy(text(exchange, "privProtocol")).getID(),
                privPassword.isEmpty() ? null : V3.octets(privPassword)));
        MPv3 model = new MPv3(usm);
        // Not earlier: snmp4j makes message numbers of the count of starts, and of a large one negative ones, which nobody takes.
        usm.setLocalEngine(engine, EngineTime.boots(), EngineTime.seconds());
        return model;
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }

    @Override
    protected void doStop() throws IOException {
        synchronized (this) {
            if (snmp != null) {
                snmp.close();
                snmp = null;
            }
        }
    }
}
