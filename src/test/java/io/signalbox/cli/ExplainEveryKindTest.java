package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.signalbox.api.ExplanationJson;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Overlays;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventJson;
import io.signalbox.explain.Explainer;
import io.signalbox.explain.Explanation;
import io.signalbox.sinks.RouteBeans;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Every kind of sink is explained: where to and what, without a secret, and nothing leaves. */
class ExplainEveryKindTest {
    private static final Path KAMELETS = Path.of("routes/kamelets");
    private static final YAMLMapper YAML = new YAMLMapper();
    /** What stands in every secret; quotes and ampersands are written in many ways on the wire. */
    private static final String PLANTED = "pl4nted\"s3cr&t";
    /** Where everything would go, and nothing goes. */
    private static final String AT = "127.0.0.1:$port";

    /**
     * What a kind needs, and what is said of it.
     *
     * @param with
     *            its properties
     * @param where
     *            a piece of its address
     * @param what
     *            pieces of what it would be sent
     */
    private record Kind(Map<String, String> with, String where, List<String> what) {
        static Kind http(String path, Map<String, String> more, String... what) {
            Map<String, String> with = new HashMap<>(more);
            with.putIfAbsent("url", "http://" + AT);
            return new Kind(with, "http://" + AT + path, List.of(what));
        }

        static Kind of(String where, Map<String, String> with, String... what) {
            return new Kind(with, where, List.of(what));
        }
    }

    private static final Map<String, String> PLACE = Map.of("host", "127.0.0.1", "port", "$port");
    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("alertmanager", Kind.http("/api/v2/alerts", Map.of(), "\"alertname\"", "hp-101")),
            Map.entry("csv", Kind.of("file:$folder/out/events", Map.of("directory", "$folder/out"), ",hp-101,")),
            Map.entry("datadog", Kind.http("/api/v2/logs", Map.of(), "\"ddsource\"", "hp-101")),
            Map.entry("discord", Kind.of("http://" + AT + "/***",
                    Map.of("webhookUrl", "http://" + AT + "/api/webhooks/1/" + "pl4nteds3cret"), "\"embeds\"")),
            Map.entry("elasticsearch", Kind.http("/_bulk", Map.of(), "{\"create\":", "hp-101")),
            Map.entry("email", Kind.of("smtp:" + AT,
                    Map.of("host", "127.0.0.1", "port", "$port", "from", "box@example.org", "to", "noc@example.org"),
                    "To: noc@example.org", "Subject: ")),
            Map.entry("grafana", Kind.http("/api/annotations", Map.of(), "\"text\"", "hp-101")),
            Map.entry("jira-service-management", Kind.http("/v2/alerts", Map.of(), "\"alias\"", "hp-101")),
            Map.entry("jsonl", Kind.of("file:$folder/out/events", Map.of("directory", "$folder/out"),
                    "\"subject\":\"hp-101\"")),
            Map.entry("kafka", Kind.of("kafka:" + AT, Map.of("bootstrapServers", AT, "topic", "ops"),
                    "\"topic\":\"ops\"", "\"ce_subject\":\"hp-101\"")),
            Map.entry("metrics", Kind.of("metrics", Map.of(), "printer.offline")),
            Map.entry("mqtt", Kind.of("mqtt:tcp://" + AT, Map.of("brokerUrl", "tcp://" + AT),
                    "\"topic\":", "\"subject\":\"hp-101\"")),
            Map.entry("nagios", Kind.of("nsca:" + AT, PLACE, "\"service\":", "\"code\":2")),
            Map.entry("newrelic", Kind.http("", Map.of("account", "1234567"), "\"eventType\"", "hp-101")),
            Map.entry("opensearch", Kind.http("/_bulk", Map.of(), "{\"create\":", "hp-101")),
            Map.entry("opsgenie", Kind.http("/v2/alerts", Map.of(), "\"alias\"", "hp-101")),
            Map.entry("pagerduty", Kind.http("", Map.of(), "\"event_action\":\"trigger\"", "\"routing_key\":\"***\"")),
            Map.entry("postgresql", Kind.of("jdbc:postgresql://" + AT + "/ops table \"signalbox_events\"",
                    Map.of("url", "postgresql://" + AT + "/ops"), "\"severity_number\":", "\"subject\":\"hp-101\"")),
            Map.entry("prometheus", Kind.http("/metrics/job/", Map.of(), "continuum_events_total{")),
            Map.entry("redis",
                    Kind.of("redis:" + AT, Map.of("url", "redis://box:pl4ntedurl@" + AT + "/0"), "XADD", "hp-101")),
            Map.entry("slack", Kind.of("http://" + AT + "/***",
                    Map.of("webhookUrl", "http://" + AT + "/services/T0/B0/pl4nteds3cret", "token", ""), "hp-101")),
            Map.entry("snmp-trap", Kind.of("snmp-trap:" + AT, PLACE, "hp-101")),
            Map.entry("splunk-hec", Kind.http("/services/collector/event", Map.of(), "\"sourcetype\"", "hp-101")),
            Map.entry("syslog", Kind.of("netty:udp://" + AT, PLACE, "printer.offline")),
            Map.entry("victorops", Kind.http("", Map.of(), "\"message_type\":\"CRITICAL\"")),
            Map.entry("webhook", Kind.of("http://" + AT + "/***", Map.of("url", "http://" + AT + "/hooks/pl4nteds3cret",
                    "headers", "X-Api-Key: " + PLANTED, "signingSecret",
                    "whsec_cGw0bnRlZC1zMWduaW5nLXMzY3JldC1vZi0zMg=="),
                    "\"subject\":\"hp-101\"")),
            Map.entry("zabbix", Kind.of("zabbix:" + AT, Map.of("server", AT), "\"key\":", "\"host\":"))));

    @TempDir
    static Path folder;
    private static ServerSocket stream;
    private static DatagramSocket datagrams;
    private static DefaultCamelContext beans;
    private static JsonNode explanation;
    private static String text;

    static Stream<String> kinds() throws IOException {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".kamelet.yaml"))
                    .map(name -> name.replace("-sink.kamelet.yaml", "")).sorted().toList().stream();
        }
    }

    @BeforeAll
    static void explain() throws Exception {
        stream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        datagrams = new DatagramSocket(stream.getLocalPort(), InetAddress.getLoopbackAddress());
        Path routes = Files.createDirectories(folder.resolve("routes/kamelets")).getParent();
        for (String file : List.of("intake", "router")) {
            Files.copy(Path.of("routes", file + ".camel.yaml"), routes.resolve(file + ".camel.yaml"));
        }
        Map<String, String> settings = new HashMap<>();
        for (String kind : kinds().toList()) {
            Path kamelet = KAMELETS.resolve(kind + "-sink.kamelet.yaml");
            Files.copy(kamelet, routes.resolve("kamelets/" + kamelet.getFileName()));
            Files.writeString(routes.resolve(kind + ".camel.yaml"), backend(kind, with(kind, kamelet), settings));
        }
        Path display = Path.of("docs/recipes/kamelets/wall-display-sink.kamelet.yaml");
        Files.copy(display, routes.resolve("kamelets/" + display.getFileName()));
        Files.writeString(routes.resolve("wall-display.camel.yaml"),
                backend("wall-display", Map.of("url", "http://" + AT), settings));
        beans = RouteBeans.camel();
        Backends running = new Backends(Backends.Observer.NOBODY, secret -> secret, new Overlays());
        Explainer explainer = new Explainer(beans, new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100)).build(), Catalogue.load(), running,
                routes);
        explanation = json(explainer.explain(
                """
                        {"type": "printer.offline", "severity": "critical", "subject": "hp-101", "data": {"printer_name": "Printer-A"}}"""
                        .getBytes(StandardCharsets.UTF_8)),
                running);
        text = new ExplanationText().of(explanation);
    }

    @AfterAll
    static void close() throws IOException {
        beans.stop();
        stream.close();
        datagrams.close();
    }

    /** All that the kind needs; every other secret of its is planted. */
    private static Map<String, String> with(String kind, Path kamelet) throws IOException {
        assertThat(KINDS).as("what is said of " + kind).containsKey(kind);
        Map<String, String> with = new TreeMap<>(KINDS.get(kind).with());
        YAML.readTree(kamelet.toFile()).at("/spec/definition/properties").properties().forEach(property -> {
            if (property.getValue().path("format").asText().equals("password")) {
                with.putIfAbsent(property.getKey(), PLANTED);
            }
        });
        return with;
    }

    private static String backend(String kind, Map<String, String> with, Map<String, String> settings) {
        with.forEach((name, value) -> settings.put(kind + "." + name, here(value)));
        String parameters = with.keySet().stream()
                .map(name -> " ".repeat(14) + name + ": \"RAW({{" + kind + "." + name + ":}})\"\n")
                .collect(Collectors.joining());
        return """
                - route:
                    id: %s
                    from:
                      uri: bus:all
                      steps:
                        - to:
                            uri: kamelet:%s-sink
                """.formatted(kind, kind) + (with.isEmpty() ? "" : " ".repeat(12) + "parameters:\n" + parameters);
    }

    private static String here(String text) {
        return text.replace("$port", String.valueOf(stream.getLocalPort())).replace("$folder", folder.toString());
    }

    private static JsonNode json(Explanation explained, Backends running) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            new ExplanationJson(running).write(explained, json);
            json.writeEndObject();
        }
        return new ObjectMapper().readTree(out.toString());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereToAndWhatIsSaid(String kind) {
        JsonNode hearing = hearing(kind);
        JsonNode requests = hearing.path("requests");
        // One that asks first whether something is there.
        boolean asks = requests.path(0).path("method").asText().equals("GET");
        JsonNode request = requests.path(asks ? 1 : 0);
        assertThat(request.path("to").asText()).as(hearing.toPrettyString()).contains(here(KINDS.get(kind).where()));
        String body = request.path("body").isTextual()
                ? request.path("body").asText()
                : request.path("body").toString();
        assertThat(body).contains(KINDS.get(kind).what());
        assertThat(requests).hasSize(asks ? 2 : 1);
        assertThat(hearing.has("note")).as("a note").isEqualTo(asks);
        assertThat(text).contains(request.path("to").asText());
    }

    /** Such as that of the recipe, which would call the display. */
    @Test
    void javaOfOnesOwnThatSendsIsNotAskedWhatItSendsAndDoesNotSend() {
        JsonNode request = hearing("wall-display").at("/requests/0");

        assertThat(request.path("to").asText()).isEqualTo("java:WallDisplay");
        assertThat(request.path("body").asText()).contains("not known", "io.signalbox.bus.HandsOver");
    }

    private static JsonNode hearing(String name) {
        for (JsonNode backend : explanation.path("backends")) {
            if (backend.path("name").asText().equals(name)) {
                return backend;
            }
        }
        throw new AssertionError("no " + name + " in " + explanation.toPrettyString());
    }

    @Test
    void noSecretIsShown() {
        assertThat(explanation.toString()).doesNotContain("pl4nted", "cGw0bnRlZC");
        assertThat(text).doesNotContain("pl4nted", "cGw0bnRlZC");
    }

    @Test
    void nothingIsConnectedSentOrWritten() throws IOException {
        stream.setSoTimeout(1);
        datagrams.setSoTimeout(1);

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> stream.accept());
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> datagrams.receive(new DatagramPacket(new byte[1], 1)));
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
