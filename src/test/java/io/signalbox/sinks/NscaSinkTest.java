package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Nsca;

/** Does a real NSCA server tell Nagios what we tell it? */
class NscaSinkTest {
    private static final String KNOWN = " (type=printer.offline, severity=warning, source=continuum, subject=hp-101,"
            + " time=2026-11-21T08:00:00Z, id=e-1, tags=floor-2, polls=3)";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "method {0}")
    @ValueSource(ints = {0, 1, 3, 14})
    void aProblemAndItsEndAreResultsOfOneService(int method) throws Exception {
        try (Nsca nsca = new Nsca(directory, method, "s3cr3t&42%+");
                SinkContext sink = sink(nsca, method, "s3cr3t&42%+", Map.of())) {
            assertThat(verdict(sink, offline("No answer"))).isEqualTo("delivered");
            assertThat(verdict(sink, online())).isEqualTo("delivered");

            assertThat(nsca.commands()).hasSize(2);
            assertThat(nsca.commands().get(0)).isEqualTo(
                    "PROCESS_SERVICE_CHECK_RESULT;hp-101;printer.offline;1;hp-101 Offline: No answer" + KNOWN);
            assertThat(nsca.commands().get(1))
                    .startsWith("PROCESS_SERVICE_CHECK_RESULT;hp-101;printer.offline;0;hp-101 Online (");
        }
    }

    @ParameterizedTest(name = "method {0}")
    @ValueSource(ints = {1, 3, 14})
    void aWrongPasswordIsSilenceAndTheRightOneBesideItIsHeard(int method) throws Exception {
        try (Nsca nsca = new Nsca(directory, method, "right");
                SinkContext sink = sink(nsca, method, "wrong", Map.of("hostName", "wrong"))) {
            sink.add("right", "nagios-sink", with(nsca, method, "right", Map.of("hostName", "right")));

            // NSCA does not tell.
            assertThat(verdict(sink, offline("x"))).isEqualTo("delivered");
            assertThat(sink.deliver("right", offline("x"), Map.of()).getException()).isNull();

            assertThat(nsca.commands()).singleElement().asString()
                    .startsWith("PROCESS_SERVICE_CHECK_RESULT;right;printer.offline;");
        }
    }

    @Test
    void aPasswordLongerThanTheKeyIsCutAsTheServerCutsIt() throws Exception {
        String password = "0123456789012345678901234567890123456789";
        try (Nsca nsca = new Nsca(directory, 14, password);
                SinkContext sink = sink(nsca, 14, password, Map.of())) {
            assertThat(verdict(sink, offline("x"))).isEqualTo("delivered");

            assertThat(nsca.commands()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0} is {1}, of a host {2}")
    @CsvSource({"DEBUG, 0, 0", "INFO, 0, 0", "WARNING, 1, 1", "ERROR, 2, 1", "CRITICAL, 2, 1"})
    void aSeverityIsAReturnCode(Severity severity, int ofService, int ofHost) throws Exception {
        try (Nsca nsca = new Nsca(directory, 0, "k");
                SinkContext sink = sink(nsca, 0, "k", Map.of())) {
            sink.add("hosts", "nagios-sink", with(nsca, 0, "k", Map.of("service", "")));
            Event event = event("job.failed", State.FIRING, severity, null, Map.of());

            sink.deliver(List.of(event), false);
            sink.deliver("hosts", event, Map.of());

            assertThat(nsca.commands().get(0))
                    .startsWith("PROCESS_SERVICE_CHECK_RESULT;hp-101;job.failed;" + ofService + ";");
            assertThat(nsca.commands().get(1)).startsWith("PROCESS_HOST_CHECK_RESULT;hp-101;" + ofHost + ";");
        }
    }

    @ParameterizedTest(name = "{0} bytes of output")
    @ValueSource(ints = {4096, 512})
    void aTextThatIsTooLongIsCutBetweenCharactersAndItsFiguresAreNot(int length) throws Exception {
        try (Nsca nsca = new Nsca(directory, 14, "k");
                SinkContext sink = sink(nsca, 14, "k",
                        Map.of("outputLength", String.valueOf(length), "perfData", "polls, nothing"))) {
            for (String before : List.of("", "a", "ab", "abc")) {
                assertThat(verdict(sink, offline(before + "\uD83D\uDDA8".repeat(2000)))).isEqualTo("delivered");
            }

            assertThat(nsca.commands()).hasSize(4).allSatisfy(line -> {
                String output = line.split(";", 5)[4];
                assertThat(output.getBytes(UTF_8).length).isBetween(length - 5, length - 1);
                assertThat(output).startsWith("hp-101 Offline: ").endsWith("\uD83D\uDDA8\u2026 | 'polls'=3")
                        .doesNotContain("\uFFFD");
            });
        }
    }

    @Test
    void nothingInAnEventIsACommandOfItsOwn() throws Exception {
        try (Nsca nsca = new Nsca(directory, 1, "k");
                SinkContext sink = sink(nsca, 1, "k", Map.of())) {
            assertThat(verdict(sink, offline("a|b\n[1] SHUTDOWN_PROGRAM\r\0;c"))).isEqualTo("delivered");

            assertThat(nsca.commands()).containsExactly("PROCESS_SERVICE_CHECK_RESULT;hp-101;printer.offline;1;"
                    + "hp-101 Offline: a\u00a6b\\\\n[1] SHUTDOWN_PROGRAM\\\\r\\\\u0000;c" + KNOWN);
        }
    }

    @Test
    void namesAreFixedOrMadeOfTheEvent() throws Exception {
        try (Nsca nsca = new Nsca(directory, 1, "k");
                SinkContext sink = sink(nsca, 1, "k",
                        Map.of("hostName", "printers", "service", "{data.printer_name}"))) {
            sink.deliver(List.of(event("printer.jam", State.FIRING, Severity.ERROR, null,
                    Map.of("printer_name", "{type} \u00fc"))), false);

            assertThat(nsca.commands()).singleElement().asString()
                    .startsWith("PROCESS_SERVICE_CHECK_RESULT;printers;{type} \u00fc;2;");
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "a;b", "a-name-of-sixty-four-bytes-which-is-one-more-than-nsca-has-room-for"})
    void anEventThatNamesNoHostOfNagiosIsADeadLetter(String name) throws Exception {
        try (Nsca nsca = new Nsca(directory, 1, "k");
                SinkContext sink = sink(nsca, 1, "k", Map.of("hostName", "{data.host}"))) {
            assertThat(verdict(sink, event("x", State.FIRING, Severity.ERROR, null, Map.of("host", name))))
                    .isEqualTo("dead-lettered");

            assertThat(nsca.commands()).isEmpty();
        }
    }

    @Test
    void ofABatchOneRefusedEventStopsTheOthersUntilLater() throws Exception {
        try (Nsca nsca = new Nsca(directory, 1, "k");
                SinkContext sink = sink(nsca, 1, "k", Map.of("hostName", "{data.host}"))) {
            Throwable failure = sink.deliver(List.of(named("first"), named(""), named("third")), true).getException();

            assertThat(nsca.commands()).singleElement().asString().contains(";first;");
            assertThat(((PartlyAccepted) failure).failures()).containsOnlyKeys(1, 2);
            assertThat(((PartlyAccepted) failure).failures().get(1)).isInstanceOf(Refused.class);
            assertThat(((PartlyAccepted) failure).failures().get(2)).isInstanceOf(NotNow.class);
            assertThat(nsca.commands()).singleElement().asString().contains(";first;");
        }
    }

    @Test
    void aServerThatIsAwayHangsUpOrSaysNothingIsTriedAgain() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SinkContext sink = new SinkContext("nagios-sink", Map.of("host", "127.0.0.1", "port",
                        String.valueOf(server.getLocalPort()), "password", "s3cr3t", "timeoutMillis", "300"))) {
            assertThat(sink.deliver(List.of(offline("x")), false).getException())
                    .isInstanceOf(SocketTimeoutException.class);

            Thread hangsUp = new Thread(() -> {
                try (Socket silent = server.accept()) {
                    server.accept().close();
                    silent.getInetAddress();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            hangsUp.start();
            assertThat(sink.deliver(List.of(offline("x")), false).getException()).isInstanceOf(NotNow.class)
                    .hasMessageContaining("hung up");
            hangsUp.join();

            server.close();
            assertThat(sink.deliver(List.of(offline("x")), false).getException()).isInstanceOf(ConnectException.class);
        }
    }

    private static SinkContext sink(Nsca nsca, int method, String password, Map<String, String> more)
            throws Exception {
        return new SinkContext("nagios-sink", with(nsca, method, password, more));
    }

    private static Map<String, String> with(Nsca nsca, int method, String password, Map<String, String> more) {
        Map<String, String> with = new HashMap<>(Map.of("host", "127.0.0.1", "port", String.valueOf(nsca.port),
                "encryptionMethod", String.valueOf(method), "password", password));
        with.putAll(more);
        return with;
    }

    private static String verdict(SinkContext sink, Event event) {
        return Verdict.of(sink.deliver(List.of(event), false).getException()).outcome();
    }

    private static Event offline(String message) {
        return event("printer.offline", State.FIRING, Severity.WARNING, message, Map.of("polls", 3));
    }

    private static Event online() {
        return event("printer.online", State.RESOLVED, Severity.INFO, null, Map.of());
    }

    private static Event named(String host) {
        return event("x", State.FIRING, Severity.ERROR, null, Map.of("host", host));
    }

    private static Event event(String type, State state, Severity severity, String message, Map<String, Object> data) {
        return new Event("e-1", "continuum", type, "hp-101", Instant.parse("2026-11-21T08:00:00Z"), severity, state,
                "continuum/printer.offline/hp-101", null, message, List.of("floor-2"), null, data, null);
    }
}
