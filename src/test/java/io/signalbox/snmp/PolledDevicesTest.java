package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an operator who adds and removes devices while they are polled can rely on. */
class PolledDevicesTest {
    @TempDir
    Path folder;
    private Printer one;
    private Printer two;
    private Polling polling;

    @BeforeEach
    void start() throws Exception {
        one = new Printer();
        two = new Printer();
        polling = new Polling(folder, Polling.FAST + "devices:\n  - {id: hp-101, port: " + one.port() + "}\n").start();
        polling.polls(1);
    }

    @AfterEach
    void stop() throws Exception {
        polling.close();
        one.close();
        two.close();
    }

    private PolledDevices devices() {
        return new PolledDevices(polling.consumer().devices());
    }

    private static ObjectNode device(String json) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    private List<String> ids() {
        return devices().all().stream().map(each -> each.device().id() + (each.added() ? " added" : "")).toList();
    }

    @Test
    void aDeviceThatIsAddedIsPolledWithTheDefaultsOfTheFileAndAfterTheNextStartToo() throws Exception {
        devices().add(device("{'id':'hp-102','port':" + two.port() + ",'location':'Building 9'}"));
        two.errors(5);
        await().until(() -> polling.events.size() == 1);
        assertThat(polling.events.get(0)).containsEntry("subject", "hp-102");
        assertThat(data(polling.events.get(0))).containsEntry("printer_location", "Building 9");
        assertThat(ids()).containsExactly("hp-101", "hp-102 added");
        assertThat(devices().all()).allSatisfy(each -> assertThat(each.offline()).isFalse());

        polling.stop();
        polling.start();
        two.errors();
        await().until(() -> polling.events.size() == 2);
        assertThat(ids()).containsExactly("hp-101", "hp-102 added");
    }

    @Test
    void aDeviceOfTheFileIsReplacedAndComesBack() throws Exception {
        devices().add(device("{'id':'hp-101','name':'Reception','port':" + one.port() + "}"));
        assertThat(devices().all()).extracting(each -> each.device().name()).containsExactly("Reception");

        devices().add(device("{'id':'hp-101'}"));
        assertThat(devices().all()).extracting(each -> each.device().name()).containsExactly("hp-101");
        assertThat(ids()).containsExactly("hp-101");
    }

    @Test
    void aDeviceThatIsRemovedIsPolledNoMoreWhateverTheFileSays() throws Exception {
        one.errors(5);
        await().until(() -> polling.events.size() == 1);
        assertThat(devices().remove("hp-101")).isTrue();
        await().until(() -> polling.events.size() == 2);
        assertThat(polling.types().get(1)).isEqualTo("printer.jam resolved");
        assertThat(ids()).isEmpty();
        assertThat(devices().removed()).containsExactly("hp-101");
        assertThat(devices().remove("hp-101")).isFalse();
        assertThat(devices().remove("nobody")).isFalse();

        polling.stop();
        polling.start();
        assertThat(ids()).isEmpty();
        devices().add(device("{'id':'hp-101'}"));
        assertThat(ids()).containsExactly("hp-101");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'id':'hp-102','prot':161}                          | a device has no \"prot\"; expected one of id, name",
            "{'host':'h'}                                        | a device has no \"id\"; expected the name",
            "{'id':'hp 102'}                                     | id is \"hp 102\"; expected letters",
            "{'id':'hp-102','profile':'printers'}                | there is no profile \"printers\"; expected one of",
            "{'id':'hp-102','interval':'5'}                      | interval is \"5\"; expected a time with its unit",
            "{'id':'hp-102','community':'s3cret'}                | community is written in the file; expected ${",
            "{'id':'hp-102','community':'${SLACK_WEBHOOK_URL}'}  | community is no ${SNMP_…}; expected ${SNMP_SOMETHING}",
            "{'id':'hp-102','location':'${SNMP_COMMUNITY}'}      | location is \"${SNMP_COMMUNITY}\"; expected no ${…}",
            "{'id':'hp-102','community':'${SNMP_NOT_SET_AT_ALL}'} | community refers to ${SNMP_NOT_SET_AT_ALL}, which is not set"})
    void whatMakesNoSenseIsToldAndChangesNothing(String json, String told) throws Exception {
        ObjectNode device = device(json);

        assertThatThrownBy(() -> devices().add(device)).isInstanceOf(BadDevices.class).hasMessageContaining(told);
        assertThat(ids()).containsExactly("hp-101");
        assertThat(Files.exists(folder.resolve("data/devices.json"))).isFalse();
    }
}
