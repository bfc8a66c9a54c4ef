package io.signalbox.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates that a test makes for itself: files of a name in a directory. */
public final class Certificates {
    public static final String PASSWORD = "changeit";

    private final Path directory;

    public Certificates(Path directory) {
        this.directory = directory;
    }

    /** A certificate that signs itself, valid for these names, such as {@code dns:localhost,ip:127.0.0.1}. */
    public void make(String name, String names) throws Exception {
        keytool(name, "peer", names);
        write(name);
    }

    /** An authority, which signs others. */
    public void makeAuthority(String name) throws Exception {
        keytool(name, "peer", "dns:" + name, "-ext", "BC=ca:true");
        write(name);
    }

    /** A certificate that an authority has signed, valid for 30 days from a time on, such as {@code -0d}. */
    public void makeSigned(String name, String names, String from, String authority) throws Exception {
        KeyStore store = keys(authority);
        store.setKeyEntry("ca", store.getKey("peer", PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                store.getCertificateChain("peer"));
        store.deleteEntry("peer");
        save(store, keystore(name));
        keytool(name, "peer", names, "-signer", "ca", "-startdate", from);
        store = keys(name);
        store.deleteEntry("ca");
        save(store, keystore(name));
        write(name);
    }

    private void keytool(String name, String alias, String names, String... more) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                        alias, "-keyalg", "RSA", "-keysize", "2048", "-validity", "30", "-dname", "CN=" + name, "-ext",
                        "SAN=" + names, "-keystore", keystore(name).toString(), "-storetype", "PKCS12", "-storepass",
                        PASSWORD));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private void write(String name) throws Exception {
        KeyStore store = keys(name);
        pem(certificate(name), "CERTIFICATE", store.getCertificate("peer").getEncoded());
        pem(key(name), "PRIVATE KEY", store.getKey("peer", PASSWORD.toCharArray()).getEncoded());
    }

    /** A store that trusts one. */
    public Path trusting(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(name, keys(name).getCertificate("peer"));
        Path file = directory.resolve("trust.p12");
        save(store, file);
        return file;
    }

    private static void save(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
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
