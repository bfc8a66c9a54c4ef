package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.apache.camel.Exchange;
import org.jboss.logging.Logger;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.event.Event;

/**
 * Which mail tells of these events, and who still has to get it? A batch is one mail. All mails about one problem, its end too, are one thread
 * in a mail program: each refers to a message of the problem's own name, which nobody ever sent.
 */
// The Kamelet email-sink names this class and calls its two methods; it catches the exception by name.
@RegisterForReflection(targets = {Mail.class, MessagingException.class})
public final class Mail {
    private static final Logger LOG = Logger.getLogger(Mail.class);
    /** How many mails that only some of their recipients took are remembered. */
    private static final int REMEMBERED = 1000;

    private final InternetAddress from;
    private final InternetAddress[] recipients;
    private final SubjectTemplate subject;
    /** Of our own, without anybody's settings. Making one searches the class path, which takes longer than the mail. */
    private final Session session = Session.getInstance(new Properties());
    /** By message id, who is done with: after a restart some get the mail again, with the same id. */
    private final Map<String, Set<String>> done = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Mail(String from, String to, String subject) throws MessagingException {
        this.from = new InternetAddress(from, true);
        this.recipients = InternetAddress.parse(to, true);
        this.subject = new SubjectTemplate(subject);
        if (recipients.length == 0) {
            throw new IllegalArgumentException("to is empty; expected addresses, with commas between them");
        }
    }

    /** Makes the mail of the events in the exchange. Nothing but the events and our own configuration gets into it. */
    public void compose(Exchange exchange) throws MessagingException {
        List<Event> events = EventBody.of(exchange);
        Event worst = events.stream().max(Comparator.comparing(Event::severity)).orElseThrow();
        MimeMessage mail = new MimeMessage(session);
        String id = '<' + hash(String.join("\n", events.stream().map(Event::id).toList())) + "@signalbox>";
        mail.setHeader("Message-ID", id);
        mail.setFrom(from);
        mail.setRecipients(Message.RecipientType.TO, waiting(id));
        String line = subject.line(worst) + (events.size() == 1 ? "" : " (and " + (events.size() - 1) + " more)");
        mail.setSubject(line, UTF_8.name());
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (events.size() == 1) {
            String thread = '<' + hash(worst.dedupkey()) + "@signalbox>";
            mail.setHeader("In-Reply-To", thread);
            mail.setHeader("References", thread);
        }
        mail.setContent(new MimeMultipart("alternative", part(MailText.plain(events), "plain"),
                part(MailText.html(events), "html")));
        mail.saveChanges();
        // Saving makes an id of its own.
        mail.setHeader("Message-ID", id);
        exchange.getMessage().setBody(mail);
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8.name(), subtype);
        return part;
    }

    /** Says to the bus what a failure means, or nothing where everybody has the mail who ever will. */
    public void judge(Exchange exchange) throws Exception {
        MessagingException problem = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, MessagingException.class);
        String id = exchange.getMessage().getBody(MimeMessage.class).getMessageID();
        SmtpAnswer answer = SmtpAnswer.of(problem, recipients.length - waiting(id).length);
        if (answer.failure() != null) {
            remember(id, answer);
            throw answer.failure();
        }
        LOG.warnf("%d of %d recipients did not take a mail: %s", answer.never().size(), recipients.length,
                answer.words());
    }

    private synchronized void remember(String id, SmtpAnswer answer) {
        if (!answer.taken().isEmpty()) {
            Set<String> addresses = done.computeIfAbsent(id, key -> new HashSet<>());
            addresses.addAll(answer.taken());
            addresses.addAll(answer.never());
        }
    }

    private synchronized InternetAddress[] waiting(String id) {
        Set<String> addresses = done.getOrDefault(id, Set.of());
        return java.util.Arrays.stream(recipients).filter(address -> !addresses.contains(address.toString()))
                .toArray(InternetAddress[]::new);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
