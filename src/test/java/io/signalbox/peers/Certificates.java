package io.signalbox.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** Certificates that a test makes for itself: files of a name in a directory. */
public final class Certificates {
    public static final String PASSWORD = "changeit";

    private final Path directory;

    public Certificates(Path directory) {
        this.directory = directory;
    }

    /** A certificate that signs itself, valid for these names, such as {@code dns:localhost,ip:127.0.0.1}. */
    public void make(String name, String names) throws Exception {
        make(name, names, "-0d");
    }

    /** The same, and it ran out days ago. */
    public void makeExpired(String name, String names) throws Exception {
        make(name, names, "-40d");
    }

    private void make(String name, String names, String from) throws Exception {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "peer", "-keyalg", "RSA", "-keysize", "2048", "-startdate", from, "-validity", "30", "-dname",
                "CN=" + name, "-ext", "SAN=" + names, "-keystore", keystore(name).toString(), "-storetype", "PKCS12",
                "-storepass", PASSWORD).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        KeyStore store = keys(name);
        pem(certificate(name), "CERTIFICATE", store.getCertificate("peer").getEncoded());
        pem(key(name), "PRIVATE KEY", store.getKey("peer", PASSWORD.toCharArray()).getEncoded());
    }

    /** A store that trusts all of these. */
    public Path trusting(String... names) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String name : names) {
            store.setCertificateEntry(name, keys(name).getCertificate("peer"));
        }
        Path file = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    public KeyStore keys(String name) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(keystore(name).toFile(), PASSWORD.toCharArray());
    }

    public Path keystore(String name) {
        return directory.resolve(name + ".p12");
    }

    public Path certificate(String name) {
        return directory.resolve(name + "-cert.pem");
    }

    public Path key(String name) {
        return directory.resolve(name + "-key.pem");
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        Files.writeString(file, "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n");
    }
}
