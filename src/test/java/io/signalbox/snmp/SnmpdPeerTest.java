package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.peers.Snmpd;

/** Net-SNMP's agent, as Debian packages it. */
class SnmpdPeerTest {
    @TempDir
    Path folder;
    private Snmpd snmpd;

    @BeforeEach
    void start() throws Exception {
        snmpd = new Snmpd(folder);
        snmpd.plug();
    }

    @AfterEach
    void stop() throws Exception {
        if (snmpd != null) {
            snmpd.unplug();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version: 1", "version: 2c",
            "version: 3, user: signalbox, authProtocol: SHA256, authPassword: authentication, privProtocol: AES128, privPassword: encryption"})
    void anAgentThatIsStoppedIsOfflineOnceAndOnlineOnceWhenItIsStarted(String access) throws Exception {
        try (Polling polling = new Polling(folder, Polling.FAST + "devices:\n  - {id: hp-101, port: " + snmpd.port
                + ", interval: 200ms, " + access + "}\n").start()) {
            await().until(() -> polling.consumer().stats().answered() >= 3);
            assertThat(polling.events).isEmpty();
            snmpd.unplug();
            await().until(() -> polling.events.size() == 1);
            polling.polls(4);
            snmpd.plug();
            await().until(() -> polling.events.size() == 2);
            polling.polls(4);
            assertThat(polling.types()).containsExactly("printer.offline firing", "printer.online resolved");
            assertThat((Long) data(polling.events.get(1)).get("offline_seconds")).isBetween(1L, 30L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2c"})
    void itsOwnInterfacesAreReadAsThoseOfASwitch(String version) throws Exception {
        Path profiles = Files.createDirectories(folder.resolve("routes/profiles"));
        Files.writeString(profiles.resolve("host.yaml"), Files.readString(Path.of("routes/profiles/switch.yaml"))
                .replace("oper: is down or lower_layer_down or not_present", "name: is lo"));
        try (Polling polling = new Polling(folder,
                Polling.FAST + "devices:\n  - {id: host-1, profile: host, port: " + snmpd.port
                        + ", version: " + version + "}\n")
                .with("signalbox.routes.dir", folder.resolve("routes").toString())
                .start()) {
            await().until(() -> polling.events.size() == 1);
            assertThat(data(polling.events.get(0))).containsEntry("interface", "lo").containsEntry("admin_status",
                    "up");
            assertThat(data(polling.events.get(0)).get("device_model")).asString().startsWith("Linux");
        }
    }
}
