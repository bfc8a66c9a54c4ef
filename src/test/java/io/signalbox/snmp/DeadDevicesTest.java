package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadDevicesTest {
    @TempDir
    Path folder;

    @Test
    void aHundredDeadDevicesDoNotKeepALivingOneFromBeingPolled() throws Exception {
        try (Printer printer = new Printer();
                // Takes datagrams and says nothing.
                DatagramSocket dead = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Polling polling = new Polling(folder, Polling.FAST + "devices:\n"
                        + "  - {id: hp-101, port: " + printer.port() + ", timeout: 5s}\n"
                        + IntStream.range(0, 100).mapToObj(
                                i -> "  - {id: dead-" + i + ", port: " + dead.getLocalPort()
                                        + ", interval: 1s, timeout: 2s, retries: 3}")
                                .collect(Collectors.joining("\n")))) {
            polling.start();
            await().until(() -> polling.consumer().stats().silent() > 100);
            long before = polling.consumer().stats().answered();
            long start = System.nanoTime();
            await().until(() -> polling.consumer().stats().answered() >= before + 20);
            assertThat(System.nanoTime() - start).as("time of 20 polls at 100 ms").isLessThan(6_000_000_000L);
            assertThat(polling.events("printer.offline")).extracting(event -> event.get("subject"))
                    .doesNotContain("hp-101");
        }
    }

    @Test
    void aFailingDeviceLeavesItsPlaceToTheLiving() {
        Lane lane = new Lane(1, Runnable::run);
        StringBuilder order = new StringBuilder();
        lane.enter(() -> order.append("first "));
        lane.enter(() -> order.append("second "));
        assertThat(order).hasToString("first ");
        lane.leave();
        assertThat(order).hasToString("first second ");
    }
}
