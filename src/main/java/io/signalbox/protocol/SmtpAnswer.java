package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;

/**
 * What did the mail server mean? 4xx: not now. 5xx: never. Where it took the mail for some recipients only, those have it, and the others are
 * judged by themselves.
 *
 * @param taken
 *            the addresses that have the mail
 * @param never
 *            the addresses that will never get it
 * @param failure
 *            what the bus is to hear: {@link Refused}, {@link NotNow}, or null where somebody has it and nobody can still get it
 * @param words
 *            what the server said
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1">RFC 5321, reply codes</a>
 */
record SmtpAnswer(Set<String> taken, Set<String> never, Exception failure, String words) {

    /**
     * @param others
     *            how many addresses took the mail at an earlier attempt
     */
    static SmtpAnswer of(MessagingException answer, int others) {
        Set<String> taken = new TreeSet<>();
        Set<String> never = new TreeSet<>();
        List<String> words = new ArrayList<>();
        boolean later = false;
        Integer whole = null;
        for (Exception e = answer; e != null; e = e instanceof MessagingException m ? m.getNextException() : null) {
            if (e instanceof SendFailedException sent && sent.getValidSentAddresses() != null) {
                for (Address address : sent.getValidSentAddresses()) {
                    taken.add(address.toString());
                }
            }
            if (e instanceof SMTPAddressFailedException address) {
                words.add(line(address.getMessage()));
                if (permanent(address.getReturnCode())) {
                    never.add(address.getAddress().toString());
                } else {
                    later = true;
                }
            } else if (e instanceof SMTPSendFailedException send && send.getReturnCode() >= 400) {
                whole = send.getReturnCode();
                words.add(line(send.getMessage()));
            } else if (e instanceof SMTPSenderFailedException sender) {
                whole = sender.getReturnCode();
                words.add(line(sender.getMessage()));
            }
        }
        String text = words.isEmpty() ? reason(answer) : String.join("; ", words);
        Exception failure = null;
        if (later || whole != null && !permanent(whole) || never.isEmpty() && whole == null) {
            failure = new NotNow(text, null);
        } else if (taken.isEmpty() && others == 0) {
            failure = new Refused(text);
        }
        return new SmtpAnswer(taken, never, failure, text);
    }

    /** 530 to 538 speak of the user's name and password: a person will mend them, and the mail waits meanwhile. */
    private static boolean permanent(int code) {
        return code >= 500 && code < 600 && (code < 530 || code > 538);
    }

    private static String reason(MessagingException answer) {
        if (answer instanceof AuthenticationFailedException) {
            return "the mail server does not accept the user name and password: " + line(answer.getMessage());
        }
        Throwable cause = answer;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String first = line(answer.getMessage());
        return cause == answer || Objects.equals(cause.getMessage(), answer.getMessage())
                ? first
                : first + " (" + line(String.valueOf(cause.getMessage())) + ")";
    }

    private static String line(String message) {
        return message == null ? "no reason given" : SubjectTemplate.oneLine(message.strip());
    }
}
