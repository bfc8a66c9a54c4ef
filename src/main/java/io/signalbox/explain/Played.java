package io.signalbox.explain;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** What stands for a step of a route? Anything but an asynchronous processor would be called before the step, not instead of it. */
public final class Played extends AsyncProcessorSupport {
    /** What happens instead. */
    public interface Step {
        /** Whatever it throws is the exchange's failure. */
        void play(Exchange exchange) throws Exception;
    }

    private final Step step;

    public Played(Step step) {
        this.step = step;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            step.play(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }
}
