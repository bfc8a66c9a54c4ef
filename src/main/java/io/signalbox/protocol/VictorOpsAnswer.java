package io.signalbox.protocol;

import java.io.IOException;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.event.EventJson;

/** Did Splunk On-Call take an alert? Its answer may be 200 and yet say {@code "result":"failure"}, with the reason. */
@Named("victorOpsAnswer")
@Singleton
@Unremovable // only routes name it
public final class VictorOpsAnswer implements Processor {
    @Override
    public void process(Exchange exchange) throws Exception {
        String result = null;
        String reason = "";
        try (JsonParser json = EventJson.FACTORY.createParser(exchange.getMessage().getBody(String.class))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "result" -> result = json.getValueAsString();
                    case "message" -> reason = json.getValueAsString("");
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            result = null;
        }
        if ("failure".equals(result)) {
            throw new Refused(Ellipsis.cut("200 failure: " + reason, 300));
        }
        if (!"success".equals(result)) {
            // A login page, a proxy's greeting, an answer cut short: sending again does no harm.
            throw new NotNow("200, but what follows is not Splunk On-Call's answer", null);
        }
    }
}
