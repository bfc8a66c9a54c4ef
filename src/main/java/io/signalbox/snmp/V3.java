package io.signalbox.snmp;

import java.util.List;

import org.snmp4j.DirectUserTarget;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OctetString;

/**
 * How are SNMPv3 messages authenticated and encrypted?
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7860">RFC 7860: SHA-2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3826">RFC 3826: AES</a>
 */
final class V3 {
    /** MD5 and SHA-1 are there for old printers that know nothing better. */
    static final List<String> AUTHENTICATION = List.of("SHA256", "SHA224", "SHA384", "SHA512", "SHA", "SHA1", "MD5");
    static final List<String> PRIVACY = List.of("AES128", "AES", "AES192", "AES256", "DES");

    private V3() {
    }

    static AuthenticationProtocol authentication(String name) {
        return name == null ? null : switch (name) {
            case "MD5" -> new AuthMD5();
            case "SHA", "SHA1" -> new AuthSHA();
            case "SHA224" -> new AuthHMAC128SHA224();
            case "SHA256" -> new AuthHMAC192SHA256();
            case "SHA384" -> new AuthHMAC256SHA384();
            case "SHA512" -> new AuthHMAC384SHA512();
            default -> throw new IllegalArgumentException("authProtocol " + name);
        };
    }

    static PrivacyProtocol privacy(String name) {
        return name == null ? null : switch (name) {
            case "DES" -> new PrivDES();
            case "AES", "AES128" -> new PrivAES128();
            case "AES192" -> new PrivAES192();
            case "AES256" -> new PrivAES256();
            default -> throw new IllegalArgumentException("privProtocol " + name);
        };
    }

    /** All protocols of the two lists. */
    static SecurityProtocols all() {
        return new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.maxCompatibility);
    }

    /**
     * A target that carries its own keys: two devices may know the same user by different passwords, which one table of users can't tell apart.
     */
    static <A extends Address> DirectUserTarget<A> target(A address, Access access) {
        return new DirectUserTarget<>(address, new OctetString(access.user()), authentication(access.authProtocol()),
                octets(access.authPassword()), privacy(access.privProtocol()), octets(access.privPassword()));
    }

    static OctetString octets(String text) {
        return text == null ? null : new OctetString(text);
    }
}
