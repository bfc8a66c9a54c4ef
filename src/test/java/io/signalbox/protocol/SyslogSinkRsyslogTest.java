package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.event.Event;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Peer;
import io.signalbox.peers.Rsyslog;

/** What a real rsyslog understands of our messages. */
class SyslogSinkRsyslogTest {
    @TempDir
    static Path directory;

    private static Rsyslog rsyslog;
    private static Certificates certificates;

    @BeforeAll
    static void start() throws Exception {
        Peer.require("rsyslogd");
        certificates = new Certificates(directory);
        certificates.make("rsyslog", "dns:localhost,ip:127.0.0.1");
        rsyslog = new Rsyslog(directory, certificates.certificate("rsyslog"), certificates.key("rsyslog"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (rsyslog != null) {
            rsyslog.close();
        }
    }

    @Test
    void rfc5424OverUdp() throws Exception {
        String line = sent("udp", rsyslog.udp, Map.of(), Events.saying("caf\u00e9 udp-5424", "a\nb", Map.of("n", 1)));
        assertThat(line)
                .startsWith("udp|pri=132|version=1|time=2026-11-21T08:00:00.123000Z|host=box|app=signalbox|"
                        + "msgid=printer.offline|sd=[signalbox@32473 id=\"019a-3\" type=\"printer.offline\"")
                .contains("][data@32473 n=\"1\"]").endsWith("caf\u00e9 udp-5424: a\\nb");
    }

    @Test
    void rfc3164OverUdp() throws Exception {
        assertThat(sent("udp", rsyslog.udp, Map.of("format", "rfc3164", "facility", "daemon"),
                Events.saying("udp-3164", null, Map.of())))
                .startsWith("udp|pri=28|version=0|").contains("|host=box|app=signalbox|")
                .endsWith("|msg= printer.offline udp-3164 (id 019a-3)");
    }

    @Test
    void octetCountedOverTcpInBatchesAndInOrder() throws Exception {
        List<Event> batch = IntStream.range(0, 500).mapToObj(Events::numbered).toList();
        try (Sink sink = sink("tcp", rsyslog.tcp, Map.of())) {
            sink.send(batch);
        }
        await().until(() -> lines("tcp|", "Job ").size() == 500);
        assertThat(lines("tcp|", "Job ")).allSatisfy(line -> assertThat(line).contains("|version=1|"))
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    }

    @Test
    void linesOverTcp() throws Exception {
        assertThat(sent("tcp", rsyslog.tcp, Map.of("framing", "lf"), Events.saying("tcp-lf", "x\r\n<0>y", Map.of())))
                .endsWith("tcp-lf: x\\r\\n<0>y");
    }

    @Test
    void overTlsWithTheServerVerified() throws Exception {
        assertThat(sent("tls", rsyslog.tls,
                Map.of("caFile", certificates.certificate("rsyslog").toString(), "host", "localhost"),
                Events.saying("over-tls", null, Map.of()))).startsWith("tls|pri=132|version=1|").endsWith("over-tls");
    }

    private static String sent(String protocol, int port, Map<String, String> more, Event event) throws Exception {
        try (Sink sink = sink(protocol, port, more)) {
            sink.send(event);
        }
        await().until(() -> lines(protocol + "|", event.title()).size() == 1);
        return lines(protocol + "|", event.title()).get(0);
    }

    private static Sink sink(String protocol, int port, Map<String, String> more) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("host", "127.0.0.1", "port", String.valueOf(port), "protocol",
                protocol, "hostname", "box"));
        given.putAll(more);
        return Sink.of("syslog-sink", given);
    }

    private static List<String> lines(String start, String part) throws IOException {
        return rsyslog.received().stream().filter(line -> line.startsWith(start) && line.contains(part)).toList();
    }
}
