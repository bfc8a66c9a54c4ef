package io.signalbox.protocol;

import java.time.Instant;
import java.util.Arrays;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.Answer;

/**
 * Did a backend say yes? A 2xx passes, with the answer's text as the body and its beginning in the record; anything else is an {@link HttpRefusal} in words for the person
 * who reads the dead letter, without the secrets of the request: its URL, its credentials, and the variables {@code token}, {@code password}, {@code secret} and
 * {@code headers} where a sink sends one.
 */
@Named("httpAnswer")
@Singleton
@Unremovable // only routes name it
public final class HttpAnswer implements Processor {
    private static final int LONGEST_EXCERPT = 300;

    @Override
    public void process(Exchange exchange) throws HttpRefusal {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String body = message.getBody(String.class);
        if (status / 100 != 2) {
            throw new HttpRefusal(status, excerpt(status, body, exchange),
                    RetryAfter.of(message.getHeader("Retry-After", String.class), Instant.now()));
        }
        Answer.note(exchange, excerpt(status, body, exchange));
        message.setBody(body == null ? "" : body);
    }

    private static String excerpt(int status, String body, Exchange exchange) {
        Message message = exchange.getMessage();
        String reason = body == null || body.isBlank()
                ? message.getHeader(Exchange.HTTP_RESPONSE_TEXT, "", String.class)
                : body;
        Secrets ours = new Secrets(Arrays.asList(message.getHeader(Exchange.HTTP_URI, String.class),
                message.getHeader("Authorization", String.class), exchange.getVariable("token", String.class),
                exchange.getVariable("password", String.class), exchange.getVariable("secret", String.class),
                exchange.getVariable("headers", String.class)));
        String line = ours.mask(reason).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return (status + " " + Ellipsis.cut(line, LONGEST_EXCERPT)).strip();
    }
}
