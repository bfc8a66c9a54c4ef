package io.signalbox.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates are believed at the other end of a TLS connection? */
final class TlsTrust {
    private TlsTrust() {
    }

    /**
     * @param caFile
     *            a PEM file of the authorities to believe; empty for those that Java knows
     * @param verify
     *            false to believe everybody: then nobody knows who reads along
     */
    static SSLContext context(String caFile, boolean verify) {
        return context(caFile, verify, null);
    }

    /**
     * @param identity
     *            who we are; null for nobody
     */
    static SSLContext context(String caFile, boolean verify, KeyManager[] identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity, verify ? authorities(caFile) : new TrustManager[]{new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("can't read the certificates of \"" + caFile + "\": " + e.getMessage(),
                    e);
        }
    }

    private static TrustManager[] authorities(String caFile) throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (!caFile.isBlank()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream pem = Files.newInputStream(Path.of(caFile))) {
                for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    store.setCertificateEntry("ca-" + store.size(), certificate);
                }
            }
            if (store.size() == 0) {
                throw new CertificateException("it holds no certificate; expected PEM");
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Of this kind, since Java checks host names by itself where the trust manager is of the simpler one. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // believed
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // believed
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // believed
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // believed
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // believed
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // believed
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
