package io.signalbox.bus;

import java.util.function.Function;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** What becomes of events that a backend did not accept? {@code routes/error-handling.camel.yaml} says so by sending them here. */
final class VerdictProducer extends DefaultProducer {
    private final Function<Exchange, Verdict> verdict;

    VerdictProducer(Endpoint endpoint, Function<Exchange, Verdict> verdict) {
        super(endpoint);
        this.verdict = verdict;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(Verdict.PROPERTY, verdict.apply(exchange));
    }
}
