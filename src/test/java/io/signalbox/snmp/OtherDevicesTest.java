package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;

class OtherDevicesTest {
    @TempDir
    Path folder;

    @Test
    void aUpsOnBatteryWithALowBatteryTellsBothAndTheirEnds() throws Exception {
        try (Printer ups = new Printer();
                Polling polling = new Polling(folder, Polling.FAST
                        + "devices:\n  - {id: ups-1, profile: ups, port: " + ups.port() + "}\n")) {
            ups.put("1.3.6.1.2.1.33.1.4.1.0", new Integer32(3)).put("1.3.6.1.2.1.33.1.2.1.0", new Integer32(2))
                    .put("1.3.6.1.2.1.33.1.2.3.0", new Integer32(12)).put("1.3.6.1.2.1.33.1.2.4.0", new Integer32(97));
            polling.start().polls(2);
            ups.put("1.3.6.1.2.1.33.1.4.1.0", new Integer32(5));
            await().until(() -> polling.events.size() == 1);
            ups.put("1.3.6.1.2.1.33.1.2.1.0", new Integer32(3));
            await().until(() -> polling.events.size() == 2);
            ups.put("1.3.6.1.2.1.33.1.4.1.0", new Integer32(3)).put("1.3.6.1.2.1.33.1.2.1.0", new Integer32(2));
            await().until(() -> polling.events.size() == 4);

            assertThat(polling.types()).containsExactly("ups.on_battery firing", "ups.low_battery firing",
                    "ups.on_battery resolved", "ups.low_battery resolved");
            assertThat(polling.events.get(0)).containsEntry("severity", "error").containsEntry("subject", "ups-1")
                    .containsEntry("message", "ups-1 has 12 minutes left, at a charge of 97 %.");
            assertThat(data(polling.events.get(0))).containsEntry("device_id", "ups-1")
                    .containsEntry("minutes_remaining", 12L);
        }
    }

    @Test
    void anInterfaceThatShouldBeUpAndIsDownIsToldByItsName() throws Exception {
        try (Printer sw = new Printer();
                Polling polling = new Polling(folder, Polling.FAST
                        + "devices:\n  - {id: switch-1, profile: switch, port: " + sw.port() + "}\n")) {
            for (int i = 1; i <= 48; i++) {
                sw.put("1.3.6.1.2.1.31.1.1.1.1." + i, new OctetString("Gi0/" + i))
                        .put("1.3.6.1.2.1.2.2.1.7." + i, new Integer32(i <= 24 ? 1 : 2))
                        .put("1.3.6.1.2.1.2.2.1.8." + i, new Integer32(i <= 24 ? 1 : 2));
            }
            polling.start().polls(3);
            assertThat(polling.events).as("ports that are switched off").isEmpty();
            sw.put("1.3.6.1.2.1.2.2.1.8.7", new Integer32(2)).put("1.3.6.1.2.1.2.2.1.8.9", new Integer32(2));
            await().until(() -> polling.events.size() == 2);
            sw.put("1.3.6.1.2.1.2.2.1.8.7", new Integer32(1));
            await().until(() -> polling.events.size() == 3);
            sw.values.remove(new OID("1.3.6.1.2.1.31.1.1.1.1.9"));
            sw.values.remove(new OID("1.3.6.1.2.1.2.2.1.7.9"));
            sw.values.remove(new OID("1.3.6.1.2.1.2.2.1.8.9"));
            await().until(() -> polling.events.size() == 4);

            assertThat(polling.types()).containsExactly("interface.down firing", "interface.down firing",
                    "interface.down resolved", "interface.down resolved");
            assertThat(polling.events).extracting(event -> event.get("dedupkey")).containsExactly(
                    "snmp/interface.down/switch-1/gi0_7", "snmp/interface.down/switch-1/gi0_9",
                    "snmp/interface.down/switch-1/gi0_7", "snmp/interface.down/switch-1/gi0_9");
            assertThat(data(polling.events.get(3))).containsEntry("reason", "no longer there");
        }
    }

    @Test
    void aSwitchThatDoesNotAnswerIsDeviceOfflineAndResolvesUnderTheSameType() throws Exception {
        try (Printer sw = new Printer();
                Polling polling = new Polling(folder, Polling.FAST
                        + "devices:\n  - {id: switch-1, profile: switch, port: " + sw.port() + "}\n").start()) {
            polling.polls(1);
            sw.silent = true;
            await().until(() -> polling.events.size() == 1);
            sw.silent = false;
            await().until(() -> polling.events.size() == 2);
            assertThat(polling.types()).containsExactly("device.offline firing", "device.offline resolved");
            assertThat(polling.events).extracting(event -> event.get("dedupkey"))
                    .containsOnly("snmp/device.offline/switch-1");
        }
    }
}
