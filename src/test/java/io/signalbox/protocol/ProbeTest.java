package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpServer;

/** What {@code routes/sources/timer.camel.yaml} says of the clock and of endpoints, and when it is silent. */
class ProbeTest {
    private static final String HEALTHY = "health.component.healthy";
    private static final String DEGRADED = "health.component.degraded";
    private static final String FAILED = "health.component.failed";

    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger asked = new AtomicInteger();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Probe probe = new Probe(Duration.ofSeconds(2), Duration.ofSeconds(1), 2);
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/health";
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.stop(0);
    }

    @Test
    void aChangeIsAnEventAndWhatStaysAsItWasIsNone() throws Exception {
        assertThat(type(url)).isEqualTo(HEALTHY);
        assertThat(type(url)).isNull();
        status.set(404);
        assertThat(type(url)).isEqualTo(DEGRADED);
        assertThat(type(url)).isNull();
        status.set(500);
        assertThat(type(url)).as("once is no failure").isNull();
        assertThat(type(url)).isEqualTo(FAILED);
        assertThat(type(url)).isNull();
        status.set(204);
        assertThat(type(url)).isEqualTo(HEALTHY);
        assertThat(type(url)).isNull();
    }

    @Test
    void aFailureThatIsOverBeforeTheNextIsSilent() throws Exception {
        assertThat(type(url)).isEqualTo(HEALTHY);
        for (int round = 0; round < 3; round++) {
            status.set(503);
            assertThat(type(url)).isNull();
            status.set(200);
            assertThat(type(url)).isNull();
        }
    }

    @Test
    void anEventSaysWhichEndpointAndWhatItAnswered() throws Exception {
        status.set(404);
        Map<?, ?> event = look(url);

        assertThat(event.get("subject")).isEqualTo(url);
        assertThat(event.get("message").toString()).startsWith("answered 404 after ");
        assertThat((Map<?, ?>) event.get("data")).extracting("component").isEqualTo(url);
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() throws Exception {
        status.set(302);

        assertThat(type(url)).isEqualTo(HEALTHY);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aSlowAnswerIsDegraded() throws Exception {
        Probe impatient = new Probe(Duration.ofSeconds(2), Duration.ofNanos(-1_000_000), 2);

        assertThat(((Map<?, ?>) look(impatient, url)).get("type")).isEqualTo(DEGRADED);
    }

    @Test
    void aTcpPortIsWellWhileItTakesConnections() throws Exception {
        ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        String endpoint = "tcp://127.0.0.1:" + listening.getLocalPort();
        assertThat(type(endpoint)).isEqualTo(HEALTHY);
        listening.close();
        assertThat(type(endpoint)).isNull();
        Map<?, ?> failed = look(endpoint);

        assertThat(failed.get("type")).isEqualTo(FAILED);
        assertThat(failed.get("message").toString()).startsWith("no answer: ");
    }

    @Test
    void aClosedHttpPortIsFailedAfterTwo() throws Exception {
        server.stop(0);

        assertThat(type(url)).isNull();
        assertThat(type(url)).isEqualTo(FAILED);
        assertThat(type(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://nowhere", "db:5432", "not an address", "ftp://127.0.0.1/"})
    void whatIsNoAddressFailsAndSaysWhy(String endpoint) throws Exception {
        assertThat(type(endpoint)).isNull();

        assertThat(look(endpoint).get("message").toString()).startsWith("no answer: ").doesNotContain("null");
    }

    @Test
    void noAddressIsNoProbe() throws Exception {
        assertThat(look(" ")).isNull();
    }

    @Test
    void theRouteProbesEachEndpointAndSaysOnlyWhatChanges() throws Exception {
        List<Map<?, ?>> events = new CopyOnWriteArrayList<>();
        run(Map.of("timer-heartbeat.enabled", "false", "timer-probes.enabled", "true", "timer-probes.period", "20ms",
                "timer-probes.endpoints", url + ", " + url + "?second,"), body -> events.add((Map<?, ?>) body));

        await().until(() -> asked.get() > 20);
        assertThat(events).extracting(event -> (Object) event.get("type")).containsExactly(HEALTHY, HEALTHY);
        assertThat(events).extracting(event -> (Object) event.get("subject")).containsExactlyInAnyOrder(url,
                url + "?second");
        status.set(500);
        await().until(() -> events.size() == 4);
        int before = asked.get();
        await().until(() -> asked.get() > before + 10);
        assertThat(events).hasSize(4);
        assertThat(events.get(3).get("type")).isEqualTo(FAILED);
    }

    @Test
    void theHeartbeatIsAnEventThatIntakeCanComplete() throws Exception {
        List<Object> bodies = new CopyOnWriteArrayList<>();
        run(Map.of("timer-heartbeat.period", "20ms"), bodies::add);

        await().until(() -> bodies.size() > 2);
        assertThat(bodies.get(0).toString()).contains("\"type\": \"health.system.status\"",
                "\"subject\": \"signalbox\"");
        assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(bodies.get(0).toString()).isObject())
                .isTrue();
        assertThat(asked).as("probes are off until somebody asks for them").hasValue(0);
    }

    private void run(Map<String, String> properties, java.util.function.Consumer<Object> intake) throws Exception {
        Properties overriding = new Properties();
        overriding.putAll(properties);
        camel.getPropertiesComponent().setOverrideProperties(overriding);
        camel.getRegistry().bind("probe", probe);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:intake").process(exchange -> intake.accept(exchange.getMessage().getBody()));
            }
        });
        PluginHelper.getRoutesLoader(camel).loadRoutes(
                ResourceHelper.resolveResource(camel, "file:" + Path.of("routes/sources/timer.camel.yaml")));
        camel.start();
    }

    private Object type(String endpoint) throws Exception {
        Map<?, ?> event = look(endpoint);
        return event == null ? null : event.get("type");
    }

    private Map<?, ?> look(String endpoint) throws Exception {
        return look(probe, endpoint);
    }

    private Map<?, ?> look(Probe with, String endpoint) throws Exception {
        DefaultExchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(endpoint);
        with.process(exchange);
        return exchange.getMessage().getBody(Map.class);
    }
}
