package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Peer;
import io.signalbox.peers.Postfix;

/** Mail through a real postfix that takes nothing without STARTTLS. */
class EmailSinkPostfixTest {
    @TempDir
    static Path directory;

    private static Postfix postfix;
    private static Certificates certificates;

    @BeforeAll
    static void start() throws Exception {
        Peer.require("postfix");
        certificates = new Certificates(directory);
        certificates.make("mail", "dns:localhost,ip:127.0.0.1");
        certificates.make("other", "dns:other.example.com");
        postfix = new Postfix(directory, certificates.certificate("mail"), certificates.key("mail"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (postfix != null) {
            postfix.close();
        }
    }

    @Test
    void aProblemAndItsEndArriveOverStarttlsOnceEach() throws Exception {
        try (Sink sink = Sink.of("email-sink", given(Map.of()))) {
            sink.send(Events.printerOffline());
            sink.send(Events.printerOnline());
        }
        await().until(() -> count("Subject: info: HP-101 Online") == 1);
        assertThat(count("Subject: warning: HP-101 Offline")).isEqualTo(1);
        assertThat(postfix.mailbox()).contains("using TLSv1.");
    }

    @Test
    void anAddressThatPostfixDoesNotKnowIsADeadLetterAndDoesNotKeepOthersFromTheirMail() throws Exception {
        try (Sink sink = Sink.of("email-sink", given(Map.of("to", "nobody@ops.example.com")))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(Refused.class)
                    .hasMessageContaining("550").hasMessageContaining("nobody@ops.example.com");
        }
        try (Sink sink = Sink.of("email-sink",
                given(Map.of("to", "nobody@ops.example.com,duty@ops.example.com", "subject", "partial")))) {
            sink.send(Events.printerOffline());
        }
        await().until(() -> count("Subject: partial") == 1);
    }

    @Test
    void whereTheServerCannotProveItsNameNothingIsSent() throws Exception {
        Map<String, String> unknown = Map.of("subject", "unproved", "caFile",
                certificates.certificate("other").toString());
        try (Sink sink = Sink.of("email-sink", given(unknown))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(NotNow.class)
                    .hasMessageContaining("TLS");
        }
        try (Sink sink = Sink.of("email-sink", given(Map.of("encryption", "none", "subject", "unproved")))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).as("postfix insists on STARTTLS")
                    .isInstanceOf(NotNow.class).hasMessageContaining("STARTTLS");
        }
        assertThat(count("unproved")).isZero();
    }

    private static Map<String, String> given(Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of("host", "localhost", "port", String.valueOf(postfix.port),
                "caFile", certificates.certificate("mail").toString(), "from", "signalbox@example.com", "to",
                "duty@ops.example.com"));
        given.putAll(more);
        return given;
    }

    private static long count(String line) throws IOException {
        return postfix.mailbox().lines().filter(l -> l.contains(line)).count();
    }
}
