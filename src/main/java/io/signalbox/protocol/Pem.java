package io.signalbox.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is in a PEM file? Certificates, a private key, or both.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

    private record Block(String label, byte[] der) {
    }

    private final List<Block> blocks = new ArrayList<>();

    private Pem() {
    }

    static Pem read(Path file) throws IOException {
        Pem pem = new Pem();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            // Old keys have headers between the lines; those are refused by their label.
            byte[] der = matcher.group(2).contains(":")
                    ? new byte[0]
                    : Base64.getMimeDecoder().decode(matcher.group(2));
            pem.blocks.add(new Block(matcher.group(1), der));
        }
        return pem;
    }

    Certificate[] certificates() throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.der)));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("it holds no certificate");
        }
        return certificates.toArray(Certificate[]::new);
    }

    /**
     * @param algorithm
     *            that of the certificate's public key, such as {@code RSA} or {@code EC}
     */
    PrivateKey key(String algorithm, char[] password) throws GeneralSecurityException, IOException {
        for (Block block : blocks) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.der));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return KeyFactory.getInstance(algorithm).generatePrivate(opened(block.der, password));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> throw new KeyException("it holds an old \"" + block.label
                        + "\"; openssl pkcs8 -topk8 makes a new one of it");
                default -> {
                    // A certificate, or parameters.
                }
            }
        }
        throw new KeyException("it holds no private key");
    }

    private static PKCS8EncodedKeySpec opened(byte[] der, char[] password)
            throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        // For today's keys (PBES2) only the parameters know the whole name; for older ones it is the algorithm's.
        String name = "PBES2".equals(info.getAlgName())
                ? info.getAlgParameters().toString()
                : info.getAlgName();
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password)),
                info.getAlgParameters());
        return info.getKeySpec(cipher);
    }
}
