package io.signalbox.protocol;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;

/** Which events does a Pushgateway have? Those that {@link PrometheusPush} told it of, now that it has answered; so they count. */
@Named("prometheusPushed")
@Singleton
@Unremovable // only routes name it
public final class PrometheusPushed implements Processor {
    @Override
    public void process(Exchange exchange) {
        PrometheusPush.Pushed pushed = exchange.getVariable("pushed", PrometheusPush.Pushed.class);
        pushed.series().add(pushed.events());
        exchange.removeVariable("pushed");
    }
}
