package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** What becomes of events when Zabbix answers oddly, late or not at all? */
class ZabbixSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-11-21T08:00:00.123Z");
    private static final byte[] CLOSES = {};
    private static final byte[] SILENCE = {0};

    private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());
    /** By request and its number: what is answered. */
    private volatile BiFunction<JsonNode, Integer, byte[]> answers = (request, number) -> took(request, 0);
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "zabbix-fake");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void itemsThatAreKnownShareARequestAndNewOnesDoNot() throws Exception {
        try (Sink sink = sink(Map.of())) {
            sink.send(List.of(event(1, "a"), event(2, "b"), event(3, "a")));
            assertThat(keys()).containsExactly(List.of("a", "a"), List.of("signalbox.event", "signalbox.event",
                    "signalbox.event"), List.of("b"));
            requests.clear();
            sink.send(List.of(event(4, "a"), event(5, "b"), event(6, "c")));
            assertThat(keys()).containsExactly(
                    List.of("a", "signalbox.event", "b", "signalbox.event", "signalbox.event"), List.of("c"));
        }
    }

    @Test
    void aRequestHasAThousandValuesAtTheMost() throws Exception {
        try (Sink sink = sink(Map.of("items", ""))) {
            sink.send(IntStream.range(0, 2001).mapToObj(i -> event(i, "a")).toList());
            sink.send(IntStream.range(0, 10).mapToObj(i -> saying(i, "x".repeat(60_000))).toList());
        }
        assertThat(requests).extracting(request -> request.path("data").size()).containsExactly(1000, 1000, 1, 10);
    }

    @Test
    void whereTheConnectionBreaksWhatWasTakenIsDoneAndTheRestIsTriedAgainWithTheTimesItHad() throws Exception {
        List<Event> batch = List.of(event(1, "a"), event(2, "b"), event(3, "b"));
        answers = (request, number) -> number == 1 ? CLOSES : took(request, 0);
        try (Sink sink = sink(Map.of("eventItem", ""))) {
            assertThatThrownBy(() -> sink.send(batch)).isInstanceOfSatisfying(PartlyAccepted.class,
                    partly -> assertThat(partly.failures()).containsOnlyKeys(1, 2)
                            .hasEntrySatisfying(1, why -> assertThat(why).isInstanceOf(NotNow.class)));
            sink.send(batch.subList(1, 3));
        }
        assertThat(requests.get(2).path("data")).isEqualTo(requests.get(1).path("data")).hasSize(2);
        assertThat(requests.get(2).path("data")).extracting(value -> value.path("ns").asInt())
                .containsExactly(123_000_000, 123_000_001);
    }

    @Test
    void whereAnItemComesOrGoesMeanwhileItsEventsAreTriedAgain() throws Exception {
        answers = (request, number) -> took(request, 1);
        try (Sink sink = sink(Map.of("eventItem", ""))) {
            assertThatThrownBy(() -> sink.send(List.of(event(1, "a"), event(2, "a"), event(3, "b"))))
                    .isInstanceOfSatisfying(PartlyAccepted.class, partly -> {
                        assertThat(partly.failures().get(0)).isInstanceOf(NotNow.class);
                        assertThat(partly.failures().get(1)).isInstanceOf(NotNow.class);
                        assertThat(partly.failures().get(2)).isInstanceOf(Refused.class);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|closed without an answer", "HTTP/1.1 400 Bad Request|is not Zabbix",
            "{\"response\":\"failed\",\"info\":\"not ready\"}|failed: not ready", "{\"response\":\"success\"}|success:",
            "<|speaks no JSON"})
    void whatIsNoAnswerIsNoReasonToGiveUp(String answer, String words) throws Exception {
        answers = (request, number) -> answer.startsWith("HTTP") || answer.isEmpty()
                ? answer.getBytes(UTF_8)
                : ZabbixRequest.framed(answer.getBytes(UTF_8), false);
        try (Sink sink = sink(Map.of())) {
            assertThatThrownBy(() -> sink.send(event(1, "a")))
                    .isInstanceOf(answer.isEmpty() ? SocketException.class : NotNow.class)
                    .hasMessageContaining("Zabbix at 127.0.0.1:" + server.getLocalPort()).hasMessageContaining(words);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyWaitsForEverForAServerThatSaysOrReadsNothing(boolean reads) throws Exception {
        answers = (request, number) -> SILENCE;
        if (!reads) {
            answers = null;
        }
        try (Sink sink = sink(Map.of("timeoutMillis", "300", "eventItem", ""))) {
            List<Event> much = IntStream.range(0, 1000).mapToObj(i -> saying(i, "x".repeat(16_000))).toList();
            assertThatThrownBy(() -> sink.send(much)).isInstanceOf(SocketException.class)
                    .hasMessageContaining("no answer within 300 ms");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"server|a b|server is \"a b\"", "items|wafer.job.started|has no value",
            "items|a:b c=1|is no item key", "items|a={nothing}|there is no {nothing}",
            "encryption|psk|expected none or tls"})
    void aWrongConfigurationIsSaidAtTheStart(String property, String value, String words) {
        assertThatThrownBy(() -> sink(Map.of(property, value)).close()).hasStackTraceContaining(words);
    }

    private Sink sink(Map<String, String> more) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("server", "http://127.0.0.1:" + server.getLocalPort(), "items",
                "*={data.n}"));
        given.putAll(more);
        return Sink.of("zabbix-sink", given);
    }

    private static Event event(int n, String type) {
        return new Event("e-" + n, "test", type, null, TIME, Severity.INFO, State.FIRING, "k", null, null, List.of(),
                null, Map.of("n", n), null);
    }

    private static Event saying(int n, String text) {
        return new Event("e-" + n, "test", "a", null, TIME, Severity.INFO, State.FIRING, "k", null, null, List.of(),
                null, Map.of("n", text), null);
    }

    private List<List<String>> keys() {
        List<List<String>> keys = new ArrayList<>();
        for (JsonNode request : requests) {
            List<String> one = new ArrayList<>();
            request.path("data").forEach(value -> one.add(value.path("key").asText()));
            keys.add(one);
        }
        return keys;
    }

    private static byte[] took(JsonNode request, int failed) {
        int total = request.path("data").size();
        return ZabbixRequest.framed(
                "{\"response\":\"success\",\"info\":\"processed: %d; failed: %d; total: %d; seconds spent: 0.000053\"}"
                        .formatted(total - failed, failed, total).getBytes(UTF_8),
                false);
    }

    private void serve() {
        List<Socket> open = new ArrayList<>();
        try {
            for (int number = 0;; number++) {
                Socket socket = server.accept();
                open.add(socket);
                if (answers == null) {
                    continue;
                }
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] header = in.readNBytes(ZabbixRequest.HEADER);
                byte[] body = in.readNBytes(ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(5));
                JsonNode request = JSON.readTree(body);
                requests.add(request);
                byte[] answer = answers.apply(request, number);
                if (answer != SILENCE) {
                    socket.getOutputStream().write(answer);
                    socket.close();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
        open.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        });
    }
}
