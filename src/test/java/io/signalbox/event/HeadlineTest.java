package io.signalbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'type':'printer.offline','title':'Away'}                          | Away",
            "{'type':'printer.offline','printer_name':'Printer-A','subject':'x'}| Printer-A Offline",
            "{'type':'printer.low_toner','subject':'hp-101'}                    | hp-101 Low Toner",
            "{'type':'ups.on_battery','device_name':'UPS 2'}                    | UPS 2 On Battery",
            "{'type':'printer.online','subject':'hp-101'}                       | hp-101 Online",
            "{'type':'printer.jam','subject':'hp-101','state':'resolved'}       | hp-101 Jam resolved",
            "{'type':'system.error'}                                            | system.error",
            "{'type':'coffee','subject':'kitchen'}                              | coffee"})
    void anEventWithoutATitleGetsALineThatPeopleCanRead(String json, String headline) {
        assertThat(Read.event(json).headline()).isEqualTo(headline);
    }
}
