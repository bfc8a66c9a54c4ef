package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;

/** Does every kind of backend that speaks HTTP look at whom it speaks to? Here Java itself trusts the authority of this test. */
@Timeout(60)
class EveryTlsSinkTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101", Instant.now(),
            Severity.WARNING, State.FIRING, "k", null, "No answer", List.of(), null, Map.of(), null);

    @TempDir
    static Path directory;

    private static SSLContext before;
    private static Server named;
    private static Server misnamed;
    private static Server unknown;

    @BeforeAll
    static void certificates() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.makeAuthority("authority");
        certificates.makeSigned("named", "ip:127.0.0.1", "-1d", "authority");
        certificates.makeSigned("misnamed", "dns:elsewhere.example.com", "-1d", "authority");
        certificates.make("unknown", "ip:127.0.0.1");
        named = new Server(certificates.keys("named"));
        misnamed = new Server(certificates.keys("misnamed"));
        unknown = new Server(certificates.keys("unknown"));
        before = SSLContext.getDefault();
        SSLContext.setDefault(context(null, certificates.trusting("authority")));
    }

    @AfterAll
    static void stop() {
        SSLContext.setDefault(before);
        List.of(named, misnamed, unknown).forEach(server -> server.https.stop(0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.signalbox.sinks.HttpKinds#all")
    void onlyACertificateWithTheRightNameFromAKnownAuthorityIsBelieved(String kind) throws Exception {
        for (Server server : List.of(misnamed, unknown)) {
            int heard = server.requests.get();
            assertThat(deliver(kind, server, "true")).isInstanceOf(SSLException.class);
            assertThat(server.requests).as("requests").hasValue(heard);
        }
        int heard = named.requests.get();
        assertThat(deliver(kind, named, "true") instanceof SSLException).as("refused").isFalse();
        assertThat(named.requests.get()).as("requests").isGreaterThan(heard);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.signalbox.sinks.HttpKinds#all")
    void whoIsToldNotToLookBelievesEverybody(String kind) throws Exception {
        for (Server server : List.of(misnamed, unknown)) {
            int heard = server.requests.get();
            assertThat(deliver(kind, server, "false") instanceof SSLException).as("refused").isFalse();
            assertThat(server.requests.get()).as("requests").isGreaterThan(heard);
        }
    }

    private static Exception deliver(String kind, Server server, String verifySsl) throws Exception {
        Map<String, String> with = HttpKinds.with(kind,
                "https://127.0.0.1:" + server.https.getAddress().getPort());
        with.put("verifySsl", verifySsl);
        try (SinkContext sink = new SinkContext(HttpKinds.sink(kind), with)) {
            return sink.deliver(EVENT, Map.of()).getException();
        }
    }

    private static SSLContext context(KeyStore keys, Path trust) throws Exception {
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, Certificates.PASSWORD.toCharArray());
        TrustManagerFactory believed = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        believed.init(trust == null ? keys : KeyStore.getInstance(trust.toFile(), Certificates.PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : ours.getKeyManagers(), believed.getTrustManagers(), null);
        return context;
    }

    /** Counts what it is asked, and says yes. */
    private static final class Server {
        private final AtomicInteger requests = new AtomicInteger();
        private final HttpsServer https;

        Server(KeyStore keys) throws Exception {
            https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            https.setHttpsConfigurator(new HttpsConfigurator(context(keys, null)));
            https.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("{}".getBytes());
                exchange.close();
            });
            https.start();
        }
    }
}
