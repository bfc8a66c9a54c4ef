package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;

/** Does a webhook get in where only those with a certificate do, and does it believe the authority that it was told to? */
@Timeout(60)
class ClientCertificateTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101",
            Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING, State.FIRING, "k", null, null, List.of(), null,
            Map.of(), null);

    @TempDir
    static Path directory;
    private static Certificates certificates;
    private static WireMockServer server;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(directory);
        certificates.make("server", "ip:127.0.0.1");
        certificates.make("client", "dns:signalbox");
        certificates.make("stranger", "dns:stranger");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", certificates.keys("client").getCertificate("peer"));
        Path trust = directory.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            trusted.store(out, Certificates.PASSWORD.toCharArray());
        }
        server = new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").httpDisabled(true)
                .dynamicHttpsPort().keystorePath(certificates.keystore("server").toString()).keystoreType("PKCS12")
                .keystorePassword(Certificates.PASSWORD).keyManagerPassword(Certificates.PASSWORD)
                .needClientAuth(true).trustStorePath(trust.toString()).trustStoreType("PKCS12")
                .trustStorePassword(Certificates.PASSWORD));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
    }

    @Test
    void aCertificateAndItsKeyInPemOpenTheDoor() throws Exception {
        assertThat(deliver(Map.of("certFile", certificates.certificate("client").toString(), "keyFile",
                certificates.key("client").toString()))).isNull();
        server.verify(1, WireMock.postRequestedFor(WireMock.urlEqualTo("/in")));
    }

    @Test
    void soDoBothInOneFile() throws Exception {
        Path both = Files.writeString(directory.resolve("both.pem"),
                Files.readString(certificates.key("client")) + Files.readString(certificates.certificate("client")));

        assertThat(deliver(Map.of("certFile", both.toString()))).isNull();
    }

    @Test
    void soDoesAKeyThatAPasswordOpens() throws Exception {
        assertThat(deliver(Map.of("certFile", certificates.certificate("client").toString(), "keyFile",
                encrypted("0815").toString(), "keyPassword", "0815"))).isNull();
    }

    @Test
    void soDoesPkcs12() throws Exception {
        assertThat(deliver(Map.of("certFile", certificates.keystore("client").toString(), "keyPassword",
                Certificates.PASSWORD))).isNull();
    }

    @Test
    void soItIsWhereNobodyVerifiesTheServer() throws Exception {
        assertThat(deliver(Map.of("certFile", certificates.keystore("client").toString(), "keyPassword",
                Certificates.PASSWORD, "caFile", "", "verifySsl", "false"))).isNull();
    }

    @Test
    void nobodyGetsInWithoutACertificateOrWithAStrangersAndTheEventWaits() throws Exception {
        assertThat(Verdict.of(deliver(Map.of())).outcome()).isEqualTo("pending");
        assertThat(Verdict.of(deliver(Map.of("certFile", certificates.keystore("stranger").toString(), "keyPassword",
                Certificates.PASSWORD))).outcome()).isEqualTo("pending");
        server.verify(0, WireMock.anyRequestedFor(WireMock.anyUrl()));
    }

    @Test
    void aServerThatTheAuthoritiesDoNotVouchForHearsNothing() throws Exception {
        assertThat(deliver(Map.of("caFile", certificates.certificate("stranger").toString(), "certFile",
                certificates.keystore("client").toString(), "keyPassword", Certificates.PASSWORD)))
                .isInstanceOf(javax.net.ssl.SSLException.class);
        server.verify(0, WireMock.anyRequestedFor(WireMock.anyUrl()));
    }

    @Test
    void twoBackendsAreTwoPeople() throws Exception {
        Map<String, String> known = with(Map.of("certFile", certificates.keystore("client").toString(), "keyPassword",
                Certificates.PASSWORD));
        try (SinkContext sink = new SinkContext("webhook-sink", known)) {
            sink.add("nobody", "webhook-sink", with(Map.of()));

            assertThat(sink.deliver(EVENT, Map.of()).getException()).isNull();
            assertThat(sink.deliver("nobody", EVENT, Map.of()).getException()).isNotNull();
        }
    }

    @Test
    void whatIsWrongWithTheFilesIsSaidAtTheStartWithoutThePassword() throws Exception {
        Path old = Files.writeString(directory.resolve("old.pem"),
                "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n");
        String cert = certificates.certificate("client").toString();

        assertRefused(Map.of("certFile", cert, "keyFile", old.toString()), "openssl pkcs8 -topk8");
        assertRefused(Map.of("certFile", cert), "it holds no private key");
        assertRefused(Map.of("certFile", certificates.key("client").toString()), "it holds no certificate");
        assertRefused(Map.of("certFile", certificates.keystore("client").toString(), "keyPassword", "wr0ng-p4ss"),
                "client.p12");
        assertRefused(Map.of("certFile", cert, "keyFile", encrypted("0815").toString(), "keyPassword", "wr0ng-p4ss"),
                "can't read the client's certificate");
        assertRefused(Map.of("certFile", directory.resolve("none.pem").toString()), "there is no " + directory);
        assertRefused(Map.of("keyFile", certificates.key("client").toString()), "a keyFile but no certFile");
    }

    private static void assertRefused(Map<String, String> with, String words) {
        assertThatThrownBy(() -> new SinkContext("webhook-sink", with(with)).close())
                .satisfies(failure -> assertThat(org.assertj.core.util.Throwables.getStackTrace(failure))
                        .contains(words).doesNotContain("wr0ng-p4ss"));
    }

    private static Exception deliver(Map<String, String> with) throws Exception {
        try (SinkContext sink = new SinkContext("webhook-sink", with(with))) {
            return sink.deliver(EVENT, Map.of()).getException();
        }
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> with = new HashMap<>(Map.of("url", "https://127.0.0.1:" + server.httpsPort() + "/in",
                "caFile", certificates.certificate("server").toString()));
        with.putAll(more);
        return with;
    }

    private static Path encrypted(String password) throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        SecretKey secret = SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(password.toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        byte[] key = certificates.keys("client").getKey("peer", Certificates.PASSWORD.toCharArray()).getEncoded();
        byte[] der = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key)).getEncoded();
        return Files.writeString(directory.resolve("encrypted.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
    }
}
