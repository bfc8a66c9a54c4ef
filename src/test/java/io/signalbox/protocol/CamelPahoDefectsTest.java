package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Certificates;
import io.signalbox.peers.Mosquitto;
import io.signalbox.peers.Peer;

/** Why camel-paho-mqtt5 is not used: docs/adr/0041. When these fail after an upgrade, it may have become an option. */
class CamelPahoDefectsTest {
    @TempDir
    Path directory;
    private Mosquitto mosquitto;

    @BeforeEach
    void prepare() throws Exception {
        Peer.require("mosquitto");
        Certificates certificates = new Certificates(directory);
        certificates.make("mosquitto", "dns:localhost");
        Path certificate = certificates.certificate("mosquitto");
        mosquitto = new Mosquitto(directory, certificate, certificates.key("mosquitto"), certificate);
    }

    @AfterEach
    void stop() throws Exception {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Test
    void aMessageThatTheBrokerRefusesCountsAsSent() throws Exception {
        mosquitto.start();
        Path lines = mosquitto.subscribe("watcher", "#", "%t");
        try (CamelContext camel = camel()) {
            camel.createProducerTemplate().sendBody("direct:in", "an event that nobody will see");
            camel.createProducerTemplate().sendBodyAndHeader("direct:in", "this one is allowed",
                    "CamelPahoMqtt5OverrideTopic", "site/allowed");
        }
        org.awaitility.Awaitility.await().until(() -> !Files.readAllLines(lines).isEmpty());
        assertThat(Files.readAllLines(lines)).containsExactly("site/allowed");
    }

    @Test
    void whereTheBrokerIsDownTheApplicationDoesNotStart() {
        assertThatThrownBy(() -> camel().close()).hasRootCauseInstanceOf(java.net.ConnectException.class)
                .hasStackTraceContaining("Failed to start route");
    }

    private CamelContext camel() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        Properties values = new Properties();
        values.put("password", Mosquitto.PASSWORD);
        camel.getPropertiesComponent().setOverrideProperties(values);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").to("paho-mqtt5:forbidden/topic?qos=1&brokerUrl=tcp://127.0.0.1:" + mosquitto.port
                        + "&userName=" + Mosquitto.USER + "&password=RAW({{password}})");
            }
        });
        camel.start();
        return camel;
    }
}
