package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Certificates;

class SyslogSinkTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    static Path directory;

    @Test
    void overUdpEachEventIsADatagram() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, LOOPBACK);
                Sink sink = Sink.of("syslog-sink", given("udp", server.getLocalPort(), Map.of()))) {
            sink.send(Events.printerOffline(), Map.of("CamelNettyRemoteAddress", "203.0.113.1:9"));
            assertThat(receive(server)).startsWith("<132>1 ").contains(" printer.offline ")
                    .endsWith("\uFEFFHP-101 Offline: No answer for 3 polls");
            sink.send(List.of(Events.numbered(1), Events.numbered(2)));
            assertThat(receive(server)).contains("id=\"019a-1\"");
            assertThat(receive(server)).contains("id=\"019a-2\"");
        }
    }

    @Test
    void overTcpMessagesAreCountedAndABatchIsOnePiece() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                Sink sink = Sink.of("syslog-sink", given("tcp", server.getLocalPort(), Map.of()))) {
            sink.send(Events.saying("caf\u00e9", null, Map.of()));
            sink.send(List.of(Events.numbered(1), Events.numbered(2)));
            try (Socket connection = server.accept()) {
                assertThat(frame(connection.getInputStream())).endsWith("caf\u00e9");
                assertThat(frame(connection.getInputStream())).contains("id=\"019a-1\"");
                assertThat(frame(connection.getInputStream())).contains("id=\"019a-2\"");
            }
        }
    }

    @Test
    void lineFramingEndsEachMessageWithOneLineBreak() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                Sink sink = Sink.of("syslog-sink",
                        given("tcp", server.getLocalPort(), Map.of("framing", "lf", "format", "rfc3164")))) {
            sink.send(List.of(Events.saying("two\nlines", null, Map.of()), Events.numbered(2)));
            sink.close();
            try (Socket connection = server.accept()) {
                assertThat(new String(connection.getInputStream().readAllBytes(), UTF_8).split("\n", -1)).hasSize(3)
                        .satisfies(lines -> assertThat(lines[0]).contains("two\\nlines"));
            }
        }
    }

    @Test
    void aServerThatIsAwayIsAFailureAndOneThatComesBackGetsTheEvent() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            port = server.getLocalPort();
        }
        try (Sink sink = Sink.of("syslog-sink", given("tcp", port, Map.of()))) {
            assertThatThrownBy(() -> sink.send(Events.numbered(1))).isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
            try (ServerSocket server = new ServerSocket(port, 5, LOOPBACK)) {
                sink.send(Events.numbered(1));
                try (Socket connection = server.accept()) {
                    assertThat(frame(connection.getInputStream())).contains("id=\"019a-1\"");
                }
            }
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsOpenedAnewAndNothingIsLost() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                Sink sink = Sink.of("syslog-sink", given("tcp", server.getLocalPort(), Map.of()))) {
            for (int i = 0; i < 20; i++) {
                sink.send(Events.numbered(i));
                try (Socket connection = server.accept()) {
                    assertThat(frame(connection.getInputStream())).contains("id=\"019a-" + i + "\"");
                    if (i % 2 == 0) {
                        connection.setSoLinger(true, 0);
                    }
                }
                awaitClosed(sink);
            }
        }
    }

    @Test
    void aResetConnectionEndsNoExchangeTwice() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                Sink sink = Sink.of("syslog-sink", given("tcp", server.getLocalPort(), Map.of()))) {
            sink.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:counted").to("direct:backend").process(exchange -> ended.incrementAndGet());
                }
            });
            Exchange exchange = sink.context().createProducerTemplate().send("direct:counted",
                    e -> e.getMessage().setBody(Events.numbered(1)));
            try (Socket connection = server.accept()) {
                frame(connection.getInputStream());
                connection.setSoLinger(true, 0);
            }
            awaitClosed(sink);
            assertThat(ended).hasValue(1);
            assertThat(exchange.getException()).isNull();
        }
    }

    @Test
    void aServerThatReadsNoMoreIsAFailureInTime() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                Sink sink = Sink.of("syslog-sink",
                        given("tcp", server.getLocalPort(), Map.of("timeoutMillis", "500", "maxBytes", "70000")))) {
            server.setReceiveBufferSize(4096);
            var big = IntStream.range(0, 500)
                    .mapToObj(i -> Events.saying("x".repeat(60_000), null, Map.of())).toList();
            assertTimeoutPreemptively(Duration.ofSeconds(20),
                    () -> assertThatThrownBy(() -> sink.send(big)).isInstanceOf(IOException.class));
        }
    }

    @Test
    void overTlsTheServerMustProveItsName() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.make("here", "dns:localhost,ip:127.0.0.1");
        certificates.make("elsewhere", "dns:elsewhere.example.com");
        assertThat(tls(certificates, "here", "127.0.0.1", Map.of())).contains("HP-101 Offline");
        assertThat(tls(certificates, "here", "localhost", Map.of())).contains("HP-101 Offline");
        assertThatThrownBy(() -> tls(certificates, "elsewhere", "127.0.0.1", Map.of()))
                .hasStackTraceContaining("No subject alternative names matching IP address 127.0.0.1");
        assertThatThrownBy(() -> tls(certificates, "elsewhere", "localhost", Map.of()))
                .hasStackTraceContaining("localhost");
        assertThatThrownBy(() -> tls(certificates, "here", "localhost", Map.of("caFile", "")))
                .hasStackTraceContaining("certification path");
        assertThat(tls(certificates, "elsewhere", "localhost", Map.of("verifySsl", "false")))
                .contains("HP-101 Offline");
        assertThatThrownBy(() -> tls(certificates, "here", "localhost", Map.of("caFile", "/nowhere.pem")))
                .hasStackTraceContaining("/nowhere.pem");
    }

    @Test
    void theRouteIsOffUntilItIsEnabled() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, LOOPBACK)) {
            try (Sink sink = Sink.route("syslog", Map.of())) {
                assertThat(sink.context().getRouteController().getRouteStatus("syslog").isStarted()).isFalse();
            }
            try (Sink sink = Sink.route("syslog", Map.of("syslog.enabled", "true", "syslog.host", "127.0.0.1",
                    "syslog.port", server.getLocalPort(), "syslog.format", "rfc3164", "syslog.facility", "16"))) {
                sink.send(List.of(Events.printerOffline()));
                assertThat(receive(server)).contains(" signalbox: printer.offline HP-101 Offline");
            }
        }
    }

    private static String tls(Certificates certificates, String name, String host, Map<String, String> more)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificates.keys(name), Certificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        Map<String, String> given = new HashMap<>(
                Map.of("host", host, "caFile", certificates.certificate(name).toString()));
        given.putAll(more);
        try (ServerSocket server = context.getServerSocketFactory().createServerSocket(0, 5, LOOPBACK);
                Sink sink = Sink.of("syslog-sink", given("tls", server.getLocalPort(), given))) {
            Callable<String> reader = () -> {
                try (Socket connection = server.accept()) {
                    return frame(connection.getInputStream());
                }
            };
            var received = java.util.concurrent.Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            }).submit(reader);
            sink.send(Events.printerOffline());
            return received.get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    private static Map<String, String> given(String protocol, int port, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of("host", "127.0.0.1", "port", String.valueOf(port), "protocol",
                protocol, "hostname", "box"));
        given.putAll(more);
        return given;
    }

    /** Until the sink's side knows that the connection is gone. */
    private static void awaitClosed(Sink sink) {
        await().until(() -> sink.context().getRoutes().stream().flatMap(route -> route.getServices().stream())
                .filter(org.apache.camel.component.netty.NettyProducer.class::isInstance)
                .map(org.apache.camel.component.netty.NettyProducer.class::cast)
                .allMatch(producer -> producer.getAllChannels().isEmpty()));
    }

    private static String receive(DatagramSocket server) throws IOException {
        server.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private static String frame(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ' '; c = in.read()) {
            length = length * 10 + Character.digit(c, 10);
        }
        return new String(in.readNBytes(length), UTF_8);
    }
}
