package io.signalbox.protocol;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.EventJson;

/**
 * What did Splunk's collector say of our events? {@code {"text":"Success","code":0,"ackId":7}}, or which of them it can't read.
 *
 * <p>
 * The first that it can't read it names by {@code invalid-event-number}, counted from 0, and stops there: that one is refused, the others
 * are sent again, for what it did with those before is not told. Codes that are about the request (a wrong token or index, a queue that is
 * full) are left to {@code httpAnswer}. Variable {@code acknowledgement}; sets {@code ackId} where it is {@code true}.
 *
 * @see <a href="https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/troubleshoot-http-event-collector">Status codes</a>
 */
@Named("splunkAnswer")
@Singleton
@Unremovable // only routes name it
public final class SplunkAnswer implements Processor {
    @Override
    public void process(Exchange exchange) throws Exception {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String body = exchange.getMessage().getBody(String.class);
        Answer answer = read(body == null ? "" : body);
        if (status == 400 && answer.aboutOneEvent()) {
            refuse(exchange, answer);
        }
        if (status / 100 == 2) {
            // Codes 24 and 25, "approaching capacity", come with a yes.
            if (answer.code != 0 && answer.code != 24 && answer.code != 25) {
                throw new NotNow(status + ", but what follows is not an answer of Splunk's collector", null);
            }
            if ("true".equals(exchange.getVariable("acknowledgement", String.class))) {
                if (answer.ackId < 0) {
                    throw new NotNow(
                            "accepted, but this token gives no acknowledgement: switch it on in Splunk, or off here",
                            null);
                }
                exchange.setVariable("ackId", answer.ackId);
            }
        }
    }

    private static void refuse(Exchange exchange, Answer answer) throws Exception {
        int events = exchange.getVariable("until", 0, Integer.class) - exchange.getVariable("from", 0, Integer.class);
        Refused refused = new Refused("400 " + answer.code + " " + Ellipsis.cut(answer.text, 300));
        if (events == 1) {
            throw refused;
        }
        if (answer.invalid < events) {
            Map<Integer, Exception> failures = new TreeMap<>();
            for (int i = 0; i < events; i++) {
                failures.put(i, i == answer.invalid
                        ? refused
                        : new NotNow("sent with an event that Splunk refused: " + refused.getMessage(), null));
            }
            throw new PartlyAccepted(failures);
        }
    }

    private static Answer read(String body) {
        Answer answer = new Answer();
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "text" -> answer.text = json.getValueAsString("");
                    case "code" -> answer.code = json.getValueAsInt(-1);
                    case "invalid-event-number" -> answer.invalid = json.getValueAsInt(-1);
                    case "ackId" -> answer.ackId = json.getValueAsLong(-1);
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            answer.code = -1;
        }
        return answer;
    }

    private static final class Answer {
        private String text = "";
        private int code = -1;
        private int invalid = -1;
        private long ackId = -1;

        /** Invalid data format, event field required or blank, indexed fields: one event is at fault. */
        boolean aboutOneEvent() {
            return invalid >= 0 && (code == 6 || code == 12 || code == 13 || code == 15);
        }
    }
}
