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
 * Which events of a bulk request did Elasticsearch keep? Its answer is 200 even where it kept none: each item says for itself.
 *
 * <p>
 * 2xx and 409 (there already: we have sent it before) are kept; 429 and 5xx may be kept later; the rest, such as a field whose type is
 * another one in this index, never will be.
 */
@Named("elasticsearchAnswer")
@Singleton
@Unremovable // only routes name it
public final class ElasticsearchAnswer implements Processor {
    private static final int LONGEST_REASON = 300;

    @Override
    public void process(Exchange exchange) throws Exception {
        int events = exchange.getVariable("events", Integer.class);
        Map<Integer, Exception> failures = failures(exchange.getMessage().getBody(String.class), events);
        if (!failures.isEmpty()) {
            throw events == 1 ? failures.get(0) : new PartlyAccepted(failures);
        }
    }

    private static Map<Integer, Exception> failures(String answer, int events) throws NotNow {
        Map<Integer, Exception> failures = new TreeMap<>();
        int items = 0;
        try (JsonParser json = EventJson.FACTORY.createParser(answer)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("items")) {
                    items = items(json, failures);
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            items = -1;
        }
        if (items != events) {
            // A login page, a proxy's greeting, an answer cut short: sending again does no harm.
            throw new NotNow("200, but what follows is not the answer to our bulk request", null);
        }
        return failures;
    }

    /** {@code [{"create":{…}},…]}, in the order of the request. */
    private static int items(JsonParser json, Map<Integer, Exception> failures) throws IOException {
        int items = 0;
        while (json.nextToken() == JsonToken.START_OBJECT) {
            json.nextToken();
            json.nextToken();
            Exception failure = item(json);
            if (failure != null) {
                failures.put(items, failure);
            }
            json.nextToken();
            items++;
        }
        return items;
    }

    private static Exception item(JsonParser json) throws IOException {
        int status = 0;
        StringBuilder reason = new StringBuilder();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("status")) {
                status = json.getIntValue();
            } else if (name.equals("error")) {
                error(json, reason);
            } else {
                json.skipChildren();
            }
        }
        if (status / 100 == 2 || status == 409) {
            return null;
        }
        String answer = Ellipsis.cut(status + " " + reason, LONGEST_REASON);
        return status == 429 || status >= 500 || status == 0 ? new NotNow(answer, null) : new Refused(answer);
    }

    /** {@code {"type":…,"reason":…,"caused_by":{"reason":…}}}: the innermost reason is the one that helps. */
    private static void error(JsonParser json, StringBuilder reason) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            reason.append(json.getValueAsString(""));
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "type", "reason" -> reason.append(reason.isEmpty() ? "" : ": ").append(json.getValueAsString(""));
                case "caused_by" -> error(json, reason);
                default -> json.skipChildren();
            }
        }
    }
}
