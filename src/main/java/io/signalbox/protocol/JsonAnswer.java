package io.signalbox.protocol;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.NotNow;

/** Was it the backend that said yes? Where it would have answered with JSON or nothing, a login page or a proxy's greeting is no answer. */
@Named("jsonAnswer")
@Singleton
@Unremovable // only routes name it
public final class JsonAnswer implements Processor {
    @Override
    public void process(Exchange exchange) throws NotNow {
        String body = exchange.getMessage().getBody(String.class).strip();
        if (!body.isEmpty() && !body.startsWith("{")) {
            throw new NotNow(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)
                    + ", but what follows is not an answer of this backend", null);
        }
    }
}
