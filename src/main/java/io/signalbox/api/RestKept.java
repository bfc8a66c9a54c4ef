package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.Receipt;

/** Which events of a request are kept by now? */
@ApplicationScoped
@Unremovable
@Named("rest-kept")
public class RestKept implements Processor {
    @Override
    public void process(Exchange exchange) {
        exchange.getProperty(Posted.PROPERTY, Posted.class).kept(exchange.getMessage().getBody(Receipt.class));
    }
}
