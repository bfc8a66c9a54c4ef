package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Service;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How does a receiver know that a webhook comes from us, as it is, and not again? By a signature over its id, which stays over all attempts,
 * the time of this attempt, and the body.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
@RegisterForReflection // the Kamelet webhook-sink makes it by its class name, and sets its property
public final class WebhookSignature implements Processor, Service {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private String secret = "";
    private List<byte[]> keys = List.of();

    /** Several, with blanks between them, while one takes over from another. */
    public void setSecret(String secret) {
        this.secret = secret.strip();
    }

    @Override
    public void start() {
        List<byte[]> read = new ArrayList<>();
        for (String one : secret.isEmpty() ? new String[0] : secret.split("\\s+")) {
            read.add(key(one));
        }
        keys = read;
    }

    private static byte[] key(String secret) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        } catch (IllegalArgumentException e) {
            // Not with its cause, which quotes a character of the secret.
            throw new IllegalArgumentException("webhook-sink: the signingSecret is not whsec_ and Base64");
        }
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException("webhook-sink: the signingSecret has " + key.length
                    + " bytes; Standard Webhooks wants 24 to 64");
        }
        return key;
    }

    @Override
    public void stop() {
        // Nothing was opened.
    }

    /** The body is what will be sent, to the byte. */
    @Override
    public void process(Exchange exchange) {
        if (keys.isEmpty()) {
            return;
        }
        Message message = exchange.getMessage();
        // A full stop divides what is signed, so an id has none: two could be taken for each other.
        String id = message.getHeader("Idempotency-Key", String.class).replace(".", "%2E");
        long timestamp = Instant.now().getEpochSecond();
        byte[] body = message.getBody(byte[].class);
        message.setHeader("webhook-id", id);
        message.setHeader("webhook-timestamp", String.valueOf(timestamp));
        message.setHeader("webhook-signature",
                String.join(" ", keys.stream().map(key -> sign(key, id, timestamp, body)).toList()));
    }

    static String sign(byte[] key, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC: " + e.getMessage(), e);
        }
    }
}
