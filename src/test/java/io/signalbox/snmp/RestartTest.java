package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    Path folder;
    private Printer printer;
    private Polling polling;

    @BeforeEach
    void start() throws Exception {
        printer = new Printer();
        polling = new Polling(folder, devices());
    }

    @AfterEach
    void stop() throws Exception {
        polling.close();
        printer.close();
    }

    private String devices() {
        return Polling.FAST + "devices:\n  - id: hp-101\n    port: " + printer.port() + "\n";
    }

    @Test
    void aPrinterThatWasOfflineBeforeARestartIsNotToldOfAgainAndComesOnlineOnce() throws Exception {
        printer.silent = true;
        polling.start();
        await().until(() -> polling.events.size() == 1);
        polling.polls(1);
        polling.stop();
        polling.start().polls(5);
        assertThat(polling.types()).containsExactly("printer.offline firing");
        printer.silent = false;
        await().until(() -> polling.events.size() == 2);
        polling.polls(3);
        assertThat(polling.types()).containsExactly("printer.offline firing", "printer.online resolved");
        assertThat((Long) data(polling.events.get(1)).get("offline_seconds")).isPositive();
    }

    @Test
    void whatBeginsAndEndsWhileNobodyPollsIsTold() throws Exception {
        printer.errors(5);
        polling.start();
        await().until(() -> polling.events.size() == 1);
        polling.stop();
        printer.errors(1).pages(1005);
        polling.start();
        await().until(() -> polling.events.size() == 3);
        printer.errors();
        await().until(() -> polling.events.size() == 5);
        polling.polls(3);
        assertThat(polling.types()).containsExactly("printer.jam firing", "printer.jam resolved",
                "printer.error firing",
                "printer.error resolved", "job.completed firing");
    }

    @Test
    void aCrashAfterAnEventWasAcceptedDeliversTheSameIdAgainAndNoOther() throws Exception {
        Path image = folder.resolve("image");
        // What is on disk while the intake holds the event is what a kill -9 leaves behind.
        polling.intake = event -> copy(folder.resolve("data"), image);
        printer.errors(5);
        polling.start();
        await().until(() -> polling.events.size() == 1);
        polling.stop();
        printer.errors();

        Path second = Files.createDirectory(folder.resolve("second"));
        copy(image, second.resolve("data"));
        try (Polling after = new Polling(second, devices()).start()) {
            await().until(() -> after.events.size() == 2);
            after.polls(3);
            assertThat(after.types()).containsExactly("printer.jam firing", "printer.jam resolved");
            assertThat(StateJson.write(after.events.get(0))).isEqualTo(StateJson.write(polling.events.get(0)));
        }
    }

    @Test
    void anEventThatIsNotAcceptedIsOfferedAgainUntilItIs() throws Exception {
        AtomicInteger offered = new AtomicInteger();
        List<Object> ids = new CopyOnWriteArrayList<>();
        polling.intake = event -> {
            ids.add(event.get("id"));
            if (offered.incrementAndGet() <= 2) {
                throw new java.io.IOException("no space left on device");
            }
        };
        printer.errors(5);
        polling.start();
        await().until(() -> polling.consumer().stats().answered() > 1);
        printer.errors();
        await().until(() -> polling.events.size() == 2);
        assertThat(polling.types()).containsExactly("printer.jam firing", "printer.jam resolved");
        assertThat(List.copyOf(ids).subList(0, 3)).containsOnly(ids.get(0));
    }

    @Test
    void anEventThatWouldBeRefusedForEverHoldsUpNoOther() throws Exception {
        polling.intake = event -> {
            if (event.get("state").equals("firing")) {
                throw new io.signalbox.bus.Refused("never");
            }
        };
        printer.errors(5);
        polling.start().polls(2);
        printer.errors();
        await().until(() -> polling.types().equals(List.of("printer.jam resolved")));
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                // SQLite makes the -shm file anew; after a crash it says nothing.
                if (!file.toString().endsWith("-shm")) {
                    Files.copy(file, to.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
