package io.signalbox.protocol;

import jakarta.mail.PasswordAuthentication;

import org.apache.camel.component.mail.MailAuthenticator;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Who logs in at the mail server? Nobody, where no name is set.
 *
 * <p>
 * With setters, unlike all else here: Camel hands over a bean's properties as they are, while it would take a password in a URI or a
 * constructor apart at its ampersands and quotes, and show it in the error.
 */
// The Kamelet email-sink names this class and its properties.
@RegisterForReflection
public final class MailLogin extends MailAuthenticator {
    private String username = "";
    private String password = "";

    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return username.isEmpty()
                ? new PasswordAuthentication(null, null)
                : new PasswordAuthentication(username, password);
    }
}
