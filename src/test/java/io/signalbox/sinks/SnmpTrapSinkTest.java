package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Snmptrapd;

/** Does a real snmptrapd hear of events, and name their attributes as the MIB does? */
class SnmpTrapSinkTest {
    /** {@code traps} is known as a user of our engine, which traps need; {@code informs} as one of its own, which informs need. */
    private static final String USERS = """
            authCommunity log right
            createUser -e 0x80007ed9047369676e616c626f78 traps SHA-256 "authentication 1" AES "encryption 1"
            createUser -e 0x80007ed90474776f traps SHA-256 "authentication 1" AES "encryption 1"
            authUser log traps priv
            createUser informs SHA-256 "authentication 2" AES "encryption 2"
            authUser log informs priv
            """;
    private static final Map<String, String> TRAPS = Map.of("user", "traps", "authPassword", "authentication 1",
            "privPassword", "encryption 1");
    private static final Map<String, String> INFORMS = Map.of("user", "informs", "authPassword", "authentication 2",
            "privPassword", "encryption 2", "confirmed", "true", "timeoutMillis", "2000");

    @TempDir
    static Path folder;
    private static Snmptrapd receiver;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Snmptrapd(folder, USERS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (receiver != null) {
            receiver.close();
        }
    }

    @Test
    void everyAttributeHasANameInTheMib() throws Exception {
        Event event = event("names", State.FIRING, "Toner <\u00fc>", Map.of("toner", 3));

        assertThat(sent(Map.of("version", "2c", "community", "right"), event).strip().split("\t|\n")).contains(
                "internet.6.3.1.1.4.1.0 = OID: sbEventFiring", "sbEventId.0 = STRING: names",
                "sbEventType.0 = STRING: printer.offline", "sbEventSource.0 = STRING: continuum",
                "sbEventSubject.0 = STRING: hp-101", "sbEventTime.0 = STRING: 2026-11-21T08:00:00Z",
                "sbEventSeverity.0 = INTEGER: warning(13)", "sbEventState.0 = INTEGER: firing(1)",
                "sbEventDedupKey.0 = STRING: continuum/printer.offline/hp-101",
                "sbEventTitle.0 = STRING: hp-101 Offline", "sbEventMessage.0 = STRING: Toner <\u00fc>",
                "sbEventTags.0 = STRING: production,floor-2",
                "sbEventTraceParent.0 = STRING: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "sbEventData.0 = STRING: {\"toner\":3}");
    }

    @ParameterizedTest(name = "version {0}, confirmed {1}")
    @CsvSource({"2c, false", "2c, true", "3, false", "3, true"})
    void aProblemAndItsEndAreTwoTrapsWithOneKey(String version, boolean confirmed) throws Exception {
        Map<String, String> with = new HashMap<>(confirmed ? INFORMS : TRAPS);
        with.putAll(Map.of("version", version, "community", "right", "confirmed", String.valueOf(confirmed)));
        String id = "pair-" + version + confirmed;

        assertThat(sent(with, event(id, State.FIRING, null, Map.of()))).contains("OID: sbEventFiring")
                .contains("sbEventDedupKey.0 = STRING: continuum/printer.offline/hp-101");
        assertThat(sent(with, event(id + "-end", State.RESOLVED, null, Map.of()))).contains("OID: sbEventResolved")
                .contains("sbEventState.0 = INTEGER: resolved(2)")
                .contains("sbEventDedupKey.0 = STRING: continuum/printer.offline/hp-101");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"community, wrong", "user, nobody", "authPassword, authentication 9", "privPassword, encryption 9"})
    void atATrapThatIsNotForItTheReceiverIsSilentAndTheRightOneBesideItIsHeard(String property, String value)
            throws Exception {
        String version = property.equals("community") ? "2c" : "3";
        Map<String, String> right = new HashMap<>(TRAPS);
        right.putAll(Map.of("version", version, "community", "right"));
        Map<String, String> wrong = new HashMap<>(right);
        wrong.put(property, value);
        try (SinkContext sink = sink(wrong)) {
            sink.add("right", "snmp-trap-sink", address(right));
            assertThat(sink.deliver(List.of(event("silent-" + property, State.FIRING, null, Map.of())), false)
                    .getException()).isNull();
            assertThat(sink.deliver("right", event("heard-" + property, State.FIRING, null, Map.of()), Map.of())
                    .getException()).isNull();
        }
        await().until(() -> !heard("heard-" + property).isEmpty());
        assertThat(heard("silent-" + property)).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"user, nobody", "authPassword, authentication 9", "privPassword, encryption 9", "port, 1",
            "community, wrong"})
    void anInformThatIsNotAcknowledgedIsTriedAgain(String property, String value) throws Exception {
        Map<String, String> with = new HashMap<>(INFORMS);
        with.putAll(Map.of("retries", "0", "timeoutMillis", "500"));
        with.put(property, value);
        with.put("version", property.equals("community") ? "2c" : "3");
        try (SinkContext sink = sink(with)) {
            Exchange exchange = sink.deliver(List.of(event("lost-" + property, State.FIRING, null, Map.of())), false);

            assertThat(Verdict.of(exchange.getException()).outcome()).isEqualTo("pending");
            assertThat(exchange.getException()).hasMessageContaining("inform")
                    .hasMessageNotContaining("authentication ").hasMessageNotContaining("encryption ");
        }
        assertThat(heard("lost-" + property)).isEmpty();
    }

    @Test
    void aReceiverThatWasAwayAcknowledgesLater() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Map<String, String> with = new HashMap<>(INFORMS);
        with.putAll(Map.of("port", String.valueOf(port), "timeoutMillis", "300"));
        Event event = event("later", State.FIRING, null, Map.of());
        try (SinkContext sink = sink(with)) {
            assertThat(sink.deliver(List.of(event), false).getException()).isInstanceOf(SocketTimeoutException.class);
            try (Snmptrapd late = new Snmptrapd(java.nio.file.Files.createDirectory(folder.resolve("late")), USERS,
                    port)) {
                await().until(() -> sink.deliver(List.of(event), false).getException() == null);
                assertThat(late.traps()).isNotEmpty().allSatisfy(trap -> assertThat(trap).contains("later"));
            }
            // Another engine, whose clock begins anew, at the same address.
            try (Snmptrapd another = new Snmptrapd(java.nio.file.Files.createDirectory(folder.resolve("another")),
                    USERS, port)) {
                await().until(() -> sink.deliver(List.of(event), false).getException() == null);
                assertThat(another.traps()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0} = \"{1}\"")
    @CsvSource({"user, ''", "authPassword, ''", "authPassword, short", "privPassword, short", "authProtocol, SHA9",
            "engineId, nonsense"})
    void aMistakeInTheConfigurationIsToldAndNoEventIsLostForIt(String property, String value) throws Exception {
        Map<String, String> with = new HashMap<>(TRAPS);
        with.put(property, value);
        try (SinkContext sink = sink(with)) {
            Exchange exchange = sink.deliver(List.of(event("mistake", State.FIRING, null, Map.of())), false);

            assertThat(exchange.getException()).isInstanceOf(NotNow.class).hasMessageContaining("SNMP version 3")
                    .hasMessageNotContaining("short").hasMessageNotContaining("encryption 1");
        }
        assertThat(heard("mistake")).isEmpty();
    }

    @Test
    void twoBackendsOfOneEngineAndOneOfAnotherAreAllHeard() throws Exception {
        try (SinkContext sink = sink(TRAPS)) {
            sink.deliver(List.of(event("engine-1", State.FIRING, null, Map.of())), false);
            sink.add("second", "snmp-trap-sink", address(TRAPS));
            sink.deliver("second", event("engine-2", State.FIRING, null, Map.of()), Map.of());
            Map<String, String> other = new HashMap<>(TRAPS);
            other.put("engineId", "0x80007ed90474776f");
            sink.add("third", "snmp-trap-sink", address(other));
            sink.deliver("third", event("engine-3", State.FIRING, null, Map.of()), Map.of());
            sink.deliver(List.of(event("engine-4", State.FIRING, null, Map.of())), false);
        }
        for (String id : List.of("engine-1", "engine-2", "engine-3", "engine-4")) {
            await().until(() -> heard(id).size() == 1);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1400, 800})
    void whatIsTooLongForADatagramIsCutBetweenCharacters(int maxBytes) throws Exception {
        String id = "long-" + maxBytes;
        String trap = sent(
                Map.of("version", "2c", "community", "right", "maxBytes", String.valueOf(maxBytes)),
                event(id, State.FIRING, "\uD83D\uDDA8".repeat(5000), Map.of("text", "x".repeat(5000))));

        assertThat(trap).contains("sbEventSeverity.0 = INTEGER: warning(13)").doesNotContain("\uFFFD");
        assertThat(trap).contains("\uD83D\uDDA8\u2026").contains("sbEventDedupKey.0 = STRING: continuum/")
                .contains("sbEventTags.0 = STRING: production,floor-2").doesNotContain("xxxxx");
    }

    @Test
    void aBatchIsATrapForEachEventAndInOrder() throws Exception {
        try (SinkContext sink = sink(INFORMS)) {
            List<Event> batch = java.util.stream.IntStream.range(0, 50)
                    .mapToObj(i -> event("batch-" + i + "-", State.FIRING, null, Map.of())).toList();
            assertThat(sink.deliver(batch, true).getException()).isNull();
        }
        List<String> traps = heard("batch-");
        assertThat(traps).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(traps.get(i)).contains("batch-" + i + "-");
        }
    }

    private static String sent(Map<String, String> with, Event event) throws Exception {
        try (SinkContext sink = sink(with)) {
            assertThat(sink.deliver(List.of(event), false).getException()).isNull();
        }
        await().until(() -> heard("= STRING: " + event.id() + "\t").size()
                + heard("= STRING: " + event.id() + "\n").size() == 1);
        return heard(event.id()).get(0);
    }

    private static List<String> heard(String part) throws Exception {
        return receiver.traps().stream().filter(trap -> trap.contains(part)).toList();
    }

    private static SinkContext sink(Map<String, String> with) throws Exception {
        return new SinkContext("snmp-trap-sink", address(with));
    }

    private static Map<String, String> address(Map<String, String> with) {
        Map<String, String> all = new HashMap<>(Map.of("host", "127.0.0.1", "port", String.valueOf(receiver.port)));
        all.putAll(with);
        return all;
    }

    private static Event event(String id, State state, String message, Map<String, Object> data) {
        return new Event(id, "continuum", state == State.FIRING ? "printer.offline" : "printer.online", "hp-101",
                Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING, state, "continuum/printer.offline/hp-101",
                null, message, List.of("production", "floor-2"),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", data, null);
    }
}
