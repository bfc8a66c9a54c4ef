package io.signalbox.protocol;

import java.util.Properties;

import javax.net.ssl.SSLSocketFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How is the way to the mail server protected? By default STARTTLS is required, so that a server, or somebody between, that does not offer it
 * gets neither the password nor a mail.
 *
 * @see <a href="https://eclipse-ee4j.github.io/angus-mail/docs/api/org.eclipse.angus.mail/org/eclipse/angus/mail/smtp/package-summary.html">
 *      properties of Angus Mail</a>
 */
// The Kamelet email-sink names this class and its factory method.
@RegisterForReflection
public final class MailTls {
    private MailTls() {
    }

    /** The properties of a mail session, for the protocol {@code smtp}. */
    public static Properties properties(String encryption, String caFile, boolean verify) {
        Properties properties = new Properties();
        switch (encryption) {
            case "starttls" -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case "tls" -> properties.put("mail.smtp.ssl.enable", "true");
            case "none" -> properties.put("mail.smtp.starttls.enable", "false");
            default -> throw new IllegalArgumentException(
                    "encryption is \"" + encryption + "\"; expected starttls, tls or none");
        }
        SSLSocketFactory sockets = TlsTrust.context(caFile, verify).getSocketFactory();
        properties.put("mail.smtp.ssl.socketFactory", sockets);
        // Else a server that these authorities don't vouch for is tried again with those that Java knows.
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.ssl.checkserveridentity", String.valueOf(verify));
        properties.put("mail.smtp.writetimeout", "30000");
        // One bad address among several does not keep the others from their mail.
        properties.put("mail.smtp.sendpartial", "true");
        return properties;
    }
}
