package io.signalbox.snmp;

import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.snmp.SnmpMessage;
import org.apache.camel.support.DefaultMessage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.mp.MPv3;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;

import io.quarkus.arc.Unremovable;

/** What enters the route when a trap comes in? An event in place of the PDU, or nothing when the trap is not for us. */
@Named("snmpTraps")
@Singleton
@Unremovable
public final class SnmpTraps implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(SnmpTraps.class);

    private final String community;

    /**
     * @param community
     *            what SNMPv1 and v2c traps must carry; empty: anything
     * @param user
     *            whose SNMPv3 traps are taken; empty: nobody's
     */
    @Inject
    public SnmpTraps(@ConfigProperty(name = "snmp-trap.community") Optional<String> community,
            @ConfigProperty(name = "snmp-trap.user") Optional<String> user,
            @ConfigProperty(name = "snmp-trap.auth-protocol", defaultValue = "SHA256") String authProtocol,
            @ConfigProperty(name = "snmp-trap.auth-password") Optional<String> authPassword,
            @ConfigProperty(name = "snmp-trap.priv-protocol", defaultValue = "AES128") String privProtocol,
            @ConfigProperty(name = "snmp-trap.priv-password") Optional<String> privPassword) {
        this.community = community.orElse("");
        user.filter(name -> !name.isBlank()).ifPresent(name -> admit(new Access("3", null, name,
                authPassword.isPresent() ? authProtocol : null, authPassword.orElse(null),
                privPassword.isPresent() ? privProtocol : null, privPassword.orElse(null), "")));
    }

    /** camel-snmp's listener knows only the users and protocols that are registered for the whole process, so they are registered there. */
    private static void admit(Access access) {
        SecurityProtocols.getInstance()
                .addPredefinedProtocolSet(SecurityProtocols.SecurityProtocolSet.maxCompatibility);
        USM usm = new USM(SecurityProtocols.getInstance(), new OctetString(MPv3.createLocalEngineID()), 0);
        var auth = V3.authentication(access.authProtocol());
        var priv = V3.privacy(access.privProtocol());
        usm.addUser(new UsmUser(new OctetString(access.user()), auth == null ? null : auth.getID(),
                V3.octets(access.authPassword()), priv == null ? null : priv.getID(),
                V3.octets(access.privPassword())));
        SecurityModels.getInstance().addSecurityModel(usm);
    }

    @Override
    public void process(Exchange exchange) {
        SnmpMessage trap = exchange.getIn(SnmpMessage.class);
        String sender = trap.getHeader("peerAddress") instanceof UdpAddress peer
                ? peer.getInetAddress().getHostAddress()
                : "unknown";
        Map<String, Object> event = welcome(trap) ? TrapReader.event(trap.getSnmpMessage(), sender) : null;
        if (event == null) {
            LOG.debug("A message of {} is no trap, or carries another community: it is left aside", sender);
            exchange.setRouteStop(true);
        }
        // A message of its own: nothing of the datagram goes on but what the event holds.
        DefaultMessage message = new DefaultMessage(exchange.getContext());
        message.setBody(event);
        exchange.setMessage(message);
    }

    private boolean welcome(SnmpMessage trap) {
        boolean v3 = trap.getSnmpMessage() instanceof org.snmp4j.ScopedPDU;
        return v3 || community.isEmpty() || community.equals(String.valueOf(trap.getHeader("securityName")));
    }
}
