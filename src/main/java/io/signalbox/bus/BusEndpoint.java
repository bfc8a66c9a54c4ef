package io.signalbox.bus;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** What stands at one end of a route that begins or ends at the bus? */
final class BusEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
    private final Subscription subscription;
    private final Retry retry;

    BusEndpoint(String uri, Component component, Subscription subscription, Retry retry) {
        super(uri, component);
        this.subscription = subscription;
        this.retry = retry;
    }

    @Override
    public Producer createProducer() {
        BusComponent component = (BusComponent) getComponent();
        return switch (subscription.channels().get(0)) {
            case "retry" -> new VerdictProducer(this, exchange -> Verdict.later(Verdict.cause(exchange), retry));
            case "overflow" -> new VerdictProducer(this, exchange -> new Verdict.Over());
            case "dead-letters" ->
                new VerdictProducer(this, exchange -> new Verdict.Refused(Verdict.reason(Verdict.cause(exchange))));
            case "commit" -> new CommitProducer(this, component.bus(), component.backends());
            default -> new BusProducer(this, component.bus(), component.bus().channels().bits(subscription.channels()));
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        BusComponent component = (BusComponent) getComponent();
        BusConsumer consumer = new BusConsumer(this, processor, component.bus(), component.catalogue(),
                component.backends(), subscription);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        // Two backends may well ask for the same: each has its own cursor.
        return true;
    }
}
