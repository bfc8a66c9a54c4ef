package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrinterEventsTest {
    @TempDir
    Path folder;
    private Printer printer;
    private Polling polling;

    @BeforeEach
    void start() throws Exception {
        printer = new Printer();
        polling = new Polling(folder, Polling.FAST + """
                devices:
                  - id: hp-101
                    name: Printer-A
                    port: %d
                    location: Building 1
                    department: Engineering
                    tags: [production]
                """.formatted(printer.port()));
        polling.start().polls(2);
    }

    @AfterEach
    void stop() throws Exception {
        polling.close();
        printer.close();
    }

    @Test
    void aPrinterThatIsWellSaysNothing() {
        polling.polls(5);
        assertThat(polling.events).isEmpty();
    }

    @Test
    void aJamIsToldOnceAndItsEndOnceUnderTheSameKey() {
        printer.errors(5);
        await().until(() -> polling.events.size() == 1);
        polling.polls(3);
        printer.errors();
        await().until(() -> polling.events.size() == 2);
        polling.polls(3);

        assertThat(polling.types()).containsExactly("printer.jam firing", "printer.jam resolved");
        var jam = polling.events.get(0);
        assertThat(jam).containsEntry("source", "snmp").containsEntry("subject", "hp-101")
                .containsEntry("dedupkey", "snmp/printer.jam/hp-101")
                .containsEntry("title", "Printer-A has a paper jam")
                .containsEntry("tags", java.util.List.of("production")).containsKeys("id", "time");
        assertThat(data(jam)).containsEntry("printer_id", "hp-101").containsEntry("printer_name", "Printer-A")
                .containsEntry("printer_ip", "127.0.0.1").containsEntry("printer_model", "HP LaserJet M609")
                .containsEntry("printer_location", "Building 1").containsEntry("printer_department", "Engineering");
        assertThat(polling.events.get(1)).containsEntry("dedupkey", "snmp/printer.jam/hp-101");
        assertThat(polling.events.get(1).get("id")).isNotEqualTo(jam.get("id"));
    }

    @Test
    void aJamThatOnlyTheAlertTableKnowsIsToldToo() {
        printer.put("1.3.6.1.2.1.43.18.1.1.7.1.17", new org.snmp4j.smi.Integer32(8));
        await().until(() -> polling.types().equals(java.util.List.of("printer.jam firing")));
        printer.values.remove(new org.snmp4j.smi.OID("1.3.6.1.2.1.43.18.1.1.7.1.17"));
        await().until(() -> polling.types().equals(java.util.List.of("printer.jam firing", "printer.jam resolved")));
    }

    @Test
    void noPaperAndAnOpenDoorAreTwoProblemsThatEndApart() {
        printer.errors(1, 4, 6);
        await().until(() -> polling.events.size() == 2);
        printer.errors(4, 6);
        await().until(() -> polling.events.size() == 3);
        polling.polls(3);

        assertThat(polling.types()).containsExactly("printer.error firing", "printer.error firing",
                "printer.error resolved");
        assertThat(polling.events).extracting(event -> event.get("dedupkey")).containsExactly(
                "snmp/printer.error/hp-101/no_paper", "snmp/printer.error/hp-101/door_open",
                "snmp/printer.error/hp-101/no_paper");
        assertThat(polling.events).extracting(event -> event.get("subject")).containsOnly("hp-101");
        assertThat(data(polling.events.get(0))).containsEntry("error", "no_paper").containsEntry("error_code", 1L);
    }

    @Test
    void aSupplyIsLowBelowTenPercentAndWellFromFifteenOn() {
        printer.supply(1, 21, "Black Cartridge", 4000, 360);
        await().until(() -> polling.events.size() == 1);
        printer.supply(1, 21, "Black Cartridge", 4000, 480);
        polling.polls(3);
        assertThat(polling.events).hasSize(1);
        printer.supply(1, 21, "Black Cartridge", 4000, 4000);
        await().until(() -> polling.events.size() == 2);

        assertThat(polling.types()).containsExactly("printer.low_toner firing", "printer.low_toner resolved");
        assertThat(polling.events).extracting(event -> event.get("dedupkey"))
                .containsOnly("snmp/printer.low_toner/hp-101/1.1");
        assertThat(data(polling.events.get(0))).containsEntry("supply", "Black Cartridge")
                .containsEntry("level_percent", 9L);
    }

    @Test
    void anUnknownLevelAndAFullWasteBoxAreNoLowToner() {
        printer.supply(1, 21, "Black Cartridge", 100, -3);
        printer.supply(2, 4, "Waste Toner", 100, 1);
        polling.polls(4);
        assertThat(polling.events).isEmpty();
    }

    @Test
    void lowTonerThatOnlyTheErrorBitKnowsIsToldUnderThePrintersKey() {
        printer.supply(1, 21, "Black Cartridge", -2, -3).errors(2);
        await().until(() -> polling.events.size() == 1);
        assertThat(polling.events.get(0)).containsEntry("dedupkey", "snmp/printer.low_toner/hp-101");
    }

    @Test
    void pagesThatCameToRestAreACompletedJob() {
        printer.status(4).pages(1004);
        polling.polls(2);
        printer.pages(1007);
        polling.polls(3);
        assertThat(polling.events).isEmpty();
        printer.status(3);
        await().until(() -> polling.events.size() == 1);
        polling.polls(4);

        assertThat(polling.types()).containsExactly("job.completed firing");
        assertThat(data(polling.events.get(0))).containsEntry("page_count", 7L).containsEntry("status", "completed")
                .containsEntry("printer_id", "hp-101").containsKey("job_id");
    }

    @Test
    void aPrinterWithoutAStatusCompletesItsJobWhenItsPagesRest() {
        printer.values.remove(new org.snmp4j.smi.OID("1.3.6.1.2.1.25.3.5.1.1.1"));
        printer.pages(1003);
        await().until(() -> polling.events.size() == 1);
        assertThat(data(polling.events.get(0))).containsEntry("page_count", 3L);
    }

    @Test
    void aCounterThatStartsAgainIsNoJob() {
        printer.pages(2);
        polling.polls(4);
        assertThat(polling.events).isEmpty();
    }

    @Test
    void aPrinterThatGoesAwayIsOfflineOnceAndOnlineOnceWithTheTimeItWasAway() {
        printer.silent = true;
        await().until(() -> polling.events.size() == 1);
        polling.polls(6);
        printer.silent = false;
        await().until(() -> polling.events.size() == 2);
        polling.polls(3);

        assertThat(polling.types()).containsExactly("printer.offline firing", "printer.online resolved");
        var offline = polling.events.get(0);
        assertThat(offline).containsEntry("dedupkey", "snmp/printer.offline/hp-101");
        assertThat(data(offline)).containsEntry("consecutive_failures", 3).containsEntry("printer_ip", "127.0.0.1")
                .containsEntry("printer_model", "HP LaserJet M609");
        var online = polling.events.get(1);
        assertThat(online).containsEntry("dedupkey", "snmp/printer.offline/hp-101");
        assertThat((Long) data(online).get("offline_seconds")).isBetween(2L, 20L);
        assertThat(data(online)).containsKey("response_time_ms");
    }

    @Test
    void twoPollsWithoutAnAnswerAreNotOffline() {
        long before = polling.consumer().stats().silent();
        printer.silent = true;
        await().until(() -> polling.consumer().stats().silent() == before + 2);
        printer.silent = false;
        polling.polls(5);
        assertThat(polling.events).isEmpty();
    }
}
