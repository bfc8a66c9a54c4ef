package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.sun.net.httpserver.HttpServer;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Does a sink come to no harm by whom it talks to? Each promise is kept by every HTTP sink; the webhook stands for them. */
@Timeout(60)
class CarefulHttpTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101",
            java.time.Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING, State.FIRING, "k", null, null,
            List.of(), null, Map.of(), null);

    private final WireMockServer tls = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        tls.stop();
        threads.shutdownNow();
    }

    @Test
    void aCertificateThatNobodyVouchesForEndsTheTalkBeforeAnythingIsSaid() throws Exception {
        String url = startTls();

        Exception failure = deliver(Map.of("url", url, "token", "t0ken"));

        assertThat(failure).isInstanceOf(javax.net.ssl.SSLException.class);
        tls.verify(0, WireMock.anyRequestedFor(WireMock.anyUrl()));
    }

    @Test
    void whoAsksForNoVerificationTrustsAloneAndNobodyElse() throws Exception {
        String url = startTls();

        try (SinkContext sink = new SinkContext("webhook-sink", Map.of("url", url, "verifySsl", "false"))) {
            sink.add("careful", "webhook-sink", Map.of("url", url));

            assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();
            assertThat(sink.deliver("careful", EVENT, Map.of()).getException())
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
        tls.verify(1, WireMock.postRequestedFor(WireMock.urlEqualTo("/in")));
    }

    @Test
    void twoBackendsOfOneKindMixNothingUp() throws Exception {
        try (FakeBackend first = backend();
                FakeBackend second = backend();
                SinkContext sink = new SinkContext("webhook-sink",
                        Map.of("url", first.url(), "token", "first-t0ken"))) {
            sink.add("second", "webhook-sink", Map.of("url", second.url(), "token", "second-t0ken"));

            assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();
            assertThat(sink.deliver("second", EVENT, Map.of()).getException()).isNull();

            assertThat(first.requests()).hasSize(1);
            assertThat(first.requests().get(0).headers()).containsEntry("authorization",
                    List.of("Bearer first-t0ken"));
            assertThat(second.requests()).hasSize(1);
            assertThat(second.requests().get(0).headers()).containsEntry("authorization",
                    List.of("Bearer second-t0ken"));
        }
    }

    @Test
    void connectionsAreKeptAndUsedAgain() throws Exception {
        List<Integer> ports = new java.util.concurrent.CopyOnWriteArrayList<>();
        HttpServer server = server(http -> {
            ports.add(http.getRemoteAddress().getPort());
            http.getRequestBody().readAllBytes();
            http.sendResponseHeaders(200, 2);
            http.getResponseBody().write("ok".getBytes());
            http.close();
        });
        try (SinkContext sink = new SinkContext("webhook-sink", Map.of("url", url(server)))) {
            for (int i = 0; i < 5; i++) {
                assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();
            }
        } finally {
            server.stop(0);
        }
        assertThat(ports).hasSize(5).containsOnly(ports.get(0));
    }

    @Test
    void anAnswerWithoutEndIsReadNoFurtherThanNeeded() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        HttpServer server = server(http -> {
            http.getRequestBody().readAllBytes();
            http.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 16];
            try (OutputStream out = http.getResponseBody()) {
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        });
        try {
            assertThat(deliver(Map.of("url", url(server)))).isNull();
            assertThat(hungUp.await(20, TimeUnit.SECONDS)).as("connection closed").isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAnswerThatDripsEndsWithTheTimeout() throws Exception {
        HttpServer server = server(http -> {
            http.getRequestBody().readAllBytes();
            http.sendResponseHeaders(200, 0);
            try (OutputStream out = http.getResponseBody()) {
                while (!threads.awaitTermination(100, TimeUnit.MILLISECONDS)) {
                    out.write('.');
                    out.flush();
                }
            } catch (IOException | InterruptedException e) {
                // The other side hung up, as it should.
            }
        });
        long start = System.nanoTime();
        try {
            assertThat(deliver(Map.of("url", url(server), "responseTimeout", "500ms")))
                    .isInstanceOf(java.io.InterruptedIOException.class);
        } finally {
            server.stop(0);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void noHeaderThatCameWithAnEventSteersTheRequest() throws Exception {
        try (FakeBackend backend = backend();
                FakeBackend thief = backend();
                SinkContext sink = new SinkContext("webhook-sink", Map.of("url", backend.url() + "/in"))) {
            Map<String, Object> hostile = Map.of("CamelHttpUri", thief.url(), "camelhttpuri", thief.url(),
                    "CamelRestHttpUri", thief.url(), "CamelHttpPath", "/stolen", "CamelHttpQuery", "stolen=1",
                    "CamelHttpMethod", "DELETE", "Authorization", "Bearer stolen", "X-Other", "stolen");
            assertThat(sink.deliver(EVENT, hostile).getException()).isNull();

            assertThat(thief.requests()).isEmpty();
            assertThat(backend.requests()).hasSize(1);
            assertThat(backend.requests().get(0).line()).isEqualTo("POST /in");
            assertThat(backend.requests().get(0).headers()).doesNotContainKeys("authorization", "x-other");
            assertThat(backend.requests().get(0).headers().keySet()).noneMatch(name -> name.startsWith("camel"));
        }
    }

    @Test
    void aBackendThatIsDownIsNamedWithoutItsSecretPath() throws Exception {
        FakeBackend gone = backend();
        gone.close();

        Exception failure = deliver(Map.of("url", gone.url() + "/s3cr3t-p4th?key=s3cr3t-k3y"));

        assertThat(failure).isInstanceOf(java.net.ConnectException.class).hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("s3cr3t");
    }

    private String startTls() {
        tls.start();
        tls.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
        return "https://127.0.0.1:" + tls.httpsPort() + "/in";
    }

    private static Exception deliver(Map<String, String> with) throws Exception {
        try (SinkContext sink = new SinkContext("webhook-sink", with)) {
            return sink.deliver(EVENT, Map.of()).getException();
        }
    }

    private static FakeBackend backend() throws IOException {
        return new FakeBackend(new FakeBackend.Reply(200, Map.of(), new byte[0], Duration.ZERO, false));
    }

    private HttpServer server(com.sun.net.httpserver.HttpHandler answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", answer);
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
    }
}
