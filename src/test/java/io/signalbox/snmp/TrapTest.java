package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.UserTarget;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

class TrapTest {
    private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
    private DefaultCamelContext camel;
    private UdpAddress address;

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aVersion1TrapOfARestartIsAnEvent() throws Exception {
        listen("");
        PDUv1 trap = new PDUv1();
        trap.setEnterprise(new OID("1.3.6.1.4.1.11.2.3.9.1"));
        trap.setGenericTrap(PDUv1.COLDSTART);
        trap.setTimestamp(4200);
        send(trap, "public", SnmpConstants.version1);
        await().until(() -> events.size() == 1);
        assertThat(events.get(0)).containsEntry("type", "snmp.cold_start").containsEntry("source", "127.0.0.1")
                .containsEntry("subject", "127.0.0.1").containsEntry("severity", "warning");
        assertThat(data(events.get(0))).containsEntry("uptime_seconds", 42L)
                .containsEntry("enterprise", "1.3.6.1.4.1.11.2.3.9.1");
        assertThat(headers.get(0)).as("headers").isEmpty();
    }

    @Test
    void aVersion1EnterpriseTrapCarriesItsOidAndValues() throws Exception {
        listen("");
        PDUv1 trap = new PDUv1();
        trap.setEnterprise(new OID("1.3.6.1.4.1.11.2.3.9.1"));
        trap.setGenericTrap(PDUv1.ENTERPRISE_SPECIFIC);
        trap.setSpecificTrap(7);
        trap.add(new VariableBinding(new OID("1.3.6.1.4.1.11.2.4.0"), new OctetString("Tray 2 is empty")));
        send(trap, "public", SnmpConstants.version1);
        await().until(() -> events.size() == 1);
        assertThat(events.get(0)).containsEntry("type", "snmp.trap");
        assertThat(data(events.get(0))).containsEntry("trap_oid", "1.3.6.1.4.1.11.2.3.9.1.0.7").containsEntry("values",
                Map.of("1.3.6.1.4.1.11.2.4.0", "Tray 2 is empty"));
    }

    @Test
    void aLinkThatComesUpEndsTheProblemOfTheLinkThatWentDown() throws Exception {
        listen("");
        send(link(3), "public", SnmpConstants.version2c);
        await().until(() -> events.size() == 1);
        send(link(4), "public", SnmpConstants.version2c);
        await().until(() -> events.size() == 2);
        assertThat(events).extracting(event -> event.get("type") + " " + event.get("state"))
                .containsExactly("snmp.link_down firing", "snmp.link_up resolved");
        assertThat(events.get(1).get("dedupkey")).isEqualTo(events.get(0).get("dedupkey"))
                .isEqualTo("127.0.0.1/snmp.link_down/127.0.0.1/7");
        assertThat(data(events.get(0))).containsEntry("interface_index", 7);
    }

    @Test
    void aTrapWithAnotherCommunityIsLeftAside() throws Exception {
        listen("right");
        send(link(3), "wrong", SnmpConstants.version2c);
        send(link(4), "right", SnmpConstants.version2c);
        await().until(() -> events.size() == 1);
        assertThat(events.get(0)).containsEntry("type", "snmp.link_up");
    }

    @Test
    void anEncryptedVersion3TrapIsAnEventAndOneWithAWrongPasswordIsNone() throws Exception {
        listen("");
        sendV3("another secret");
        sendV3("trap encryption");
        await().until(() -> !events.isEmpty());
        assertThat(events).hasSize(1);
        assertThat(events.get(0)).containsEntry("type", "snmp.warm_start");
    }

    private static PDU link(int generic) {
        PDU trap = new PDU();
        trap.setType(PDU.TRAP);
        trap.add(new VariableBinding(SnmpConstants.sysUpTime, new TimeTicks(100)));
        trap.add(new VariableBinding(SnmpConstants.snmpTrapOID, new OID("1.3.6.1.6.3.1.1.5." + generic)));
        trap.add(new VariableBinding(new OID("1.3.6.1.2.1.2.2.1.1.7"), new Integer32(7)));
        return trap;
    }

    private void send(PDU trap, String community, int version) throws Exception {
        try (Snmp snmp = new Snmp(new DefaultUdpTransportMapping())) {
            CommunityTarget<UdpAddress> target = new CommunityTarget<>(address, new OctetString(community));
            target.setVersion(version);
            snmp.send(trap, target);
        }
    }

    private void sendV3(String privPassword) throws Exception {
        OctetString engine = new OctetString(MPv3.createLocalEngineID());
        USM usm = new USM(V3.all(), engine, 0);
        org.snmp4j.MessageDispatcherImpl dispatcher = new org.snmp4j.MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(new MPv3(usm));
        usm.addUser(new UsmUser(new OctetString("traps"), AuthHMAC192SHA256.ID, new OctetString("trap authentication"),
                PrivAES128.ID, new OctetString(privPassword)));
        ScopedPDU trap = new ScopedPDU();
        trap.setType(PDU.TRAP);
        trap.add(new VariableBinding(SnmpConstants.sysUpTime, new TimeTicks(100)));
        trap.add(new VariableBinding(SnmpConstants.snmpTrapOID, SnmpConstants.warmStart));
        try (Snmp snmp = new Snmp(dispatcher, new DefaultUdpTransportMapping())) {
            UserTarget<UdpAddress> target = new UserTarget<>(address, new OctetString("traps"), engine.getValue(),
                    SecurityLevel.AUTH_PRIV);
            target.setVersion(SnmpConstants.version3);
            snmp.send(trap, target);
        }
    }

    private void listen(String community) throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        address = new UdpAddress(InetAddress.getLoopbackAddress(), port);
        camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("snmp-trap.enabled", "true");
        properties.setProperty("snmp-trap.port", Integer.toString(port));
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getRegistry().bind("snmpTraps", new SnmpTraps(Optional.of(community), Optional.of("traps"), "SHA256",
                Optional.of("trap authentication"), "AES128", Optional.of("trap encryption")));
        camel.addRoutes(new RouteBuilder() {
            @Override
            @SuppressWarnings("unchecked")
            public void configure() {
                from("direct:intake").process(exchange -> {
                    headers.add(Map.copyOf(exchange.getIn().getHeaders()));
                    events.add(exchange.getIn().getBody(Map.class));
                });
            }
        });
        PluginHelper.getRoutesLoader(camel).loadRoutes(
                PluginHelper.getResourceLoader(camel).resolveResource("file:routes/sources/snmp-trap.camel.yaml"));
        camel.start();
    }
}
