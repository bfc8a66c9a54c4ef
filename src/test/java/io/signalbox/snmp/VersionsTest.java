package io.signalbox.snmp;

import static io.signalbox.snmp.Polling.await;
import static io.signalbox.snmp.Polling.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1", "2c"})
    void aPrinterIsUnderstoodInBothOldVersions(String version) throws Exception {
        try (Printer printer = new Printer();
                Polling polling = new Polling(folder, Polling.FAST + """
                        devices:
                          - id: hp-101
                            port: %d
                            version: %s
                        """.formatted(printer.port(), version)).start()) {
            jamsOnce(printer, polling);
        }
    }

    @ParameterizedTest
    @CsvSource({"SHA256,AES128", "SHA512,AES256", "SHA384,AES192", "SHA-224,AES", "SHA,AES128", "MD5,DES", "SHA256,",
            ","})
    void aPrinterIsUnderstoodAtEachLevelOfSecurity(String auth, String priv) throws Exception {
        Access user = new Access("3", null, "signalbox", auth == null ? null : auth.replace("-", ""),
                auth == null ? null : "authentication", priv, priv == null ? null : "encryption", "");
        try (Printer printer = new Printer(user);
                Polling polling = new Polling(folder, Polling.FAST + """
                        devices:
                          - id: hp-101
                            port: %d
                            version: 3
                            user: signalbox
                        """.formatted(printer.port())
                        + (auth == null ? "" : "    authProtocol: " + auth + "\n    authPassword: ${AUTH_PASSWORD}\n")
                        + (priv == null ? "" : "    privProtocol: " + priv + "\n    privPassword: ${PRIV_PASSWORD}\n"))
                        .with("AUTH_PASSWORD", "authentication").with("PRIV_PASSWORD", "encryption").start()) {
            jamsOnce(printer, polling);
        }
    }

    @Test
    void aWrongPasswordIsOfflineWithTheReason() throws Exception {
        Access user = new Access("3", null, "signalbox", "SHA256", "authentication", "AES128", "encryption", "");
        try (Printer printer = new Printer(user);
                Polling polling = new Polling(folder, Polling.FAST + """
                        devices:
                          - id: hp-101
                            port: %d
                            version: 3
                            user: signalbox
                            authProtocol: SHA256
                            authPassword: something else
                        """.formatted(printer.port())).start()) {
            await().until(() -> polling.events.size() == 1);
            assertThat(polling.types()).containsExactly("printer.offline firing");
            assertThat(data(polling.events.get(0)).get("reason")).asString().contains("authPassword");
            assertThat(polling.events.toString()).doesNotContain("something else");
        }
    }

    @Test
    void twoDevicesMayKnowTheSameUserByDifferentPasswords() throws Exception {
        Access first = new Access("3", null, "signalbox", "SHA256", "first password", "AES128", "first secret", "");
        Access second = new Access("3", null, "signalbox", "SHA512", "other password", "AES256", "other secret", "");
        try (Printer one = new Printer(first);
                Printer two = new Printer(second);
                Polling polling = new Polling(folder,
                        Polling.FAST
                                + """
                                        devices:
                                          - {id: hp-101, port: %d, version: 3, user: signalbox, authProtocol: SHA256, authPassword: first password,
                                             privProtocol: AES128, privPassword: first secret}
                                          - {id: hp-102, port: %d, version: 3, user: signalbox, authProtocol: SHA512, authPassword: other password,
                                             privProtocol: AES256, privPassword: other secret}
                                        """
                                        .formatted(one.port(), two.port()))
                        .start()) {
            polling.polls(6);
            one.errors(5);
            two.errors(5);
            await().until(() -> polling.events("printer.jam").size() == 2);
            assertThat(polling.events).hasSize(2);
        }
    }

    @Test
    void aPrinterThatIsExchangedForAnotherWithTheSameUserIsDiscoveredAnew() throws Exception {
        Access user = new Access("3", null, "signalbox", "SHA256", "authentication", "AES128", "encryption", "");
        try (Printer printer = new Printer(user);
                Polling polling = new Polling(folder,
                        Polling.FAST
                                + """
                                        devices:
                                          - {id: hp-101, port: %d, version: 3, user: signalbox, authProtocol: SHA256, authPassword: authentication,
                                             privProtocol: AES128, privPassword: encryption}
                                        """
                                        .formatted(printer.port()))
                        .start()) {
            polling.polls(3);
            int port = printer.port();
            printer.close();
            await().until(() -> polling.events.size() == 1);
            printer.plug(port);
            await().until(() -> polling.events.size() == 2);
            assertThat(polling.types()).containsExactly("printer.offline firing", "printer.online resolved");
        }
    }

    private static void jamsOnce(Printer printer, Polling polling) {
        polling.polls(3);
        printer.errors(5);
        await().until(() -> polling.types().equals(List.of("printer.jam firing")));
        printer.errors();
        await().until(() -> polling.types().equals(List.of("printer.jam firing", "printer.jam resolved")));
    }
}
