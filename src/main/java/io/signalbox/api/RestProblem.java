package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jboss.logging.Logger;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.NotKept;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.JsonBuffer;

/**
 * What is a sender told when its events are not kept? Where the request failed half way, how many items from its beginning are kept
 * ({@code accepted}): the rest is to be sent again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
@ApplicationScoped
@Unremovable
@Named("rest-problem")
public class RestProblem implements Processor {
    private static final Logger LOG = Logger.getLogger(RestProblem.class);
    private static final int USUAL_LENGTH = 256;

    private record Problem(int status, String title, String field, String detail, String retryAfterSeconds) {
    }

    @Override
    public void process(Exchange exchange) {
        Problem problem = of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        JsonBuffer json = new JsonBuffer(USUAL_LENGTH);
        json.raw("{");
        RestAnswer.problem(json, problem.status, problem.title, problem.detail);
        if (problem.field != null) {
            json.raw(",\"field\":").text(problem.field);
        }
        Posted posted = exchange.getProperty(Posted.PROPERTY, Posted.class);
        if (posted != null) {
            json.raw(",\"accepted\":").number(accepted(posted));
        }
        RestAnswer.answer(exchange.getMessage(), problem.status, json.raw("}").toBytes());
        if (problem.retryAfterSeconds != null) {
            exchange.getMessage().setHeader(RestAnswer.RETRY_AFTER, problem.retryAfterSeconds);
        }
    }

    /** Items from its beginning that are kept: also those that were still on their way when the rest failed. */
    private static int accepted(Posted posted) {
        try {
            posted.settle();
        } catch (Exception e) {
            LOG.debugf("The last of what a request left behind is not kept either: %s", e.getMessage());
        }
        return posted.ids().size();
    }

    private static Problem of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEvent invalid) {
                String what = invalid.field() == null ? "the body " : "";
                return new Problem(400, "Not an event", invalid.field(), what + invalid.getMessage(), null);
            }
            if (cause instanceof UnknownForm) {
                return new Problem(415, "Unknown form", null, cause.getMessage(), null);
            }
            if (cause instanceof TooLarge) {
                return new Problem(413, "Too large", null, cause.getMessage(), null);
            }
            if (cause instanceof NotKept notKept) {
                return notKept.isOverloaded()
                        ? new Problem(429, "Too fast", null, notKept.getMessage() + "; send again, more slowly", "1")
                        : new Problem(503, "Not kept", null,
                                notKept.getMessage() + "; keep the event and send it again", "5");
            }
            if (cause instanceof Posted.BodyBroken) {
                return new Problem(400, "Broken off", null,
                        "the body could not be read to its end: " + cause.getMessage(), null);
            }
        }
        LOG.error("An event could not be taken in, by a fault of ours", failure);
        return new Problem(503, "Not kept", null,
                "an internal fault kept the event from being taken in; send it again, and see the log",
                "5");
    }
}
