package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Who are we at our end of a TLS connection? Whoever a certificate and its key say, or nobody. */
final class TlsIdentity {
    private TlsIdentity() {
    }

    /**
     * @param certFile
     *            a certificate and those that lead from it to an authority, in PEM, or a PKCS#12 file, which holds the key too; empty for none
     * @param keyFile
     *            the key in PEM; empty where {@code certFile} holds it
     * @param password
     *            that of the key, or of the PKCS#12 file; may be empty
     * @return null for none
     */
    static KeyManager[] keys(String certFile, String keyFile, String password) {
        if (certFile.isBlank()) {
            if (!keyFile.isBlank()) {
                throw new IllegalArgumentException("there is a keyFile but no certFile");
            }
            return null;
        }
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            Path file = Path.of(certFile);
            boolean pem = Files.readString(file, ISO_8859_1).contains("-----BEGIN ");
            char[] opens = password.toCharArray();
            factory.init(pem ? pem(file, keyFile.isBlank() ? file : Path.of(keyFile), opens) : pkcs12(file, opens),
                    opens);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // Without its cause: what a person is shown of a failed start is the innermost sentence.
            throw new IllegalArgumentException("can't read the client's certificate of \"" + certFile + "\""
                    + (keyFile.isBlank() ? "" : " and its key of \"" + keyFile + "\"") + ": "
                    + (e instanceof NoSuchFileException ? "there is no " : "") + e.getMessage());
        }
    }

    private static KeyStore pkcs12(Path file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    private static KeyStore pem(Path certFile, Path keyFile, char[] password)
            throws GeneralSecurityException, IOException {
        Certificate[] chain = Pem.read(certFile).certificates();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", Pem.read(keyFile).key(chain[0].getPublicKey().getAlgorithm(), password), password,
                chain);
        return store;
    }
}
