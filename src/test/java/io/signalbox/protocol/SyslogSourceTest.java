package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;
import io.signalbox.peers.Peer;
import io.signalbox.peers.Rsyslog;

class SyslogSourceTest {
    private final CamelContext context = new DefaultCamelContext();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Integer> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private int port;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start("true");
    }

    private void start(String enabled) throws Exception {
        Properties properties = new Properties();
        properties.put("syslog-source.enabled", enabled);
        properties.put("syslog-source.port", String.valueOf(port));
        properties.put("syslog-source.max-bytes", "1000");
        context.getPropertiesComponent().setOverrideProperties(properties);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:intake").process(SyslogSourceTest.this::intake);
            }
        });
        PluginHelper.getRoutesLoader(context).loadRoutes(
                ResourceHelper.resolveMandatoryResource(context, "file:routes/sources/syslog.camel.yaml"));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void intake(Exchange exchange) throws IOException {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("the disk is full");
        }
        headers.add(exchange.getMessage().getHeaders().size());
        events.addAll(EventBody.of(exchange));
    }

    @Test
    void datagramsBecomeEventsAndNoHeaderComesAlong() throws Exception {
        datagram("<34>1 2026-11-21T07:14:15Z host app - - - first");
        datagram("<34>Nov 21 07:14:15 host app[1]: second");
        datagram("no syslog at all");
        await().until(() -> events.size() == 3);
        assertThat(events).extracting(Event::message).containsExactly("first", "second", "no syslog at all");
        assertThat(events.get(0).data()).containsEntry("peer", "127.0.0.1");
        assertThat(headers).containsOnly(0);
    }

    @Test
    void aDatagramThatIsTooLongIsCutAndSaysSo() throws Exception {
        datagram("<34>1 - h a - - - " + "x".repeat(5000));
        await().until(() -> events.size() == 1);
        assertThat(events.get(0).message()).hasSizeBetween(900, 1000);
        assertThat(events.get(0).data()).containsEntry("truncated", true);
    }

    @Test
    void bothFramingsAreToldApartOnOneConnection() throws Exception {
        try (Socket socket = connect()) {
            write(socket, counted("<34>1 - h a - - - counted\nwith a line break"));
            write(socket, "<34>1 - h a - - - a line\n");
            write(socket, counted("<34>1 - h a - - - caf\u00e9"));
            write(socket, "<34>Nov 21 07:14:15 h a: old\r\n\n");
            write(socket, "17 is a number, not a length of anything\n".replace("17", "17x"));
        }
        await().until(() -> events.size() == 5);
        assertThat(events).extracting(Event::message).containsExactly("counted\nwith a line break", "a line",
                "caf\u00e9", "old", "17x is a number, not a length of anything");
    }

    @Test
    void aMessageMayComeByteByByteAndTheLastNeedsNoEnd() throws Exception {
        try (Socket socket = connect()) {
            for (byte b : (counted("<34>1 - h a - - - slow") + "<34>1 - h a - - - last").getBytes(UTF_8)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
        }
        await().until(() -> events.size() == 2);
        assertThat(events).extracting(Event::message).containsExactly("slow", "last");
    }

    @Test
    void aMessageThatIsTooLongIsCutAndTheNextIsWhole() throws Exception {
        try (Socket socket = connect()) {
            write(socket, counted("<34>1 - h a - - - " + "x".repeat(100_000)));
            write(socket, counted("<34>1 - h a - - - after counted"));
            write(socket, "<34>1 - h a - - - " + "y".repeat(100_000) + "\n");
            write(socket, "<34>1 - h a - - - after line\n");
        }
        await().until(() -> events.size() == 4);
        assertThat(events).extracting(Event::message).element(1).isEqualTo("after counted");
        assertThat(events).extracting(Event::message).element(3).isEqualTo("after line");
        assertThat(events.get(0).data()).containsEntry("truncated", true);
        assertThat(events.get(2).data()).containsEntry("truncated", true);
        assertThat(events.get(1).data()).doesNotContainKey("truncated");
    }

    @Test
    void manyMessagesOverTcpComeInOrderAndInBatches() throws Exception {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 20_000).forEach(i -> text.append(counted("<34>1 - h a - - - n" + i)));
        try (Socket socket = connect()) {
            write(socket, text.toString());
        }
        await().until(() -> events.size() == 20_000);
        assertThat(events).extracting(Event::message)
                .containsExactlyElementsOf(IntStream.range(0, 20_000).mapToObj(i -> "n" + i).toList());
        assertThat(headers.size()).as("exchanges").isLessThan(5_000);
    }

    @Test
    void whileEventsCannotBeKeptTheyAreTriedAgainAndNoneIsLost() throws Exception {
        failures.set(2);
        try (Socket socket = connect()) {
            write(socket, counted("<34>1 - h a - - - kept") + counted("<34>1 - h a - - - too"));
        }
        await().until(() -> events.size() == 2);
        assertThat(events).extracting(Event::message).containsExactly("kept", "too");
    }

    @Test
    void nothingListensUntilItIsEnabled() throws Exception {
        context.stop();
        CamelContext off = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("syslog-source.port", String.valueOf(port));
        off.getPropertiesComponent().setOverrideProperties(properties);
        PluginHelper.getRoutesLoader(off).loadRoutes(
                ResourceHelper.resolveMandatoryResource(off, "file:routes/sources/syslog.camel.yaml"));
        off.start();
        try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            assertThat(tcp.isBound()).isTrue();
            assertThat(udp.isBound()).isTrue();
        } finally {
            off.stop();
        }
    }

    @Test
    void loggerOfUtilLinuxIsUnderstood() throws Exception {
        String logger = Peer.require("logger").toString();
        for (List<String> way : List.of(List.of("-d", "--rfc5424"), List.of("-T", "--octet-count", "--rfc5424"),
                List.of("-T", "--rfc5424"), List.of("-d", "--rfc3164"), List.of("-T", "--rfc3164"))) {
            List<String> command = new java.util.ArrayList<>(List.of(logger, "-n", "127.0.0.1", "-P",
                    String.valueOf(port), "-t", "continuum", "-p", "local0.warning"));
            command.addAll(way);
            command.add("said by " + way);
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        }
        await().until(() -> events.size() == 5);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.message()).startsWith("said by [");
            assertThat(event.subject()).isEqualTo("continuum");
            assertThat(event.severity().text()).isEqualTo("warning");
            assertThat(event.data()).containsEntry("facility", "local0").doesNotContainKey("raw");
        });
    }

    @Test
    void aRealRsyslogForwardsToUs() throws Exception {
        try (Rsyslog rsyslog = new Rsyslog(directory,
                """
                        global(workDirectory="%1$s" net.enableDNS="off")
                        module(load="imudp")
                        ruleset(name="r") {
                          action(type="omfwd" target="127.0.0.1" port="PORT" protocol="tcp" tcp_framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")
                          action(type="omfwd" target="127.0.0.1" port="PORT" protocol="tcp" template="RSYSLOG_ForwardFormat")
                          action(type="omfwd" target="127.0.0.1" port="PORT" protocol="udp" template="RSYSLOG_TraditionalForwardFormat")
                        }
                        input(type="imudp" address="127.0.0.1" port="%4$d" ruleset="r")
                        """
                        .replace("PORT", String.valueOf(port)),
                directory, directory);
                Sink sink = Sink.of("syslog-sink", java.util.Map.of("host", "127.0.0.1", "port", rsyslog.udp,
                        "hostname", "box", "format", "rfc3164"))) {
            sink.send(Events.saying("forwarded", null, java.util.Map.of()));
            await().until(() -> events.size() == 3);
        }
        assertThat(events).allSatisfy(event -> {
            assertThat(event.message().strip()).isEqualTo("printer.offline forwarded (id 019a-3)");
            assertThat(event.source()).isEqualTo("box");
            assertThat(event.subject()).isEqualTo("signalbox");
            assertThat(event.severity().text()).isEqualTo("warning");
        });
    }

    private void datagram(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private static String counted(String message) {
        return message.getBytes(UTF_8).length + " " + message;
    }
}
