package io.signalbox.protocol;

import java.io.IOException;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.EventJson;

/**
 * How long does Discord ask us to wait? Its 429 says so in its body, {@code "retry_after": 0.57}; that becomes the {@code Retry-After}.
 *
 * @see <a href="https://docs.discord.com/developers/topics/rate-limits">Rate limits</a>
 */
@Named("discordWait")
@Singleton
@Unremovable // only routes name it
public final class DiscordWait implements Processor {
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class) != 429) {
            return;
        }
        String body = message.getBody(String.class);
        message.setBody(body);
        try (JsonParser json = EventJson.FACTORY.createParser(body == null ? "" : body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isNumeric() && name.equals("retry_after")) {
                    message.setHeader("Retry-After", String.valueOf((long) Math.ceil(json.getDoubleValue())));
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            // No JSON, such as a proxy's page: the header stands as it came.
        }
    }
}
