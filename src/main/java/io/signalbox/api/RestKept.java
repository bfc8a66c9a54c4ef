package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.CommitProducer;
import io.signalbox.bus.Receipt;

/** Which events of a request are kept by now, and which come next? */
@ApplicationScoped
@Unremovable
@Named("rest-kept")
public class RestKept implements Processor {
    @Override
    public void process(Exchange exchange) throws Exception {
        Posted posted = exchange.getProperty(Posted.PROPERTY, Posted.class);
        if (exchange.getMessage().getBody() instanceof CommitProducer.Underway underway) {
            posted.left(underway);
        } else {
            posted.kept(exchange.getMessage().getBody(Receipt.class));
        }
        exchange.getMessage().setBody(posted.next());
    }
}
