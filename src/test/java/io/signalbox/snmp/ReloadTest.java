package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    @TempDir
    Path folder;
    private Printer one;
    private Printer two;
    private Polling polling;

    @BeforeEach
    void start() throws Exception {
        one = new Printer();
        two = new Printer();
        polling = new Polling(folder, devices(one(""))).start();
        polling.polls(1);
    }

    @AfterEach
    void stop() throws Exception {
        polling.close();
        one.close();
        two.close();
    }

    private String one(String more) {
        return "  - {id: hp-101, port: " + one.port() + more + "}\n";
    }

    private static String devices(String... devices) {
        return Polling.FAST + "devices:\n" + String.join("", devices);
    }

    @Test
    void aDeviceThatIsAddedIsPolledAndOneThatIsChangedKeepsItsState() throws Exception {
        one.errors(5);
        await().until(() -> polling.events.size() == 1);
        two.errors(5);
        polling.devices(devices(one(", location: Building 9"), "  - {id: hp-102, port: " + two.port() + "}\n"));
        await().until(() -> polling.events.size() == 2);
        polling.polls(4);
        assertThat(polling.events).extracting(event -> event.get("subject")).containsExactly("hp-101", "hp-102");
        one.errors();
        await().until(() -> polling.events.size() == 3);
        assertThat(data(polling.events.get(2))).containsEntry("printer_location", "Building 9");
    }

    @Test
    void aDeviceThatIsRemovedIsPolledNoMoreAndItsProblemsEnd() throws Exception {
        one.errors(5);
        await().until(() -> polling.events.size() == 1);
        polling.devices(Polling.FAST + "devices: []\n");
        await().until(() -> polling.events.size() == 2);
        assertThat(polling.types()).containsExactly("printer.jam firing", "printer.jam resolved");
        assertThat(data(polling.events.get(1))).containsEntry("reason", "no longer polled");
        assertThat(polling.events.get(1)).containsEntry("dedupkey", polling.events.get(0).get("dedupkey"));
    }

    @Test
    void aBrokenFileLeavesTheDevicesAsTheyWere() throws Exception {
        polling.devices("devices: [");
        await().until(() -> !polling.consumer().mistakes().isEmpty());
        assertThat(polling.consumer().mistakes().get(0).toString()).contains("devices.yaml:").contains("is not YAML");
        one.errors(5);
        await().until(() -> polling.events.size() == 1);
    }

    @Test
    void aDeviceThatIsSpoiltIsPolledOnAsItWas() throws Exception {
        polling.devices(devices(one(", interval: soon")));
        await().until(() -> !polling.consumer().mistakes().isEmpty());
        one.errors(5);
        await().until(() -> polling.events.size() == 1);
        assertThat(polling.types()).containsExactly("printer.jam firing");
    }
}
