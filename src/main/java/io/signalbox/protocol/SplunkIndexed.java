package io.signalbox.protocol;

import java.io.IOException;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.EventJson;

/** Are our events in Splunk's index? Its answer to {@link SplunkChannel}'s question, {@code {"acks":{"7":true}}}, ends the asking. */
@Named("splunkIndexed")
@Singleton
@Unremovable // only routes name it
public final class SplunkIndexed implements Processor {
    @Override
    public void process(Exchange exchange) {
        String ackId = exchange.getVariable("ackId", String.class);
        if (said(exchange.getMessage().getBody(String.class), ackId)) {
            exchange.removeVariable("ackId");
            exchange.removeVariable("since");
        }
    }

    private static boolean said(String answer, String ackId) {
        try (JsonParser json = EventJson.FACTORY.createParser(answer)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_TRUE && ackId.equals(json.currentName())) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }
}
