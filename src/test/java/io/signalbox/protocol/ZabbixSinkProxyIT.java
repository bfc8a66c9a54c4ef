package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.Peer;
import io.signalbox.peers.ZabbixProxy;
import io.signalbox.peers.ZabbixProxy.Value;

/** What a real Zabbix proxy keeps of what we tell it. */
class ZabbixSinkProxyIT {
    private static final Instant NOW = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    private static final String[] WAFER = {"wafer.job.started", "wafer.job.finished", "wafer.subjob.started",
            "wafer.subjob.finished"};

    @TempDir
    static Path directory;

    private static ZabbixProxy proxy;
    private static Certificates certificates;

    @BeforeAll
    static void start() throws Exception {
        Peer.require("zabbix_proxy");
        certificates = new Certificates(directory);
        certificates.make("zabbix", "dns:localhost,ip:127.0.0.1");
        certificates.make("us", "dns:signalbox");
        proxy = new ZabbixProxy(directory, """
                TLSAccept=cert
                TLSCAFile=%s
                TLSCertFile=%s
                TLSKeyFile=%s
                """.formatted(certificates.certificate("us"), certificates.certificate("zabbix"),
                certificates.key("zabbix")));
        for (String host : List.of("one", "batch", "unknown-key", "side", "taken", "zipped", "long", "secured",
                "wafer-monitor")) {
            proxy.host(host, "wafer.event", WAFER);
        }
        proxy.host("hp-101", "signalbox.event", "printer.down[hp-101]").host("hp-102", "signalbox.event",
                "printer.down[\"a,b\"]");
        proxy.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void aFinishedJobIsItsDurationAndTheWholeEventAtTheTimeOfTheEvent() throws Exception {
        Event event = job("w-1", "wafer.job.finished", NOW.plusNanos(7),
                Map.of("duration_s", 12.5, "text", "\"\\\u00fc\u0000"));
        try (Sink sink = sink("one", Map.of())) {
            sink.send(event);
        }
        assertThat(history("one", 2)).containsExactlyInAnyOrder(
                new Value("one", "wafer.job.finished", "12.5", NOW.getEpochSecond(), NOW.getNano() + 7),
                new Value("one", "wafer.event", EventJson.text(event), NOW.getEpochSecond(), NOW.getNano() + 7));
    }

    @Test
    void aBatchArrivesWholeAndInOrderAndNoTwoValuesOfAnItemHaveOneTime() throws Exception {
        List<Event> batch = IntStream.range(0, 2500)
                .mapToObj(i -> job("b-" + i, "wafer.job.started", NOW, Map.of("n", i))).toList();
        try (Sink sink = sink("batch", Map.of())) {
            sink.send(batch.subList(0, 1250));
            sink.send(batch.subList(1250, 2500));
        }
        List<Value> kept = history("batch", 5000);
        assertThat(kept.stream().filter(value -> value.key().equals("wafer.event")).map(Value::value))
                .containsExactlyElementsOf(batch.stream().map(EventJson::text).toList());
        assertThat(kept.stream().map(value -> value.key() + value.clock() + "." + value.ns())).doesNotHaveDuplicates();
    }

    @Test
    void anEventForAnItemThatZabbixDoesNotHaveIsADeadLetterAndTheOthersAreKeptOnce() throws Exception {
        List<Event> batch = List.of(job("u-1", "wafer.job.started", NOW, Map.of()),
                job("u-2", "wafer.other", NOW, Map.of()),
                job("u-3", "wafer.job.started", NOW, Map.of()));
        String items = "wafer.*=1";
        try (Sink sink = sink("unknown-key", Map.of("items", items, "eventItem", ""))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> sink.send(batch)).isInstanceOfSatisfying(PartlyAccepted.class,
                        partly -> assertThat(partly.failures()).containsOnlyKeys(1).hasEntrySatisfying(1,
                                why -> assertThat(why).isInstanceOf(Refused.class)
                                        .hasMessageContaining("wafer.other of host unknown-key")
                                        .hasMessageContaining("processed: 0; failed: 1; total: 1")));
            }
            assertThatThrownBy(() -> sink.send(batch.get(1))).isInstanceOf(Refused.class);
        }
        assertThat(history("unknown-key", 4)).extracting(Value::key).containsOnly("wafer.job.started");
    }

    @Test
    void aHostThatZabbixDoesNotHaveIsADeadLetter() throws Exception {
        try (Sink sink = sink("nobody", Map.of())) {
            assertThatThrownBy(() -> sink.send(job("n-1", "wafer.job.started", NOW, Map.of())))
                    .isInstanceOf(Refused.class).hasMessageContaining("of host nobody");
        }
        try (Sink sink = sink("{subject}", Map.of())) {
            Event none = new Event("n-2", "continuum", "wafer.job.started", null, NOW, Severity.INFO, State.FIRING, "k",
                    null, null, List.of(), null, Map.of(), null);
            assertThatThrownBy(() -> sink.send(none)).isInstanceOf(Refused.class).hasMessageContaining("no host");
        }
    }

    @Test
    void theSubjectIsTheHostAndWhatAnEventSaysStaysInItsParameter() throws Exception {
        Map<String, String> given = Map.of("items",
                "printer.offline:printer.down[{data.name}]=1; printer.online:printer.down[{data.name}]=0", "eventItem",
                "");
        try (Sink sink = sink("{subject}", given)) {
            sink.send(List.of(printer("p-1", "printer.offline", "hp-101", "hp-101"),
                    printer("p-2", "printer.offline", "hp-102", "a,b"),
                    printer("p-3", "printer.online", "hp-101", "hp-101")));
        }
        assertThat(history("hp-101", 2)).extracting(Value::key, Value::value).containsExactly(
                tuple("printer.down[hp-101]", "1"),
                tuple("printer.down[hp-101]", "0"));
        assertThat(history("hp-102", 1)).extracting(Value::key).containsExactly("printer.down[\"a,b\"]");
    }

    @Test
    void twoBackendsTellTheirOwnHostsWhatEachIsAskedFor() throws Exception {
        try (Sink first = sink("side", Map.of("items", "wafer.job.started=1", "eventItem", ""));
                Sink second = sink("zipped", Map.of("items", "", "compression", "true", "server",
                        "http://127.0.0.1:" + proxy.port + "/"))) {
            Event event = job("s-1", "wafer.job.started", NOW, Map.of());
            first.send(event);
            second.send(event);
        }
        assertThat(history("side", 1)).extracting(Value::key).containsExactly("wafer.job.started");
        assertThat(history("zipped", 1)).extracting(Value::key).containsExactly("wafer.event");
    }

    @Test
    void anEventTooLongForATextItemIsShortenedAndStaysJson() throws Exception {
        try (Sink sink = sink("long", Map.of("items", ""))) {
            sink.send(job("l-1", "wafer.job.started", NOW, Map.of("log", "\u00fc\u20ac".repeat(60_000))));
        }
        String kept = history("long", 1).get(0).value();
        byte[] bytes = kept.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(bytes.length).isBetween(30_000, 65_535);
        assertThat(EventJson.read(bytes, 0, bytes.length).text("log")).endsWith("\u2026");
    }

    @Test
    void whileTheProxyIsAwayEventsWaitAndAnItemThatIsGoneWhenItIsBackIsFound() throws Exception {
        List<Event> batch = List.of(job("t-1", "wafer.subjob.started", NOW, Map.of()),
                job("t-2", "wafer.job.started", NOW, Map.of()));
        try (Sink sink = sink("taken", Map.of("eventItem", "", "items", "wafer.*=1"))) {
            sink.send(batch);
            history("taken", 2);
            proxy.stop();
            assertThatThrownBy(() -> sink.send(batch)).isInstanceOf(SocketException.class)
                    .hasMessage("Zabbix at 127.0.0.1:" + proxy.port + ": Connection refused");

            proxy.without("wafer.subjob.started");
            proxy.start();
            assertThatThrownBy(() -> sink.send(batch)).isInstanceOfSatisfying(PartlyAccepted.class,
                    partly -> assertThat(partly.failures()).containsOnlyKeys(0));
        }
        // Once before, and twice while it was found out which item is gone.
        history("taken", 4);
    }

    @Test
    void theRouteThatIsShippedFeedsTheItemsOfTheWaferMonitor() throws Exception {
        Map<String, Object> route = Map.of("zabbix.enabled", "true", "zabbix.server", "http://127.0.0.1:" + proxy.port);
        try (Sink sink = Sink.route("zabbix", route)) {
            sink.send(List.of(job("r-1", "wafer.job.started", NOW, Map.of()),
                    job("r-2", "wafer.subjob.finished", NOW, Map.of("duration_s", 3)),
                    job("r-3", "wafer.job.finished", NOW, Map.of("status", "no duration"))));
        }
        assertThat(history("wafer-monitor", 5)).filteredOn(value -> !value.key().equals("wafer.event"))
                .extracting(Value::key, Value::value)
                .containsExactlyInAnyOrder(tuple("wafer.job.started", "1"), tuple("wafer.subjob.finished", "3"));
    }

    @Test
    void overTlsBothSidesProveWhoTheyAre() throws Exception {
        Event event = job("c-1", "wafer.job.started", NOW, Map.of());
        Map<String, String> secured = new HashMap<>(Map.of("encryption", "tls", "server", "localhost:" + proxy.port,
                "caFile", certificates.certificate("zabbix").toString(), "items", ""));
        try (Sink sink = sink("secured", secured)) {
            assertThatThrownBy(() -> sink.send(event)).as("without a certificate of ours")
                    .isInstanceOf(SocketException.class);
        }
        secured.put("certFile", certificates.certificate("us").toString());
        secured.put("keyFile", certificates.key("us").toString());
        try (Sink sink = sink("secured", secured)) {
            sink.send(event);
        }
        secured.put("caFile", certificates.certificate("us").toString());
        try (Sink sink = sink("secured", secured)) {
            assertThatThrownBy(() -> sink.send(event)).as("with authorities that do not know the server")
                    .isInstanceOf(SocketException.class).hasMessageContaining("certification path");
        }
        assertThat(history("secured", 1)).extracting(Value::key).containsExactly("wafer.event");
    }

    private static Sink sink(String host, Map<String, String> more) throws Exception {
        Map<String, String> given = new HashMap<>(
                Map.of("server", "127.0.0.1:" + proxy.port, "host", host, "eventItem", "wafer.event"));
        given.putAll(more);
        return Sink.of("zabbix-sink", given);
    }

    /** What was kept, once it is so much; and it stays at that. */
    private static List<Value> history(String host, int count) throws SQLException {
        await().atMost(Duration.ofSeconds(20)).until(() -> proxy.history(host).size() >= count);
        List<Value> values = new ArrayList<>(proxy.history(host));
        assertThat(values).hasSize(count);
        return values;
    }

    private static Event job(String id, String type, Instant time, Map<String, Object> data) {
        return new Event(id, "wafer", type, "lot-7", time, Severity.INFO, State.FIRING, "wafer/" + id, null, null,
                List.of(), null, data, null);
    }

    private static Event printer(String id, String type, String subject, String name) {
        return new Event(id, "continuum", type, subject, NOW, Severity.WARNING, State.FIRING, "k", null, null,
                List.of(), null, Map.of("name", name), null);
    }
}
