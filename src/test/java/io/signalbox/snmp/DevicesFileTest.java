package io.signalbox.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

class DevicesFileTest {

    @Test
    void aBadDeviceIsNamedWithItsLineAndTheOthersAreTaken() {
        DevicesFile file = read("""
                defaults:
                  profile: printer
                devices:
                  - id: hp-101
                    host: 10.0.0.1
                  - id: hp-102
                    host: 10.0.0.2
                    port: 99999
                  - id: hp-103
                    host: 10.0.0.3
                    profile: printr
                  - id: hp-104
                  - id: hp-101
                    host: 10.0.0.5
                  - id: hp-106
                    host: 10.0.0.6
                    communty: ${C}
                  - host: 10.0.0.7
                  - id: hp-108
                    host: 10.0.0.8
                    interval: 60
                  - id: hp-109
                    host: 10.0.0.9
                    community: ${NOT_SET}
                  - id: hp-110
                    host: 10.0.0.10
                    version: 3
                    user: signalbox
                    authProtocol: SHA265
                  - just a word
                  - id: hp-112
                    host: 10.0.0.12
                """);
        assertThat(file.devices()).extracting(Device::id).containsExactly("hp-101", "hp-112");
        assertThat(file.mistakes()).extracting(Mistake::toString).contains(
                "devices.yaml:8:11: port is \"99999\"; expected a whole number from 1 to 65535",
                "devices.yaml:11:14: there is no profile \"printr\"; expected one of printer, ups; did you mean \"printer\"?",
                "devices.yaml:12:5: device \"hp-104\" has no \"host\"; expected a name or an address",
                "devices.yaml:13:9: a device \"hp-101\" stands in line 4 already; expected a name of its own for each",
                "devices.yaml:18:5: a device has no \"id\"; expected the name that its events carry, such as \"id: hp-101\"",
                "devices.yaml:21:15: interval is \"60\"; expected a time with its unit, such as 500ms, 30s or 5m, no shorter than 100ms",
                "devices.yaml:24:16: community refers to ${NOT_SET}, which is not set; expected an environment variable or a property of that name");
        assertThat(file.mistakes()).extracting(Mistake::toString)
                .anyMatch(it -> it.startsWith("devices.yaml:17:5: a device has no \"communty\"; expected one of")
                        && it.endsWith("did you mean \"community\"?"))
                .anyMatch(it -> it.startsWith("devices.yaml:29:19: authProtocol is \"SHA265\"; expected one of")
                        && it.endsWith("did you mean \"SHA256\"?"))
                .anyMatch(it -> it.startsWith("devices.yaml:30:5: a device is \"just a word\""));
        assertThat(file.mistakes()).hasSize(10);
    }

    @Test
    void whatIsNoYamlIsSaidWithItsPlaceAndSaysNothingOfAnyDevice() {
        DevicesFile file = read("devices:\n  - id: hp-101\n   host: 10.0.0.1\n");
        assertThat(file.readable()).isFalse();
        assertThat(file.mistakes().get(0).toString()).startsWith("devices.yaml:3:").contains("is not YAML");
    }

    @Test
    void anEmptyFileAndAnEmptyListAreNoMistake() {
        assertThat(read("# nobody\n").mistakes()).isEmpty();
        assertThat(read("devices: []\n").mistakes()).isEmpty();
        assertThat(read("devices:\n").mistakes()).isEmpty();
    }

    @Test
    void aDeviceTakesWhatItDoesNotSayFromTheDefaults() {
        Device device = read("""
                defaults: {profile: ups, interval: 15s, community: "${C}", tags: production}
                devices:
                  - {id: ups-1, host: ups.example.org, interval: 30s}
                """).devices().get(0);
        assertThat(device.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(device.profile()).isEqualTo("ups");
        assertThat(device.access().community()).isEqualTo("s3cret");
        assertThat(device.tags()).isEqualTo(List.of("production"));
        assertThat(device.port()).isEqualTo(161);
        assertThat(device.failuresUntilOffline()).isEqualTo(3);
        assertThat(device.toString()).doesNotContain("s3cret");
    }

    @Test
    void aSecretThatStandsInTheFileIsAWarningThatDoesNotRepeatIt() {
        DevicesFile file = read("""
                defaults: {profile: printer, host: 10.0.0.1}
                devices:
                  - {id: hp-101, community: hush-hush}
                  - {id: hp-102, community: public}
                  - {id: hp-103, community: "${C}"}
                """);
        assertThat(file.devices()).hasSize(3);
        assertThat(file.warnings()).hasSize(1);
        assertThat(file.warnings().get(0).toString()).startsWith("devices.yaml:3:").contains("community")
                .doesNotContain("hush");
    }

    @Test
    void aShortPasswordIsRefusedWithoutRepeatingIt() {
        DevicesFile file = read(
                """
                        devices:
                          - {id: hp-101, host: 10.0.0.1, profile: printer, version: 3, user: u, authProtocol: SHA256, authPassword: shh}
                        """);
        assertThat(file.devices()).isEmpty();
        assertThat(file.mistakes().get(0).text()).contains("shorter than 8").doesNotContain("shh");
    }

    private static DevicesFile read(String text) {
        return DevicesFile.read("devices.yaml", text, Map.of("C", "s3cret")::get,
                new java.util.TreeSet<>(Set.of("printer", "ups")));
    }
}
