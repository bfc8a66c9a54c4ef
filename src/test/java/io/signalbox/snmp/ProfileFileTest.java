package io.signalbox.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"printer", "ups", "switch"})
    void theProfilesThatAreShippedHaveNoMistake(String name) throws Exception {
        List<Mistake> mistakes = new ArrayList<>();
        Profile profile = ProfileFile.read(name, name, Files.readString(Path.of("routes/profiles", name + ".yaml")),
                mistakes);
        assertThat(mistakes).isEmpty();
        assertThat(profile.rules()).isNotEmpty();
    }

    @Test
    void eachMistakeIsNamedWithItsPlaceAndWhatWasExpected() {
        assertThat(mistakes("""
                unreachable: {type: device.offline}
                values:
                  fan:
                    oid: 1.3.6.1.4.1.99999.1.0
                    names: {1: ok, 2: failed}
                  heat:
                    oid: one.three.six
                tables:
                  disks:
                    label: nme
                    columns:
                      name: {oid: 1.3.6.1.4.1.99999.2.1.1}
                      used: {percent: nane, of: name}
                events:
                  fan-failed:
                    type: nas.fan_failed
                    severty: error
                    when:
                      - fan: is faild
                      - fann: is failed
                      - heat: over 50
                  disk-failed:
                    type: nas.disk_failed
                    each: disk
                    when:
                      - name: is not ok
                    title: "{nam} failed"
                  quiet:
                    type: nas.quiet
                """)).containsExactlyInAnyOrder(
                "nas.yaml:7:10: \"one.three.six\" is no OID; expected numbers with dots, such as 1.3.6.1.2.1.1.3.0",
                "nas.yaml:10:12: label is \"nme\"; expected one of the columns name, used; did you mean \"name\"?",
                "nas.yaml:13:23: percent is \"nane\"; expected one of the columns name, used; did you mean \"name\"?",
                "nas.yaml:17:5: \"fan-failed\" has no \"severty\"; expected one of type, end, each, when, only, unless, atFirstSight, "
                        + "severity, title, message, dedup, subject, data; did you mean \"severity\"?",
                "nas.yaml:19:14: \"fan\" never says \"faild\"; expected one of ok, failed; did you mean \"failed\"?",
                "nas.yaml:20:15: there is no value \"fann\"; expected one of fan, heat, disks.name, disks.used; did you mean \"fan\"?",
                "nas.yaml:21:15: \"over 50\" is no test; expected \"is A or B\", \"is not A\", \"has BIT\", \"below 10 until 15\", "
                        + "\"above 90 until 80\" or \"like up*\"",
                "nas.yaml:24:11: there is no table \"disk\"; expected one of disks; did you mean \"disks\"?",
                "nas.yaml:26:15: there is no value \"name\"; expected one of fan, heat, disks.name, disks.used",
                "nas.yaml:27:12: nothing is known for \"{nam}\"; expected one of id, name, host, ip, port, model, location, department, "
                        + "failures, reason, offline_seconds, response_time_ms, count, fan, heat, disks.name, disks.used; did you mean \"name\"?",
                "nas.yaml:29:5: \"quiet\" has no \"when\"; expected the tests that tell when it holds");
    }

    private static List<String> mistakes(String text) {
        List<Mistake> mistakes = new ArrayList<>();
        assertThat(ProfileFile.read("nas.yaml", "nas", text, mistakes)).isNull();
        return mistakes.stream().map(Mistake::toString).toList();
    }
}
