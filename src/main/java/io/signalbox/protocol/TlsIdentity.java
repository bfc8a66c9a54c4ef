package io.signalbox.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Who are we, to the other end of a TLS connection? Whom a certificate names, whose key we have. */
final class TlsIdentity {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private TlsIdentity() {
    }

    /**
     * @param certFile
     *            our certificate and those between it and its authority, as PEM; empty for nobody
     * @param keyFile
     *            its key, as PEM (PKCS #8, {@code BEGIN PRIVATE KEY}), without a password
     */
    static KeyManager[] of(String certFile, String keyFile) throws GeneralSecurityException, IOException {
        if (certFile.isBlank() && keyFile.isBlank()) {
            return null;
        }
        if (certFile.isBlank() || keyFile.isBlank()) {
            throw new IllegalArgumentException(
                    "a certificate needs its key, and a key its certificate: certFile, keyFile");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(certFile))) {
            store.setKeyEntry("us", key(keyFile), new char[0],
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).toArray(Certificate[]::new));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(String keyFile) throws GeneralSecurityException, IOException {
        String pem = Files.readString(Path.of(keyFile));
        int begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < begin) {
            throw new InvalidKeySpecException("no PKCS #8 key without a password in " + keyFile
                    + "; openssl pkcs8 -topk8 -nocrypt makes one");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // It is of another kind.
            }
        }
        throw new InvalidKeySpecException("the key in " + keyFile + " is of none of the kinds " + ALGORITHMS);
    }
}
