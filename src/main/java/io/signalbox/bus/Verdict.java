package io.signalbox.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.camel.Exchange;

/** What became of the events of one exchange? */
sealed interface Verdict {
    /** Where a route's error handling leaves its verdict on the exchange. */
    String PROPERTY = "SignalboxVerdict";

    /** The backend took them, and said this; null where it said nothing. */
    record Accepted(String answer) implements Verdict {
    }

    /** It never will. */
    record Refused(String reason) implements Verdict {
    }

    /** It may later. */
    record Later(String reason, Duration asked, Retry retry) implements Verdict {
    }

    /** The route's throttle is used up: it was not sent. */
    record Over() implements Verdict {
    }

    /** It took some: by place in the batch, what became of the others. */
    record Partly(Map<Integer, Verdict> others) implements Verdict {
    }

    static Verdict of(Exchange exchange) {
        Object left = exchange.getProperty(PROPERTY);
        Throwable cause = cause(exchange);
        if (cause instanceof PartlyAccepted answer) {
            return partly(answer, left instanceof Later later ? later.retry : Retry.DEFAULT);
        }
        if (left instanceof Verdict verdict) {
            return verdict;
        }
        if (exchange.getException() == null) {
            return new Accepted(Answer.of(exchange));
        }
        return single(cause, Retry.DEFAULT);
    }

    private static Verdict partly(PartlyAccepted answer, Retry retry) {
        Map<Integer, Verdict> others = new HashMap<>();
        answer.failures().forEach((place, failure) -> others.put(place, single(failure, retry)));
        return new Partly(others);
    }

    private static Verdict single(Throwable failure, Retry retry) {
        return failure instanceof io.signalbox.bus.Refused ? new Refused(reason(failure)) : later(failure, retry);
    }

    static Later later(Throwable failure, Retry retry) {
        return new Later(failure == null ? "" : reason(failure),
                failure instanceof AsksToWait asking ? asking.retryAfter() : null, retry);
    }

    /** What went wrong in the exchange, whether or not the route has handled it. */
    static Throwable cause(Exchange exchange) {
        return exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    static String reason(Throwable failure) {
        if (failure == null) {
            return "the route sent it to its dead letters";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
