package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPrintersTest {
    @TempDir
    Path folder;

    @Test
    void withinTwoMinutesOnePrinterPrintsAndJamsOneRunsDryAndOneGoesAwayAndAllIsWellAgain() throws Exception {
        int[] ports = new int[3];
        for (int i = 0; i < 3; i++) {
            try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                ports[i] = free.getLocalPort();
            }
        }
        DemoPrinters printers = new DemoPrinters(true, "127.0.0.1", ports[0], ports[1], ports[2]);
        printers.play(0);
        printers.open();
        try (Polling polling = new Polling(folder, Files.readString(Path.of("routes/devices.demo.yaml"))
                .replace("interval: 5s", "interval: 100ms").replace("timeout: 500ms", "timeout: 200ms"))
                .with("signalbox.demo.hp-101.port", "" + ports[0])
                .with("signalbox.demo.lexmark-102.port", "" + ports[1])
                .with("signalbox.demo.brother-103.port", "" + ports[2]).start()) {
            polling.polls(6);
            for (int second : new int[]{12, 20, 26, 35, 45, 71, 76, 95}) {
                printers.play(second);
                polling.polls(18);
            }
            printers.play(120);
            await().until(() -> polling.events.size() >= 7);
            assertThat(polling.events)
                    .extracting(event -> event.get("subject") + " " + event.get("type") + " " + event.get("state"))
                    .anyMatch(it -> it.matches("hp-101-job-\\d+ job.completed firing"))
                    .contains("hp-101 printer.jam firing", "hp-101 printer.jam resolved",
                            "lexmark-102 printer.low_toner firing", "lexmark-102 printer.low_toner resolved",
                            "brother-103 printer.offline firing", "brother-103 printer.online resolved")
                    .hasSize(7);
        } finally {
            printers.stop(null);
        }
    }
}
