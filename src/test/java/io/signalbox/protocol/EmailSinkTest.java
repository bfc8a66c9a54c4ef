package io.signalbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;

class EmailSinkTest {
    private static final String PASSWORD = "p&ss%w)rd +#?{x}\u00e9 \"'";

    @TempDir
    static Path directory;

    private GreenMail server;

    @BeforeEach
    void start() {
        server = new GreenMail(ServerSetup.SMTP.dynamicPort());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aMailHasPlainTextAndHtmlForSeveralRecipients() throws Exception {
        try (Sink sink = Sink.of("email-sink", plain(Map.of("to", "ops@example.com, Duty <duty@example.com>",
                "from", "Signalbox <signalbox@example.com>")))) {
            sink.send(Events.printerOffline());
        }

        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getSubject()).isEqualTo("warning: HP-101 Offline");
        assertThat(mails[0].getFrom()[0]).hasToString("Signalbox <signalbox@example.com>");
        assertThat(mails[0].getHeader("To")).containsExactly("ops@example.com, Duty <duty@example.com>");
        assertThat(mails[0].getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) mails[0].getContent();
        BodyPart text = parts.getBodyPart(0);
        BodyPart html = parts.getBodyPart(1);
        assertThat(text.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(text.getContent().toString()).contains("HP-101 Offline", "No answer for 3 polls", "polls: 3",
                "Severity: warning", "Source: continuum", "Tags: production, floor-2");
        assertThat(html.getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(html.getContent().toString()).contains("<h2>HP-101 Offline</h2>", "No answer for 3 polls",
                "<td>continuum</td>");
    }

    @Test
    void theSubjectIsTheTemplatesAndUmlautsSurvive() throws Exception {
        try (Sink sink = Sink.of("email-sink",
                plain(Map.of("subject", "LNMT Alert: {level} - {title} ({data.floor}), {state}?&=50%")))) {
            sink.send(Events.saying("K\u00fcche \uD83D\uDDA8 {severity}", null, Map.of("floor", 2)));
        }
        assertThat(server.getReceivedMessages()[0].getSubject())
                .isEqualTo("LNMT Alert: warning - K\u00fcche \uD83D\uDDA8 {severity} (2), firing?&=50%");
    }

    @Test
    void aPlaceholderThatIsNoneIsToldAtTheStart() {
        assertThatThrownBy(() -> Sink.of("email-sink", plain(Map.of("subject", "{sevrity}"))).close())
                .rootCause().hasMessageContaining("{sevrity}").hasMessageContaining("severity");
    }

    @Test
    void theEndOfAProblemIsInTheThreadOfTheProblem() throws Exception {
        try (Sink sink = Sink.of("email-sink", plain(Map.of()))) {
            sink.send(Events.printerOffline());
            sink.send(Events.printerOnline());
            sink.send(Events.printerOnline());
        }
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails[0].getHeader("References")).hasSize(1).isEqualTo(mails[1].getHeader("References"))
                .isEqualTo(mails[1].getHeader("In-Reply-To"));
        assertThat(mails[0].getMessageID()).endsWith("@signalbox>").isNotEqualTo(mails[1].getMessageID());
        // The same event again is the same mail, which mail programs show once.
        assertThat(mails[2].getMessageID()).isEqualTo(mails[1].getMessageID());
    }

    @Test
    void aBatchIsOneMail() throws Exception {
        try (Sink sink = Sink.of("email-sink", plain(Map.of()))) {
            sink.send(List.of(Events.numbered(1), Events.printerOffline(), Events.numbered(2)));
        }
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("warning: HP-101 Offline (and 2 more)");
        assertThat(((MimeMultipart) server.getReceivedMessages()[0].getContent()).getBodyPart(0).getContent())
                .asString().contains("Job 1", "No answer", "Job 2");
    }

    @Test
    void nothingThatAnEventOrAHeaderSaysBecomesAHeaderOrMarkup() throws Exception {
        try (Sink sink = Sink.of("email-sink", plain(Map.of("subject", "{title} {data.x}")))) {
            sink.send(Events.event("id\r\nBcc: thief@example.com", "printer.offline", State.FIRING, Severity.WARNING,
                    "hello\r\nBcc: thief@example.com\r\n\r\n<script>alert(1)</script>",
                    "<img src=x onerror=alert(1)>\r\n.\r\nMAIL FROM:<thief@example.com>",
                    Map.of("x\r\nBcc: a@b", "\nBcc: thief@example.com", "x", "\u2028Bcc: thief@example.com")),
                    Map.of("To", "thief@example.com", "Bcc", "thief@example.com", "Subject", "theirs",
                            "mail.smtp.host", "thief.example.com", "CamelMailFrom", "thief@example.com"));
        }
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(1);
        assertThat(mails[0].getHeader("Bcc")).isNull();
        assertThat(mails[0].getHeader("To")).containsExactly("ops@example.com");
        assertThat(mails[0].getSubject()).startsWith("hello  Bcc: thief@example.com");
        assertThat(((MimeMultipart) mails[0].getContent()).getBodyPart(1).getContent()).asString()
                .doesNotContain("<script", "<img").contains("&lt;script&gt;");
    }

    @Test
    void theServerKnowsTheUserByAnyPasswordHoweverOdd() throws Exception {
        server.stop();
        server = new GreenMail(ServerSetup.SMTP.dynamicPort())
                .withConfiguration(GreenMailConfiguration.aConfig().withUser("ops@example.com", "ops", PASSWORD));
        server.start();
        try (Sink sink = Sink.of("email-sink", plain(Map.of("username", "ops", "password", PASSWORD)))) {
            sink.send(Events.printerOffline());
        }
        assertThat(server.getReceivedMessages()).hasSize(1);
        try (Sink sink = Sink.of("email-sink", plain(Map.of("username", "ops", "password", "s3cret-canary")))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(NotNow.class)
                    .hasMessageContaining("user name and password").hasMessageNotContaining("s3cret-canary");
        }
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void overTlsTheServerMustProveItsName() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.make("localhost", "dns:localhost,ip:127.0.0.1");
        certificates.make("other", "dns:other.example.com");
        Map<String, String> tls = Map.of("encryption", "tls", "username", "ops", "password", "pw", "caFile",
                certificates.certificate("localhost").toString());
        smtps(certificates, "localhost");
        try (Sink sink = Sink.of("email-sink", plain(tls))) {
            sink.send(Events.printerOffline());
        }
        assertThat(server.getReceivedMessages()).hasSize(1);
        try (Sink sink = Sink.of("email-sink", plain(Map.of("encryption", "tls")))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).as("an unknown authority")
                    .isInstanceOf(NotNow.class).hasMessageContaining("certification path");
        }
        smtps(certificates, "other");
        Map<String, String> wrong = new HashMap<>(tls);
        wrong.put("caFile", certificates.certificate("other").toString());
        try (Sink sink = Sink.of("email-sink", plain(wrong))) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).as("a certificate for another name")
                    .isInstanceOf(NotNow.class).hasMessageContaining("localhost");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
        wrong.put("verifySsl", "false");
        try (Sink sink = Sink.of("email-sink", plain(wrong))) {
            sink.send(Events.printerOffline());
        }
        assertThat(server.getReceivedMessages()).as("when it is asked for, anybody is believed").hasSize(1);
    }

    @Test
    void withoutStarttlsNeitherThePasswordNorTheMailIsTold() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                Sink sink = Sink.of("email-sink", at(smtp, Map.of("username", "ops", "password", "canary",
                        "encryption", "starttls")))) {
            smtp.answers.put("EHLO", "250-here\r\n250 AUTH PLAIN LOGIN");
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(NotNow.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(smtp.commands).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void aTemporaryRefusalIsTriedLaterAndAPermanentOneIsADeadLetter() throws Exception {
        assertThat(failure("MAIL", "451 try again")).isInstanceOf(NotNow.class).hasMessageContaining("try again");
        assertThat(failure("MAIL", "553 sender rejected")).isInstanceOf(Refused.class)
                .hasMessageContaining("sender rejected");
        assertThat(failure("RCPT", "450 greylisted")).isInstanceOf(NotNow.class).hasMessageContaining("greylisted");
        assertThat(failure("RCPT", "550 unknown user")).isInstanceOf(Refused.class)
                .hasMessageContaining("unknown user");
        assertThat(failure("DATA", "554 no")).isInstanceOf(Refused.class);
        assertThat(failure(".", "552 too big")).isInstanceOf(Refused.class).hasMessageContaining("too big");
        assertThat(failure(".", "421 shutting down")).isInstanceOf(NotNow.class);
        assertThat(failure("MAIL", "530 log in first")).as("about the login, not the event").isInstanceOf(NotNow.class);
        assertThat(failure(".", "250 taken")).isNull();
    }

    @Test
    void aServerThatIsAwayIsTriedLater() throws Exception {
        Map<String, String> given;
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            given = at(smtp, Map.of());
        }
        try (Sink sink = Sink.of("email-sink", given)) {
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(NotNow.class)
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void oneBadAddressDoesNotKeepTheOthersFromTheirMail() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                Sink sink = Sink.of("email-sink", at(smtp, Map.of("to", "ops@example.com,gone@example.com")))) {
            smtp.answers.put("RCPT TO:<gone", "550 unknown user");
            sink.send(Events.printerOffline());
            assertThat(smtp.commands).contains("DATA").filteredOn(line -> line.equals("DATA")).hasSize(1);
        }
    }

    @Test
    void whoeverHasTheMailDoesNotGetItAgainWhenItIsTriedForTheOthers() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp();
                Sink sink = Sink.of("email-sink",
                        at(smtp, Map.of("to", "ops@example.com,grey@example.com,gone@example.com")))) {
            smtp.answers.put("RCPT TO:<grey", "451 greylisted");
            smtp.answers.put("RCPT TO:<gone", "550 unknown user");
            assertThatThrownBy(() -> sink.send(Events.printerOffline())).isInstanceOf(NotNow.class)
                    .hasMessageContaining("greylisted");
            assertThat(smtp.commands).contains("RCPT TO:<ops@example.com>", "DATA");

            smtp.commands.clear();
            smtp.answers.remove("RCPT TO:<grey");
            sink.send(Events.printerOffline());
            assertThat(smtp.commands).filteredOn(line -> line.startsWith("RCPT"))
                    .containsExactly("RCPT TO:<grey@example.com>");
        }
    }

    @Test
    void theRouteIsOffUntilItIsEnabled() throws Exception {
        try (Sink sink = Sink.route("email", Map.of())) {
            assertThat(sink.context().getRouteController().getRouteStatus("email").isStarted()).isFalse();
        }
        try (Sink sink = Sink.route("email", Map.of("email.enabled", "true", "email.encryption", "none",
                "email.smtp-port", server.getSmtp().getPort(), "email.smtp-host", "127.0.0.1"))) {
            sink.send(Events.printerOffline());
        }
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    /** What becomes of an event when a command is answered so. */
    private static Exception failure(String command, String answer) throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp(); Sink sink = Sink.of("email-sink", at(smtp, Map.of()))) {
            smtp.answers.put(command, answer);
            sink.send(Events.printerOffline());
            return null;
        } catch (NotNow | Refused e) {
            return e;
        }
    }

    private static Map<String, String> at(ScriptedSmtp smtp, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of("host", "127.0.0.1", "port", String.valueOf(smtp.port()),
                "encryption", "none", "from", "signalbox@example.com", "to", "ops@example.com"));
        given.putAll(more);
        return given;
    }

    private Map<String, String> plain(Map<String, String> more) {
        ServerSetup setup = server.getSmtps() != null
                ? server.getSmtps().getServerSetup()
                : server.getSmtp().getServerSetup();
        int port = server.getSmtps() != null ? server.getSmtps().getPort() : server.getSmtp().getPort();
        assertThat(setup).isNotNull();
        Map<String, String> given = new HashMap<>(Map.of("host", "localhost", "port", String.valueOf(port),
                "encryption", "none", "from", "signalbox@example.com", "to", "ops@example.com"));
        given.putAll(more);
        return given;
    }

    private void smtps(Certificates certificates, String name) {
        server.stop();
        System.setProperty("greenmail.tls.keystore.file", certificates.keystore(name).toString());
        System.setProperty("greenmail.tls.keystore.password", Certificates.PASSWORD);
        try {
            server = new GreenMail(ServerSetup.SMTPS.dynamicPort())
                    .withConfiguration(GreenMailConfiguration.aConfig().withUser("ops@example.com", "ops", "pw"));
            server.start();
        } finally {
            System.clearProperty("greenmail.tls.keystore.file");
            System.clearProperty("greenmail.tls.keystore.password");
        }
    }
}
