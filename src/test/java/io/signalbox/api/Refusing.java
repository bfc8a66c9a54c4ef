package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.Refused;

/** Refuses what is about {@code refused}. */
@ApplicationScoped
@Unremovable
@Named("refusing")
public class Refusing implements Processor {
    @Override
    public void process(Exchange exchange) throws Refused {
        if ("refused".equals(EventBody.of(exchange).get(0).subject())) {
            throw new Refused("422 unknown service");
        }
    }
}
