package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How is an NSCA packet hidden? As the server's {@code decryption_method} says, by its number.
 *
 * <p>
 * Of libmcrypt's ciphers these two are in Java. It takes the longest key that a cipher has, so that "Rijndael-128", named after its block, is
 * AES-256; what nsca calls Rijndael-256 (16) has blocks of 256 bits and is no AES at all.
 *
 * @see <a href="https://github.com/NagiosEnterprises/nsca/blob/nsca-2.10.2/include/common.h">nsca: the numbers</a>
 */
enum NscaCipher {
    NONE(0, null, 0, 0), XOR(1, null, 0, 0), TRIPLE_DES(3, "DESede", 24, 8), AES_256(14, "AES", 32, 16);

    private final int number;
    private final String algorithm;
    private final int keyLength;
    private final int blockLength;

    NscaCipher(int number, String algorithm, int keyLength, int blockLength) {
        this.number = number;
        this.algorithm = algorithm;
        this.keyLength = keyLength;
        this.blockLength = blockLength;
    }

    static NscaCipher of(String number) {
        return Arrays.stream(values()).filter(method -> String.valueOf(method.number).equals(number)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("encryptionMethod is \"" + number
                        + "\"; expected 0 (none), 1 (XOR), 3 (Triple DES) or 14 (AES-256, nsca's Rijndael-128)"));
    }

    /**
     * The packet as it goes over the line.
     *
     * @param iv
     *            what the server sent for this connection
     */
    byte[] hide(byte[] packet, byte[] iv, String password) throws GeneralSecurityException {
        byte[] secret = password.getBytes(UTF_8);
        if (this == NONE) {
            return packet;
        }
        if (this == XOR) {
            return xor(xor(packet, iv), secret);
        }
        Cipher cipher = Cipher.getInstance(algorithm + "/CFB8/NoPadding");
        // A longer password is cut, a shorter one filled with zeros.
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Arrays.copyOf(secret, keyLength), algorithm),
                new IvParameterSpec(iv, 0, blockLength));
        return cipher.doFinal(packet);
    }

    private static byte[] xor(byte[] packet, byte[] with) {
        byte[] hidden = packet.clone();
        for (int i = 0; i < hidden.length && with.length > 0; i++) {
            hidden[i] ^= with[i % with.length];
        }
        return hidden;
    }
}
