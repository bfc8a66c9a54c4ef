package io.signalbox.api;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.EventJson;
import io.signalbox.event.Reading;

/**
 * What is a sender told of its events?
 *
 * <p>
 * 202 {@code {"accepted":2,"duplicates":0,"ids":[…]}} when all are kept; 207 with
 * {@code "items":[{"index":0,"status":202,"id":…},{"index":1,"status":400,"field":…,"detail":…}]} when some were no events; 400 with the
 * same list when none was.
 */
@ApplicationScoped
@Unremovable
@Named("rest-answer")
public class RestAnswer implements Processor {
    static final String CONTENT_TYPE = Exchange.CONTENT_TYPE;
    static final String RETRY_AFTER = "Retry-After";
    private static final int ACCEPTED = 202;
    private static final int MIXED = 207;
    private static final int BAD = 400;

    @Override
    public void process(Exchange exchange) throws IOException {
        Posted posted = exchange.getProperty(Posted.PROPERTY, Posted.class);
        int status = posted.refusals().isEmpty() ? ACCEPTED : posted.ids().isEmpty() ? BAD : MIXED;
        try (ByteArrayBuilder out = new ByteArrayBuilder();
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            if (status == BAD) {
                problem(json, status, "No event in it",
                        "none of the " + posted.refusals().size() + " items is an event");
            }
            json.writeNumberField("accepted", posted.ids().size());
            json.writeNumberField("duplicates", posted.duplicates());
            if (status == ACCEPTED) {
                json.writeFieldName("ids");
                EventJson.value(json, posted.ids());
            } else {
                json.writeNumberField("rejected", posted.refusals().size());
                items(json, posted);
            }
            json.writeEndObject();
            json.flush();
            answer(exchange.getMessage(), status, out.toByteArray());
        }
    }

    static void answer(Message message, int status, byte[] body) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(CONTENT_TYPE, status < BAD ? "application/json" : "application/problem+json");
        // As a buffer it is written at once, with its length; an array would be streamed in small pieces.
        message.setBody(ByteBuffer.wrap(body));
    }

    static void problem(JsonGenerator json, int status, String title, String detail) throws IOException {
        json.writeStringField("type", "about:blank");
        json.writeStringField("title", title);
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
    }

    /** Accepted and refused, merged in the order of the request. */
    private static void items(JsonGenerator json, Posted posted) throws IOException {
        json.writeArrayFieldStart("items");
        int good = 0;
        int bad = 0;
        while (good < posted.ids().size() || bad < posted.refusals().size()) {
            boolean goodIsNext = bad == posted.refusals().size()
                    || good < posted.ids().size() && posted.places().get(good) < posted.refusals().get(bad).index();
            json.writeStartObject();
            if (goodIsNext) {
                json.writeNumberField("index", posted.places().get(good));
                json.writeNumberField("status", ACCEPTED);
                json.writeStringField("id", posted.ids().get(good++));
            } else {
                refusal(json, posted.refusals().get(bad++));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void refusal(JsonGenerator json, Reading.Refusal refusal) throws IOException {
        json.writeNumberField("index", refusal.index());
        json.writeNumberField("status", BAD);
        if (refusal.field() != null) {
            json.writeStringField("field", refusal.field());
        }
        json.writeStringField("detail", refusal.detail());
    }
}
