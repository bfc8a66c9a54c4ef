package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.event.Event;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Peer;
import io.signalbox.peers.Rsyslog;
import io.signalbox.peers.SyslogNg;
import io.signalbox.peers.SyslogServer;

/** What real syslog servers understand of our messages. */
class SyslogSinkPeersTest {
    @TempDir
    static Path folder;

    private static final Map<String, SyslogServer> SERVERS = new HashMap<>();
    private static Certificates certificates;

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rsyslogd", "syslog-ng"})
    private @interface OfEachServer {
    }

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder);
        certificates.make("peer", "dns:localhost,ip:127.0.0.1");
    }

    @AfterAll
    static void stop() throws Exception {
        for (SyslogServer server : SERVERS.values()) {
            server.close();
        }
        SERVERS.clear();
    }

    private static SyslogServer server(String program) throws Exception {
        Peer.require(program);
        if (!SERVERS.containsKey(program)) {
            Path directory = Files.createDirectories(folder.resolve(program));
            Path certificate = certificates.certificate("peer");
            Path key = certificates.key("peer");
            SERVERS.put(program, program.equals("rsyslogd")
                    ? new Rsyslog(directory, certificate, key)
                    : new SyslogNg(directory, certificate, key));
        }
        return SERVERS.get(program);
    }

    @OfEachServer
    void rfc5424OverUdp(String program) throws Exception {
        SyslogServer server = server(program);
        assertThat(sent(server, "udp", Map.of(), Events.saying("caf\u00e9 udp-5424", "a\nb", Map.of("n", 1))))
                .startsWith("udp|pri=132|time=2026-11-21T08:00:00.123000")
                .contains("|host=box|app=signalbox|msgid=printer.offline|"
                        + "sd=[signalbox@32473 id=\"019a-3\" type=\"printer.offline\"")
                .contains("[data@32473 n=\"1\"]").endsWith("caf\u00e9 udp-5424: a\\nb");
    }

    @OfEachServer
    void rfc3164OverUdp(String program) throws Exception {
        SyslogServer server = server(program);
        assertThat(sent(server, "udp", Map.of("format", "rfc3164", "facility", "daemon"),
                Events.saying("udp-3164", null, Map.of()))).startsWith("udp|pri=28|")
                .contains("|host=box|app=signalbox|msgid=-|sd=-|msg=")
                .endsWith("printer.offline udp-3164 (id 019a-3)");
    }

    @OfEachServer
    void octetCountedOverTcpInBatchesAndInOrder(String program) throws Exception {
        SyslogServer server = server(program);
        List<Event> batch = IntStream.range(0, 500).mapToObj(Events::numbered).toList();
        try (Sink sink = sink(server, "tcp", Map.of())) {
            sink.send(batch);
        }
        await().until(() -> lines(server, "tcp|", "Job ").size() == 500);
        assertThat(lines(server, "tcp|", "Job ")).allSatisfy(line -> assertThat(line).contains("|msgid=job.completed|"))
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    }

    @OfEachServer
    void linesOverTcp(String program) throws Exception {
        SyslogServer server = server(program);
        assertThat(sent(server, "tcp", Map.of("framing", "lf", "port", String.valueOf(server.port("lines"))),
                Events.saying("tcp-lf", "x\r\n<0>y", Map.of())))
                .endsWith("tcp-lf: x\\r\\n<0>y");
    }

    @OfEachServer
    void overTlsWithTheServerVerified(String program) throws Exception {
        SyslogServer server = server(program);
        assertThat(
                sent(server, "tls", Map.of("caFile", certificates.certificate("peer").toString(), "host", "localhost"),
                        Events.saying("over-tls", null, Map.of())))
                .startsWith("tls|pri=132|")
                .contains("|msgid=printer.offline|").endsWith("over-tls");
    }

    @Test
    void aServerThatAsksForOurCertificateKnowsUsByIt() throws Exception {
        Peer.require("rsyslogd");
        certificates.makeAuthority("authority");
        certificates.makeSigned("server", "dns:localhost", "-1d", "authority");
        certificates.makeSigned("sender", "dns:signalbox", "-1d", "authority");
        String authority = certificates.certificate("authority").toString();
        String asking = """
                global(workDirectory="%%1$s" defaultNetstreamDriver="gtls" net.enableDNS="off"
                  defaultNetstreamDriverCAFile="%s" defaultNetstreamDriverCertFile="%%2$s" defaultNetstreamDriverKeyFile="%%3$s")
                module(load="imtcp")
                template(name="all" type="string" string="%%%%inputname%%%%|msg=%%%%msg%%%%\\n")
                ruleset(name="r") { action(type="omfile" file="%%1$s/received" template="all") }
                input(type="imtcp" address="127.0.0.1" port="%%6$d" ruleset="r" name="tls" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")
                """
                .formatted(authority);
        Path directory = Files.createDirectories(folder.resolve("asking"));
        Map<String, String> strange = Map.of("host", "localhost", "caFile", authority);
        Map<String, String> known = new HashMap<>(strange);
        known.put("certFile", certificates.certificate("sender").toString());
        known.put("keyFile", certificates.key("sender").toString());
        try (SyslogServer server = new Rsyslog(directory, asking, certificates.certificate("server"),
                certificates.key("server"))) {
            try (Sink sink = sink(server, "tls", strange)) {
                // In TLS 1.3 a sender may never hear that it was not known.
                catchThrowable(() -> sink.send(Events.saying("from-a-stranger", null, Map.of())));
            }
            assertThat(sent(server, "tls", known, Events.saying("from-us", null, Map.of()))).contains("from-us");
            assertThat(lines(server, "tls|", "from-a-stranger")).isEmpty();
        }
    }

    private static String sent(SyslogServer server, String protocol, Map<String, String> more, Event event)
            throws Exception {
        try (Sink sink = sink(server, protocol, more)) {
            sink.send(event);
        }
        await().until(() -> lines(server, protocol + "|", event.title()).size() == 1);
        return lines(server, protocol + "|", event.title()).get(0);
    }

    private static Sink sink(SyslogServer server, String protocol, Map<String, String> more) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("host", "127.0.0.1", "port",
                String.valueOf(server.port(protocol)), "protocol", protocol, "hostname", "box"));
        given.putAll(more);
        return Sink.of("syslog-sink", given);
    }

    private static List<String> lines(SyslogServer server, String start, String part) throws IOException {
        return server.received().stream().filter(line -> line.startsWith(start) && line.contains(part)).toList();
    }
}
