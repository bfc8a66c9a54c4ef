package io.signalbox.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Kafka;

/** Does a real Kafka keep what we send, in order, and say no as we read it? */
class KafkaIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;
    private static Certificates certificates;
    private static Kafka kafka;

    /** Before the broker itself is started, a backend is: it must neither fail nor lose what comes meanwhile. */
    @BeforeAll
    static void aBackendStartsWhileItsBrokerIsAwayAndDeliversLater() throws Exception {
        certificates = new Certificates(directory);
        certificates.make("kafka", "dns:localhost");
        certificates.make("client", "dns:client");
        certificates.make("stranger", "dns:stranger");
        kafka = new Kafka(directory, certificates.keystore("kafka"), certificates.trusting("client"));
        try (SinkContext sink = sink(Map.of("topic", "later", "timeoutMillis", "3000"))) {
            assertThat(sink.deliver(events(0, 500), true).getException()).isInstanceOf(NotNow.class)
                    .hasMessageContaining(kafka.servers()).hasMessageContaining("No broker answered");
            kafka.start();
            kafka.topic("later", 1, Map.of());
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(
                    () -> assertThat(sink.deliver(events(0, 500), true).getException()).isNull());
        }
        assertThat(ids("later")).containsExactlyElementsOf(ids(0, 500));
    }

    @AfterAll
    static void stop() throws Exception {
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void anEventIsACloudEventWhoseAttributesAreHeaders() throws Exception {
        kafka.topic("binary", 1, Map.of());
        assertThat(deliver(Map.of("topic", "binary"), List.of(event(1)))).isNull();

        ConsumerRecord<String, String> record = kafka.records("binary").get(0);
        assertThat(record.key()).isEqualTo("continuum/printer.offline/hp-1");
        assertThat(JSON.readTree(record.value()))
                .isEqualTo(JSON.readTree("{\"polls\": 3, \"place\": \"Fl\u00fcgel B\"}"));
        Map<String, String> expected = new HashMap<>(Map.of("content-type", "application/json", "ce_specversion", "1.0",
                "ce_id", "e-1", "ce_source", "continuum", "ce_type", "printer.offline", "ce_subject", "hp-1", "ce_time",
                "2026-11-21T08:00:00.123456Z", "ce_severitytext", "warning", "ce_severitynumber", "13", "ce_state",
                "firing"));
        expected.putAll(Map.of("ce_dedupkey", "continuum/printer.offline/hp-1", "ce_message", "Drucker \u00fc \"weg\"",
                "ce_traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "ce_tags",
                "floor-2,production"));
        assertThat(headers(record)).isEqualTo(expected);
    }

    @Test
    void structuredAndPlainEventsKeyedBySubjectFromTwoBackendsSideBySide() throws Exception {
        kafka.topic("structured", 1, Map.of());
        kafka.topic("4711", 1, Map.of());
        try (SinkContext sinks = sink(Map.of("topic", "structured", "format", "structured", "key", "subject"))) {
            sinks.add("plain", "kafka-sink", Map.of("bootstrapServers", kafka.servers(), "topic", "4711", "format",
                    "json", "compression", "lz4"));
            assertThat(sinks.deliver("backend", event(1), Map.of("kafka.OVERRIDE_TOPIC", "4711")).getException())
                    .isNull();
            assertThat(sinks.deliver("plain", event(2), Map.of()).getException()).isNull();
        }

        ConsumerRecord<String, String> structured = kafka.records("structured").get(0);
        assertThat(structured.key()).isEqualTo("hp-1");
        assertThat(headers(structured))
                .isEqualTo(Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
        assertThat(JSON.readTree(structured.value()).path("tags").asText()).isEqualTo("floor-2,production");
        assertThat(kafka.records("4711")).hasSize(1);
        ConsumerRecord<String, String> plain = kafka.records("4711").get(0);
        assertThat(headers(plain)).isEqualTo(Map.of("content-type", "application/json", "event_id", "e-2", "event_type",
                "printer.offline", "severity", "warning"));
        assertThat(JSON.readTree(plain.value()).at("/data/polls").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsTooLargeForUsOrForTheTopicIsRefusedAlone() throws Exception {
        kafka.topic("small", 1, Map.of("max.message.bytes", "20000"));
        List<Event> batch = new ArrayList<>(events(0, 6));
        batch.set(1, sized(1, 30_000));
        batch.set(4, sized(4, 2_000_000));
        PartlyAccepted failure = (PartlyAccepted) deliver(Map.of("topic", "small"), batch);

        assertThat(failure.failures()).containsOnlyKeys(1, 4);
        assertThat(failure.failures().get(1)).isInstanceOf(Refused.class).hasMessageContaining("larger than");
        assertThat(failure.failures().get(4)).isInstanceOf(Refused.class).hasMessageContaining("1048576");
        assertThat(ids("small")).containsExactly("e-0", "e-2", "e-3", "e-5");
        assertThat(deliver(Map.of("topic", "small"), List.of(sized(7, 2_000_000)))).isInstanceOf(Refused.class);
    }

    @Test
    void whatItsOperatorMustMendIsTriedAgainAndSaysWhy() throws Exception {
        kafka.topic("forbidden", 1, Map.of());
        kafka.forbid("forbidden");
        Map<String, String> login = Map.of("bootstrapServers", kafka.saslServers(), "securityProtocol",
                "SASL_PLAINTEXT", "saslMechanism", "PLAIN", "username", Kafka.USERNAME, "password", Kafka.PASSWORD,
                "topic", "forbidden", "timeoutMillis", "6000");
        assertThat(deliver(login, events(0, 500))).isInstanceOf(NotNow.class)
                .hasMessageContaining("Not authorized to access topics: [forbidden]");
        assertThat(deliver(Map.of("topic", "nowhere", "timeoutMillis", "6000"), events(0, 500)))
                .isInstanceOf(NotNow.class).hasMessageContaining("nowhere")
                .hasMessageContaining("does not host this topic").hasMessageNotContaining("No broker");
        for (String mechanism : List.of("PLAIN", "SCRAM-SHA-512")) {
            Map<String, String> wrong = new HashMap<>(login);
            wrong.put("saslMechanism", mechanism);
            wrong.put("password", "wr0ng-password");
            assertThat(deliver(wrong, events(0, 500))).isInstanceOf(NotNow.class)
                    .hasMessageContaining("Authentication failed").hasMessageNotContaining("wr0ng");
        }
        assertThat(deliver(Map.of("topic", "x", "bootstrapServers", "broker.invalid:9092"), events(0, 1)))
                .isInstanceOf(NotNow.class).hasMessageContaining("broker.invalid");
        assertThat(kafka.records("forbidden")).isEmpty();
    }

    @Test
    void overTlsItMustProveWhoItIsAndSoMustWe() throws Exception {
        kafka.topic("tls", 1, Map.of());
        Map<String, String> tls = new HashMap<>(Map.of("bootstrapServers", kafka.tlsServers(), "securityProtocol",
                "SASL_SSL", "username", Kafka.USERNAME, "password", Kafka.SCRAM_PASSWORD, "topic", "tls",
                "timeoutMillis", "12000", "caFile", certificates.certificate("kafka").toString()));
        assertThat(deliver(tls, events(0, 1))).isNull();

        tls.put("bootstrapServers", kafka.tlsServers().replace("localhost", "127.0.0.1"));
        assertThat(deliver(tls, events(1, 2))).isInstanceOf(NotNow.class).hasMessageContaining("127.0.0.1");
        tls.put("bootstrapServers", kafka.tlsServers());
        tls.put("caFile", "");
        assertThat(deliver(tls, events(2, 3))).isInstanceOf(NotNow.class).hasMessageContaining("PKIX");
        tls.put("verifySsl", "false");
        assertThat(deliver(tls, events(3, 4))).isNull();

        assertThat(ids("tls")).containsExactly("e-0", "e-3");
    }

    @Test
    void itKnowsUsByOurCertificateAndNobodyElse() throws Exception {
        kafka.topic("mutual", 1, Map.of());
        Map<String, String> tls = new HashMap<>(Map.of("bootstrapServers", kafka.mutualServers(), "securityProtocol",
                "SSL", "topic", "mutual", "timeoutMillis", "12000", "caFile",
                certificates.certificate("kafka").toString()));
        assertThat(deliver(tls, events(0, 1))).isInstanceOf(NotNow.class).hasMessageContaining("Kafka at localhost");

        tls.put("certFile", certificates.certificate("client").toString());
        tls.put("keyFile", certificates.key("client").toString());
        assertThat(deliver(tls, events(1, 2))).isNull();
        tls.put("certFile", certificates.keystore("client").toString());
        tls.put("keyFile", "");
        tls.put("keyPassword", Certificates.PASSWORD);
        assertThat(deliver(tls, events(2, 3))).isNull();

        tls.put("certFile", certificates.keystore("stranger").toString());
        assertThat(deliver(tls, events(3, 4))).isInstanceOf(NotNow.class)
                .hasMessageNotContaining(Certificates.PASSWORD);
        assertThat(ids("mutual")).containsExactly("e-1", "e-2");
    }

    @Test
    void killedMidWayItLosesNothingAndKeepsTheOrderOfEachKey() throws Exception {
        kafka.topic("killed", 3, Map.of());
        Thread killer = new Thread(() -> {
            try {
                kafka.kill();
                kafka.start();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        int batches = 60;
        AtomicInteger tries = new AtomicInteger();
        try (SinkContext sink = sink(Map.of("topic", "killed", "timeoutMillis", "3000"))) {
            for (int number = 0; number < batches; number++) {
                List<Event> batch = events(number * 500, number * 500 + 500);
                List<Event> left = new ArrayList<>(batch);
                if (number == batches / 3) {
                    killer.start();
                }
                // As the bus does it: what was not taken again, until it is.
                Awaitility.await().atMost(Duration.ofSeconds(150)).pollDelay(Duration.ZERO)
                        .pollInterval(100, TimeUnit.MILLISECONDS).until(() -> {
                            tries.incrementAndGet();
                            Exception failure = sink.deliver(left, true).getException();
                            if (failure instanceof PartlyAccepted partly) {
                                List<Event> again = partly.failures().keySet().stream().sorted().map(left::get)
                                        .toList();
                                left.clear();
                                left.addAll(again);
                            }
                            return failure == null;
                        });
            }
        }
        killer.join();

        assertThat(tries.get()).isGreaterThan(batches);
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> record : kafka.records("killed")) {
            byKey.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(headers(record).get("ce_id"));
        }
        Map<String, List<String>> sent = events(0, batches * 500).stream().collect(
                Collectors.groupingBy(Event::dedupkey, Collectors.mapping(Event::id, Collectors.toList())));
        assertThat(byKey).hasSameSizeAs(sent);
        // A consumer that knows what it has had sees each once and in order.
        byKey.forEach((key, ids) -> assertThat(ids.stream().distinct()).containsExactlyElementsOf(sent.get(key)));
    }

    private static Exception deliver(Map<String, String> with, List<Event> events) throws Exception {
        try (SinkContext sink = sink(with)) {
            return sink.deliver(events, events.size() > 1).getException();
        }
    }

    private static SinkContext sink(Map<String, String> more) throws Exception {
        Map<String, String> with = new HashMap<>(Map.of("bootstrapServers", kafka.servers()));
        with.putAll(more);
        return new SinkContext("kafka-sink", with);
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    private static List<String> ids(String topic) {
        return kafka.records(topic).stream().map(record -> headers(record).get("ce_id")).toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "e-" + number).toList();
    }

    private static List<Event> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(KafkaIT::event).toList();
    }

    /** One of a hundred printers. */
    private static Event event(int number) {
        return event(number, Map.of("polls", 3, "place", "Fl\u00fcgel B"));
    }

    private static Event sized(int number, int characters) {
        return event(number, Map.of("log", "x".repeat(characters)));
    }

    private static Event event(int number, Map<String, Object> data) {
        String printer = "hp-" + number % 100;
        return new Event("e-" + number, "continuum", "printer.offline", printer,
                Instant.parse("2026-11-21T08:00:00.123456Z"), Severity.WARNING, State.FIRING,
                "continuum/printer.offline/" + printer, null, "Drucker \u00fc \"weg\"",
                List.of("floor-2", "production"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data,
                null);
    }
}
