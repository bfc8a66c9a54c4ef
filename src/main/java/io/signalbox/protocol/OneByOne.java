package io.signalbox.protocol;

import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;

/**
 * What became of a batch that an API takes only event by event? The first failure ends it: what came before is done, the failed event goes
 * its own way, and the rest is tried again. So a problem's end never overtakes its beginning.
 *
 * <p>
 * Called where a {@code split} with {@code stopOnException} has failed.
 */
@Named("oneByOne")
@Singleton
@Unremovable // only routes name it
public final class OneByOne implements Processor {
    @Override
    public void process(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        int failed = 0;
        if (failure instanceof CamelExchangeException split && split.getCause() instanceof Exception cause) {
            // Only the part that failed knows its place; the whole forgets it.
            failed = split.getExchange().getProperty(Exchange.SPLIT_INDEX, 0, Integer.class);
            failure = cause;
        }
        int size = exchange.getVariable("events", 1, Integer.class);
        if (size == 1) {
            throw failure;
        }
        Map<Integer, Exception> failures = new TreeMap<>();
        failures.put(failed, single(failure));
        for (int place = failed + 1; place < size; place++) {
            failures.put(place, new NotNow("not tried: an event before it failed", null));
        }
        throw new PartlyAccepted(failures);
    }

    private static Exception single(Exception failure) {
        if (failure instanceof HttpRefusal refusal) {
            return refusal.forGood()
                    ? new Refused(refusal.getMessage())
                    : new NotNow(refusal.getMessage(), refusal.retryAfter());
        }
        boolean said = failure instanceof Refused || failure instanceof NotNow;
        return said ? failure : new NotNow(failure.toString(), null);
    }
}
