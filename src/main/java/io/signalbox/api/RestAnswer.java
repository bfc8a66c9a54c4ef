package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.event.JsonBuffer;
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
    private static final int USUAL_LENGTH = 100;
    /** Of an id of our own, its quotes and a comma. */
    private static final int ID_LENGTH = 39;

    @Override
    public void process(Exchange exchange) {
        Posted posted = exchange.getProperty(Posted.PROPERTY, Posted.class);
        int status = posted.refusals().isEmpty() ? ACCEPTED : posted.ids().size() == 0 ? BAD : MIXED;
        JsonBuffer json = new JsonBuffer(posted.ids().size() * ID_LENGTH + USUAL_LENGTH);
        json.raw("{");
        if (status == BAD) {
            problem(json, status, "No event in it", "none of the " + posted.refusals().size() + " items is an event");
            json.raw(",");
        }
        json.raw("\"accepted\":").number(posted.ids().size());
        json.raw(",\"duplicates\":").number(posted.duplicates());
        if (status == ACCEPTED) {
            json.raw(",\"ids\":[");
            posted.ids().write(json);
        } else {
            json.raw(",\"rejected\":").number(posted.refusals().size()).raw(",\"items\":[");
            items(json, posted);
        }
        answer(exchange.getMessage(), status, json.raw("]}").toBytes());
    }

    static void answer(Message message, int status, byte[] body) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(CONTENT_TYPE, status < BAD ? "application/json" : "application/problem+json");
        message.setBody(body);
    }

    static void problem(JsonBuffer json, int status, String title, String detail) {
        json.raw("\"type\":\"about:blank\",\"title\":").text(title).raw(",\"status\":").number(status)
                .raw(",\"detail\":").text(detail);
    }

    /** Accepted and refused, merged in the order of the request. */
    private static void items(JsonBuffer json, Posted posted) {
        KeptIds ids = posted.ids();
        int good = 0;
        int bad = 0;
        while (good < ids.size() || bad < posted.refusals().size()) {
            boolean goodIsNext = bad == posted.refusals().size()
                    || good < ids.size() && ids.place(good) < posted.refusals().get(bad).index();
            json.raw(good + bad == 0 ? "{\"index\":" : ",{\"index\":");
            if (goodIsNext) {
                json.number(ids.place(good)).raw(",\"status\":202,\"id\":");
                ids.write(good++, json);
            } else {
                refusal(json, posted.refusals().get(bad++));
            }
            json.raw("}");
        }
    }

    private static void refusal(JsonBuffer json, Reading.Refusal refusal) {
        json.number(refusal.index()).raw(",\"status\":400");
        if (refusal.field() != null) {
            json.raw(",\"field\":").text(refusal.field());
        }
        json.raw(",\"detail\":").text(refusal.detail());
    }
}
