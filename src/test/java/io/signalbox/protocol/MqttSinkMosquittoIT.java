package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Mosquitto;
import io.signalbox.peers.Peer;

/** What a real mosquitto hands on of what we publish. */
class MqttSinkMosquittoIT {
    @TempDir
    static Path directory;

    private static Mosquitto mosquitto;
    private static Certificates certificates;
    private static Path lines;

    @BeforeAll
    static void start() throws Exception {
        Peer.require("mosquitto");
        Peer.require("mosquitto_sub");
        certificates = new Certificates(directory);
        certificates.make("mosquitto", "dns:localhost,ip:127.0.0.1");
        certificates.make("us", "dns:signalbox");
        mosquitto = new Mosquitto(directory, certificates.certificate("mosquitto"), certificates.key("mosquitto"),
                certificates.certificate("us")).start();
        lines = mosquitto.subscribe("watcher", "#", "%t|%q|%C|%P|%p");
    }

    @AfterAll
    static void stop() throws Exception {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Test
    void anEventArrivesOnTheTopicOfItsTypeWithItsAttributesAsUserProperties() throws Exception {
        Event event = Events.saying("plain", "caf\u00e9", Map.of("n", 1));
        try (Sink sink = sink(Map.of("topic", "site/plain/{type}"))) {
            sink.send(event);
        }
        assertThat(received("site/plain/", 1)).containsExactly("site/plain/printer.offline|1|application/json|"
                + "id:019a-3 source:continuum type:printer.offline subject:hp-101 time:2026-11-21T08:00:00.123Z"
                + " severity:warning state:firing dedupkey:continuum/printer.offline/hp-101 tags:production,floor-2|"
                + EventJson.text(event));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBatchArrivesWholeInOrderAndOnceWithEachQualityOfService(int qos) throws Exception {
        List<Event> batch = IntStream.range(0, 500).mapToObj(Events::numbered).toList();
        try (Sink sink = sink(Map.of("topic", "site/qos" + qos, "qos", String.valueOf(qos)))) {
            sink.send(batch);
            assertThat(received("site/qos" + qos, 500)).containsExactlyElementsOf(
                    batch.stream().map(event -> line(event, "site/qos" + qos, Math.min(qos, 1))).toList());
        }
        assertThat(mosquitto.said().lines().filter(line -> line.contains("Received PUBLISH")
                && line.contains("(d0, q" + qos + ",") && line.contains("'site/qos" + qos + "'"))).hasSize(500);
    }

    @Test
    void whatAnEventSaysStaysInItsLevelOfTheTopic() throws Exception {
        try (Sink sink = sink(Map.of("topic", "site/safe/{subject}/{severity}/{data.none}", "format", "cloudevents"))) {
            sink.send(about("$SYS/a+b/#\u0000\n\ud83d"));
        }
        assertThat(received("site/safe/", 1).get(0))
                .startsWith("site/safe/_SYS_a_b_____/info/_|1|application/cloudevents+json|");
    }

    @Test
    void aTopicThatIsNotOursIsADeadLetterAndTheOthersArrive() throws Exception {
        Event ours = about("ours");
        Event other = about("theirs");
        for (String qos : List.of("1", "2")) {
            try (Sink sink = sink(Map.of("topic", "{data.where}/acl" + qos, "qos", qos))) {
                assertThatThrownBy(() -> sink.send(other)).isInstanceOf(Refused.class)
                        .hasMessageContaining("0x87, not authorized");
                sink.send(ours);
                List<Event> batch = qos.equals("1") ? List.of(ours, other, ours) : List.of(ours, other);
                assertThatThrownBy(() -> sink.send(batch)).isInstanceOfSatisfying(PartlyAccepted.class,
                        partly -> assertThat(partly.failures()).containsOnlyKeys(1).hasEntrySatisfying(1,
                                why -> assertThat(why).isInstanceOf(Refused.class)));
            }
            int arrived = qos.equals("1") ? 3 : 2;
            assertThat(received("site/acl" + qos, arrived)).hasSize(arrived);
        }
        assertThat(received("theirs/", 0)).isEmpty();
    }

    @Test
    void anEventThatIsLongerThanTheBrokerTakesIsShortened() throws Exception {
        try (Sink sink = sink(Map.of("topic", "site/long"))) {
            sink.send(List.of(Events.saying("short", null, Map.of()),
                    Events.saying("long", null, Map.of("log", "\u20ac".repeat(100_000)))));
        }
        String line = received("site/long", 2).get(1);
        assertThat(line.length()).isLessThan(50_000);
        assertThat(line).endsWith("\u2026\"}}");
    }

    @Test
    void whatIsRetainedIsThereForWhoComesLater() throws Exception {
        try (Sink sink = sink(Map.of("topic", "site/retained", "retained", "true"))) {
            sink.send(List.of(Events.printerOffline(), Events.printerOnline()));
        }
        Path later = mosquitto.subscribe("later", "site/retained", "%r %p");
        await().until(() -> !Files.readAllLines(later).isEmpty());
        assertThat(Files.readAllLines(later)).containsExactly("1 " + EventJson.text(Events.printerOnline()));
    }

    @Test
    void aBadPasswordIsSaidAndTheEventsWait() throws Exception {
        try (Sink sink = sink(Map.of("password", "wr0ng,p\"ss", "topic", "site/bad"))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(NotNow.class)
                    .hasMessage("MQTT broker tcp://127.0.0.1:" + mosquitto.port + ": 0x87, not authorized");
        }
    }

    @Test
    void overTlsBothSidesProveWhoTheyAre() throws Exception {
        Map<String, String> secured = new HashMap<>(Map.of("brokerUrl", "mqtts://localhost:" + mosquitto.tls, "topic",
                "site/tls", "certFile", certificates.certificate("us").toString(), "keyFile",
                certificates.key("us").toString()));
        try (Sink sink = sink(secured)) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(SocketException.class)
                    .hasMessageContaining("certification path");
        }
        secured.put("caFile", certificates.certificate("mosquitto").toString());
        try (Sink sink = sink(secured)) {
            sink.send(Events.printerOffline());
        }
        assertThat(received("site/tls", 1)).hasSize(1);
    }

    @Test
    void twoBackendsBesideEachOtherAreTwoClients() throws Exception {
        Map<String, Object> route = Map.of("mqtt.enabled", "true", "mqtt.broker-url",
                "mqtt://127.0.0.1:" + mosquitto.port + "/", "mqtt.username", Mosquitto.USER, "mqtt.password",
                Mosquitto.PASSWORD, "mqtt.topic", "site/second/{type}");
        try (Sink first = sink(Map.of("topic", "site/first", "clientId", "17"));
                Sink second = Sink.route("mqtt", route)) {
            for (int i = 0; i < 3; i++) {
                Event event = Events.numbered(i);
                first.send(event);
                // What the bus says of its exchanges.
                second.context().createProducerTemplate().send("direct:backend", exchange -> {
                    exchange.setProperty("SignalboxBackend", "mqtt");
                    exchange.getMessage().setBody(event);
                });
            }
        }
        assertThat(received("site/first", 3)).hasSize(3);
        assertThat(received("site/second/job.completed", 3)).hasSize(3);
        assertThat(mosquitto.said()).contains(" as 17 ").contains(" as signalbox-mqtt ");
    }

    @Test
    void aBrokerThatIsDownAtTheStartOrRestartedInTheMiddleLosesNothing() throws Exception {
        mosquitto.stop();
        TreeSet<String> sent = new TreeSet<>();
        int failed = 0;
        try (Sink sink = sink(Map.of("topic", "site/restarted"))) {
            assertThatThrownBy(() -> sink.send(Events.numbered(0))).isInstanceOf(SocketException.class)
                    .hasMessage("MQTT broker tcp://127.0.0.1:" + mosquitto.port + ": Connection refused");
            mosquitto.start();
            Thread restart = new Thread(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        int before = i;
                        await().until(() -> sent.size() > 1500 * before);
                        mosquitto.stop();
                        mosquitto.start();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            restart.start();
            for (int batch = 0; batch < 50 || restart.isAlive(); batch++) {
                int first = batch * 200;
                List<Event> left = new ArrayList<>(
                        IntStream.range(first, first + 200).mapToObj(Events::numbered).toList());
                while (!left.isEmpty()) {
                    List<Event> now = List.copyOf(left);
                    try {
                        sink.send(now);
                        left.clear();
                    } catch (PartlyAccepted e) {
                        failed++;
                        left.retainAll(e.failures().keySet().stream().map(now::get).toList());
                    } catch (NotNow | SocketException e) {
                        failed++;
                    }
                }
                synchronized (sent) {
                    IntStream.range(first, first + 200).forEach(n -> sent.add("019a-" + n));
                }
            }
            restart.join();
        }
        assertThat(failed).isPositive();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(ids("site/restarted")).containsAll(sent));
    }

    @Test
    void nobodyWaitsForEverForABrokerThatSaysNothing() throws Exception {
        try (Sink sink = sink(Map.of("topic", "site/frozen", "timeoutMillis", "1000"))) {
            sink.send(Events.numbered(1));
            mosquitto.freeze(true);
            try {
                assertThatThrownBy(() -> sink.send(Events.numbered(2))).isInstanceOf(NotNow.class)
                        .hasMessageContaining("no acknowledgement within 1000 ms");
                assertThatThrownBy(() -> sink.send(Events.numbered(2))).as("no greeting either")
                        .isInstanceOf(SocketException.class);
            } finally {
                mosquitto.freeze(false);
            }
            await().ignoreExceptions().until(() -> {
                sink.send(Events.numbered(2));
                return true;
            });
        }
        await("threads that are left").untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("MQTT")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic=site/#", "topic=a/{nothing}", "qos=3", "brokerUrl=ws://localhost",
            "brokerUrl=tcp://me:s3cret@localhost"})
    void aWrongConfigurationIsSaidAtTheStart(String wrong) {
        int equals = wrong.indexOf('=');
        assertThatThrownBy(() -> sink(Map.of(wrong.substring(0, equals), wrong.substring(equals + 1))).close())
                .hasStackTraceContaining("expected");
    }

    private static Sink sink(Map<String, String> more) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of("brokerUrl", "tcp://127.0.0.1:" + mosquitto.port, "username",
                Mosquitto.USER, "password", Mosquitto.PASSWORD));
        given.putAll(more);
        return Sink.of("mqtt-sink", given);
    }

    private static Event about(String subject) {
        return new Event("e-" + subject.length(), "continuum", "job.completed", subject, Events.EIGHT, Severity.INFO,
                State.FIRING, "k",
                null, null, List.of(), null, Map.of("where", subject.equals("ours") ? "site" : "theirs"), null);
    }

    private static String line(Event event, String topic, int qos) {
        return topic + "|" + qos + "|application/json|id:" + event.id()
                + " source:continuum type:job.completed subject:hp-101 time:2026-11-21T08:00:00.123Z"
                + " severity:info state:firing dedupkey:continuum/printer.offline/hp-101 tags:production,floor-2|"
                + EventJson.text(event);
    }

    /** What came to topics that begin so, once it is so much. */
    private static List<String> received(String topic, int count) throws IOException {
        await().atMost(Duration.ofSeconds(20)).until(() -> lines(topic).size() >= count);
        return lines(topic);
    }

    private static List<String> lines(String topic) throws IOException {
        return Files.readAllLines(lines).stream().filter(line -> line.startsWith(topic)).toList();
    }

    private static List<String> ids(String topic) throws IOException {
        return lines(topic).stream().map(line -> line.replaceFirst(".*\\|id:(\\S+) .*", "$1")).toList();
    }
}
