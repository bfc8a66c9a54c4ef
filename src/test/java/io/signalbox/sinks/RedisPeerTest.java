package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Redis;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Does a real Redis keep what we send, once and in order, and tell it to whoever listens? */
class RedisPeerTest {
    @TempDir
    static Path directory;
    private static Certificates certificates;
    private static Redis redis;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(directory);
        certificates.make("redis", "dns:localhost");
        redis = new Redis(directory, certificates.certificate("redis"), certificates.key("redis"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void empty() {
        try (Jedis client = redis.client()) {
            client.configSet("maxmemory", "0");
            client.replicaofNoOne();
            client.flushAll();
            client.configResetStat();
        }
    }

    @Test
    void anEventIsAnEntryWithWhatConsumersChooseByAndAllOfItInData() throws Exception {
        assertThat(deliver(Map.of(), List.of(event(1)))).isNull();

        Map<String, String> entry = entries("signalbox:events").get(0).getFields();
        assertThat(entry).containsAllEntriesOf(Map.of("id", "e-1", "type", "printer.offline", "source", "continuum",
                "subject", "hp-1", "time", "2026-11-21T08:00:00.123456Z", "severity", "warning", "state", "firing",
                "dedupkey", "continuum/printer.offline/hp-1")).hasSize(9);
        assertThat(new ObjectMapper().readTree(entry.get("data"))).isEqualTo(new ObjectMapper().readTree(
                """
                        {"specversion": "1.0", "id": "e-1", "source": "continuum", "type": "printer.offline", "subject": "hp-1",
                         "time": "2026-11-21T08:00:00.123456Z", "severitytext": "warning", "severitynumber": 13, "state": "firing",
                         "dedupkey": "continuum/printer.offline/hp-1", "message": "Drucker \\u00fc \\"weg\\"",
                         "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                         "tags": ["floor-2", "production"], "data": {"polls": 3}}"""));
    }

    @Test
    void aBatchOfAThousandIsOneCommandAndKeepsItsOrder() throws Exception {
        assertThat(deliver(Map.of("stream", "4711"), events(0, 1000))).isNull();

        assertThat(ids("4711")).containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(n -> "e-" + n).toList());
        try (Jedis client = redis.client()) {
            assertThat(client.info("commandstats")).contains("cmdstat_eval:calls=1,", "cmdstat_xadd:calls=1000,");
        }
    }

    @Test
    void whatIsSentAgainIsThereOnceUntilTheStreamIsDeleted() throws Exception {
        try (SinkContext sink = sink(Map.of())) {
            sink.deliver(events(0, 300), true);
            sink.deliver(events(200, 500), true);
            sink.deliver(events(0, 500), true);
            assertThat(ids("signalbox:events"))
                    .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(n -> "e-" + n).toList());
            try (Jedis client = redis.client()) {
                client.del("signalbox:events");
            }
            sink.deliver(events(0, 10), true);
            assertThat(ids("signalbox:events")).hasSize(10);
        }
    }

    @Test
    void whatIsRememberedIsBounded() throws Exception {
        try (SinkContext sink = sink(Map.of("remember", "100", "maxLength", "1000"))) {
            for (int from = 0; from < 5000; from += 500) {
                sink.deliver(events(from, from + 500), true);
            }
        }
        try (Jedis client = redis.client()) {
            assertThat(client.zcard("signalbox:events:ids")).isEqualTo(100);
            assertThat(client.zscore("signalbox:events:ids", "e-4999")).isNotNull();
            // Redis trims whole nodes of a hundred entries.
            assertThat(client.xlen("signalbox:events")).isBetween(1000L, 1100L);
        }
    }

    @Test
    void whoListensHearsItAndNobodyListeningIsNoError() throws Exception {
        Map<String, String> with = Map.of("mode", "pubsub", "channel", "events.{type}");
        assertThat(deliver(with, events(0, 3))).isNull();

        try (Listener listener = new Listener()) {
            assertThat(deliver(with, events(3, 6))).isNull();
            assertThat(listener.heard(3)).containsExactly("events.printer.offline e-3", "events.printer.offline e-4",
                    "events.printer.offline e-5");
        }
        assertThat(ids("signalbox:events")).isEmpty();
    }

    @Test
    void twoBackendsOfOneServerKeepApart() throws Exception {
        try (SinkContext sinks = sink(Map.of("stream", "a")); Listener listener = new Listener()) {
            sinks.add("other", "redis-sink", with(Map.of("stream", "b", "mode", "both", "channel", "events.{severity}",
                    "format", "cloudevents")));
            sinks.deliver("backend", event(1), Map.of());
            sinks.deliver("other", event(2), Map.of());
            sinks.deliver("other", event(2), Map.of());
            sinks.deliver("other", event(3), Map.of());

            assertThat(ids("a")).containsExactly("e-1");
            assertThat(ids("b")).containsExactly("e-2", "e-3");
            assertThat(entries("b").get(0).getFields().get("data")).contains("\"tags\":\"floor-2,production\"");
            assertThat(listener.heard(2)).containsExactly("events.warning e-2", "events.warning e-3");
        }
    }

    @Test
    void whatItsOperatorMustMendIsTriedAgainAndSaysWhy() throws Exception {
        try (Jedis client = redis.client()) {
            client.set("text", "no stream");
            client.aclSetUser("reader", "on", ">r3adonly1", "~*", "+ping", "+eval", "+xlen");
            assertThat(deliver(Map.of("password", ""), events(0, 2))).isInstanceOf(NotNow.class)
                    .hasMessageContaining("NOAUTH");
            assertThat(deliver(Map.of("password", "wr0ng-password"), events(0, 2))).isInstanceOf(NotNow.class)
                    .hasMessageContaining("WRONGPASS").hasMessageNotContaining("wr0ng");
            assertThat(deliver(Map.of("username", "reader", "password", "r3adonly1"), events(0, 2)))
                    .isInstanceOf(NotNow.class).hasMessageContaining("can't run this command");
            assertThat(deliver(Map.of("username", "reader", "password", "r3adonly1", "mode", "pubsub"), events(0, 2)))
                    .isInstanceOf(NotNow.class).hasMessageContaining("NOPERM");
            assertThat(deliver(Map.of("stream", "text"), events(0, 2))).isInstanceOf(NotNow.class)
                    .hasMessageContaining("WRONGTYPE");
            assertThat(deliver(Map.of("url", redis.url() + "/99"), events(0, 2))).isInstanceOf(NotNow.class)
                    .hasMessageContaining("DB index is out of range");
            client.replicaof("127.0.0.1", 1);
            assertThat(deliver(Map.of(), events(0, 2))).isInstanceOf(NotNow.class).hasMessageContaining("READONLY");
            client.replicaofNoOne();
            assertThat(ids("signalbox:events")).isEmpty();
        }
    }

    @Test
    void aChannelThatIsForbiddenLeavesNoEntryAndIsMended() throws Exception {
        try (Jedis client = redis.client();
                SinkContext sink = sink(Map.of("mode", "both", "username", "half", "password", "h4lf-allowed"))) {
            client.aclSetUser("half", "on", ">h4lf-allowed", "~*", "resetchannels", "+@all");
            assertThat(sink.deliver(events(0, 3), true).getException()).isInstanceOf(NotNow.class);
            assertThat(ids("signalbox:events")).isEmpty();

            client.aclSetUser("half", "allchannels");
            assertThat(sink.deliver(events(0, 3), true).getException()).isNull();
            assertThat(ids("signalbox:events")).containsExactly("e-0", "e-1", "e-2");
        }
    }

    @Test
    void aFullMemoryTakesNothingOfABatchAndAllOfItLater() throws Exception {
        try (Jedis client = redis.client(); SinkContext sink = sink(Map.of())) {
            client.configSet("maxmemory", "1");
            assertThat(sink.deliver(events(0, 500), true).getException()).isInstanceOf(NotNow.class)
                    .hasMessageContaining("OOM");
            client.configSet("maxmemory", "0");
            assertThat(ids("signalbox:events")).isEmpty();

            assertThat(sink.deliver(events(0, 500), true).getException()).isNull();
            assertThat(ids("signalbox:events")).hasSize(500);
        }
    }

    @Test
    void killedMidWayItLosesNothingAndHasAllOnceAndInOrder() throws Exception {
        Thread killer = new Thread(() -> {
            try (Jedis client = redis.client()) {
                Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> client.xlen("signalbox:events") > 3000);
                redis.kill();
                redis.start();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        AtomicInteger failures = new AtomicInteger();
        try (SinkContext sink = sink(Map.of("timeoutMillis", "2000"))) {
            killer.start();
            for (int from = 0; from < 20_000; from += 100) {
                List<Event> batch = events(from, from + 100);
                // As the bus does it: again, until it is taken.
                Awaitility.await().pollDelay(Duration.ZERO).untilAsserted(() -> {
                    failures.incrementAndGet();
                    assertThat(sink.deliver(batch, true).getException()).isNull();
                });
            }
        }
        killer.join();

        assertThat(failures.get()).isGreaterThan(200);
        assertThat(ids("signalbox:events"))
                .containsExactlyElementsOf(IntStream.range(0, 20_000).mapToObj(n -> "e-" + n).toList());
    }

    @Test
    void aServerThatAsksForOurCertificateKnowsUsByIt() throws Exception {
        certificates.make("sender", "dns:signalbox");
        Map<String, String> strange = Map.of("url", "rediss://localhost:" + redis.tls, "caFile",
                certificates.certificate("redis").toString());
        Map<String, String> known = new HashMap<>(strange);
        known.put("certFile", certificates.certificate("sender").toString());
        known.put("keyFile", certificates.key("sender").toString());
        try (Jedis client = redis.client()) {
            client.configSet("tls-ca-cert-file", certificates.certificate("sender").toString());
            client.configSet("tls-auth-clients", "yes");
            assertThat(deliver(strange, events(0, 1))).isInstanceOf(NotNow.class);
            assertThat(deliver(known, events(1, 2))).isNull();
            client.configSet("tls-auth-clients", "no");
        }
    }

    @Test
    void overTlsItMustProveWhoItIs() throws Exception {
        Map<String, String> tls = Map.of("url", "rediss://localhost:" + redis.tls, "caFile",
                certificates.certificate("redis").toString());
        assertThat(deliver(tls, events(0, 1))).isNull();
        assertThat(deliver(Map.of("url", "rediss://localhost:" + redis.tls), events(1, 2))).isInstanceOf(NotNow.class)
                .hasMessageContaining("PKIX");
        Map<String, String> otherName = new HashMap<>(tls);
        otherName.put("url", "rediss://127.0.0.1:" + redis.tls);
        assertThat(deliver(otherName, events(2, 3))).isInstanceOf(NotNow.class).hasMessageContaining("127.0.0.1");
        otherName.put("verifySsl", "false");
        assertThat(deliver(otherName, events(3, 4))).isNull();

        assertThat(ids("signalbox:events")).containsExactly("e-0", "e-3");
    }

    @Test
    void credentialsMayStandInTheUrlAsSomeWriteIt() throws Exception {
        try (Jedis client = redis.client()) {
            client.aclSetUser("seed", "on", ">p@ss:w0rd", "~*", "+@all");
        }
        assertThat(deliver(Map.of("url", "redis://seed:p%40ss%3Aw0rd@127.0.0.1:" + redis.port + "/1", "password", ""),
                events(0, 1))).isNull();

        try (Jedis client = redis.client()) {
            client.select(1);
            assertThat(client.xlen("signalbox:events")).isEqualTo(1);
        }
    }

    @Test
    void aConnectionIsKeptWhileTheBackendRunsAndNoLonger() throws Exception {
        try (Jedis client = redis.client()) {
            try (SinkContext sink = sink(Map.of())) {
                for (int number = 0; number < 5; number++) {
                    sink.deliver(events(number, number + 1), false);
                }
                assertThat(client.clientList().split("name=signalbox ")).hasSize(2);
            }
            Awaitility.await().until(() -> !client.clientList().contains("name=signalbox "));
        }
    }

    @Test
    void whereNothingListensItSaysSo() throws Exception {
        assertThat(deliver(Map.of("url", "redis://127.0.0.1:1"), events(0, 1))).isInstanceOf(NotNow.class)
                .hasMessageContaining("127.0.0.1:1").hasMessageContaining("refused");
    }

    private static Exception deliver(Map<String, String> with, List<Event> events) throws Exception {
        try (SinkContext sink = sink(with)) {
            return sink.deliver(events, true).getException();
        }
    }

    private static SinkContext sink(Map<String, String> with) throws Exception {
        return new SinkContext("redis-sink", with(with));
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> with = new HashMap<>(Map.of("url", redis.url(), "password", Redis.PASSWORD));
        with.putAll(more);
        return with;
    }

    private static List<StreamEntry> entries(String stream) {
        try (Jedis client = redis.client()) {
            return client.xrange(stream, (StreamEntryID) null, null);
        }
    }

    private static List<String> ids(String stream) {
        return entries(stream).stream().map(entry -> entry.getFields().get("id")).toList();
    }

    private static List<Event> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(RedisPeerTest::event).toList();
    }

    private static Event event(int number) {
        return new Event("e-" + number, "continuum", "printer.offline", "hp-" + number,
                Instant.parse("2026-11-21T08:00:00.123456Z"), Severity.WARNING, State.FIRING,
                "continuum/printer.offline/hp-" + number, null, "Drucker \u00fc \"weg\"",
                List.of("floor-2", "production"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Map.of("polls", 3), null);
    }

    /** Somebody who listens to all channels. */
    private static final class Listener extends JedisPubSub implements AutoCloseable {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final Jedis client = redis.client();
        private final Thread thread = new Thread(() -> client.psubscribe(this, "*"));

        Listener() {
            thread.start();
            Awaitility.await().until(this::isSubscribed);
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            try {
                heard.add(channel + " " + new ObjectMapper().readTree(message).path("id").asText());
            } catch (Exception e) {
                heard.add(e.toString());
            }
        }

        List<String> heard(int number) throws InterruptedException {
            List<String> first = new ArrayList<>();
            while (first.size() < number) {
                String next = heard.poll(5, TimeUnit.SECONDS);
                if (next == null) {
                    break;
                }
                first.add(next);
            }
            first.addAll(heard);
            return first;
        }

        @Override
        public void close() throws Exception {
            punsubscribe();
            thread.join();
            client.close();
        }
    }
}
