package io.signalbox.protocol;

import java.util.Properties;

import org.postgresql.ssl.WrappedFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Whom does the driver of PostgreSQL believe, and who is it? As everywhere here: the authorities of a PEM file, or those that Java knows;
 * whoever a certificate and its key say, or nobody. That the certificate names the host is checked by the driver itself (verify-full).
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/ssl/#custom-sslsocketfactory">a factory of one's own</a>
 */
@RegisterForReflection // the driver makes it by its name
public final class PostgresTls extends WrappedFactory {
    /** Settings of our own; the driver's want keys in formats that nothing else here takes, and look into the home directory. */
    static final String CA_FILE = "signalbox.ca.file";
    static final String CERT_FILE = "signalbox.cert.file";
    static final String KEY_FILE = "signalbox.key.file";
    static final String KEY_PASSWORD = "signalbox.key.password";

    public PostgresTls(Properties connection) {
        factory = TlsTrust.context(connection.getProperty(CA_FILE),
                "verify-full".equals(connection.getProperty("sslmode")),
                TlsIdentity.keys(connection.getProperty(CERT_FILE), connection.getProperty(KEY_FILE),
                        connection.getProperty(KEY_PASSWORD)))
                .getSocketFactory();
    }
}
