package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.event.Event;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Peer;
import io.signalbox.peers.Rsyslog;
import io.signalbox.peers.SyslogNg;
import io.signalbox.peers.SyslogServer;

/** What real syslog servers understand of our messages. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"rsyslogd", "syslog-ng"})
class SyslogSinkPeersTest {
    @TempDir
    static Path folder;

    private static SyslogServer server;
    private static Certificates certificates;

    @Parameter
    String program;

    @BeforeParameterizedClassInvocation
    static void start(String program) throws Exception {
        Peer.require(program);
        Path directory = Files.createDirectories(folder.resolve(program));
        certificates = new Certificates(directory);
        certificates.make("peer", "dns:localhost,ip:127.0.0.1");
        Path certificate = certificates.certificate("peer");
        server = program.equals("rsyslogd")
                ? new Rsyslog(directory, certificate, certificates.key("peer"))
                : new SyslogNg(directory, certificate, certificates.key("peer"));
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Test
    void rfc5424OverUdp() throws Exception {
        assertThat(sent("udp", Map.of(), Events.saying("caf\u00e9 udp-5424", "a\nb", Map.of("n", 1))))
                .startsWith("udp|pri=132|time=2026-11-21T08:00:00.123000")
                .contains("|host=box|app=signalbox|msgid=printer.offline|"
                        + "sd=[signalbox@32473 id=\"019a-3\" type=\"printer.offline\"")
                .contains("[data@32473 n=\"1\"]").endsWith("caf\u00e9 udp-5424: a\\nb");
    }

    @Test
    void rfc3164OverUdp() throws Exception {
        assertThat(sent("udp", Map.of("format", "rfc3164", "facility", "daemon"),
                Events.saying("udp-3164", null, Map.of()))).startsWith("udp|pri=28|")
                .contains("|host=box|app=signalbox|msgid=-|sd=-|msg=")
                .endsWith("printer.offline udp-3164 (id 019a-3)");
    }

    @Test
    void octetCountedOverTcpInBatchesAndInOrder() throws Exception {
        List<Event> batch = IntStream.range(0, 500).mapToObj(Events::numbered).toList();
        try (Sink sink = sink("tcp", Map.of())) {
            sink.send(batch);
        }
        await().until(() -> lines("tcp|", "Job ").size() == 500);
        assertThat(lines("tcp|", "Job ")).allSatisfy(line -> assertThat(line).contains("|msgid=job.completed|"))
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    }

    @Test
    void linesOverTcp() throws Exception {
        assertThat(sent("tcp", Map.of("framing", "lf", "port", String.valueOf(server.port("lines"))),
                Events.saying("tcp-lf", "x\r\n<0>y", Map.of())))
                .endsWith("tcp-lf: x\\r\\n<0>y");
    }

    @Test
    void overTlsWithTheServerVerified() throws Exception {
        assertThat(sent("tls", Map.of("caFile", certificates.certificate("peer").toString(), "host", "localhost"),
                Events.saying("over-tls", null, Map.of()))).startsWith("tls|pri=132|")
                .contains("|msgid=printer.offline|").endsWith("over-tls");
    }

    private static String sent(String protocol, Map<String, String> more, Event event) throws Exception {
        try (Sink sink = sink(protocol, more)) {
            sink.send(event);
        }
        await().until(() -> lines(protocol + "|", event.title()).size() == 1);
        return lines(protocol + "|", event.title()).get(0);
    }

    private static Sink sink(String protocol, Map<String, String> more) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("host", "127.0.0.1", "port",
                String.valueOf(server.port(protocol)), "protocol", protocol, "hostname", "box"));
        given.putAll(more);
        return Sink.of("syslog-sink", given);
    }

    private static List<String> lines(String start, String part) throws IOException {
        return server.received().stream().filter(line -> line.startsWith(start) && line.contains(part)).toList();
    }
}
