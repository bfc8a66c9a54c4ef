package io.signalbox.explain;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

import io.signalbox.bus.Group;
import io.signalbox.bus.HandsOver;

/**
 * Which steps are played, where nothing may leave and nobody waits? Throttles and delays. Those that send by themselves, and those that put events on the bus again: what
 * they hand over goes to a {@link Peer} instead.
 */
public final class StandIns implements InterceptStrategy {
    private static final String COMMIT = "bus:commit";
    /** What error handling does with events has its place in the delivery. */
    private static final String OF_A_DELIVERY = "bus:(retry|dead-letters|overflow).*";

    private final Peer peer;
    private final BiFunction<CamelContext, ThrottleDefinition, Played.Step> throttles;
    private final Consumer<ToDefinition> branches;
    private final boolean strict;

    /**
     * @param throttles
     *            what a throttle does
     * @param branches
     *            told of each step that puts events on channels, when they come by
     * @param strict
     *            whether Java that may send, since nothing else does, is held up
     */
    public StandIns(Peer peer, BiFunction<CamelContext, ThrottleDefinition, Played.Step> throttles,
            Consumer<ToDefinition> branches,
            boolean strict) {
        this.peer = peer;
        this.throttles = throttles;
        this.branches = branches;
        this.strict = strict;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        if (definition instanceof ThrottleDefinition throttle) {
            return new Played(throttles.apply(context, throttle));
        }
        if (definition instanceof DelayDefinition) {
            return new Played(exchange -> {
                // Nobody waits.
            });
        }
        if (definition instanceof ProcessDefinition process && bean(context, process) instanceof HandsOver sender) {
            return new Played(exchange -> peer.take(sender.handover(exchange)));
        }
        if (strict && UnknownSender.isOne(context, definition)) {
            Sent unknown = new Sent(null, "java:" + UnknownSender.name(context, definition), Map.of(),
                    "What it sends is not known: it does not implement " + HandsOver.class.getName() + ".");
            return new Played(exchange -> peer.take(unknown));
        }
        AsyncProcessor real = target instanceof AsyncProcessor async ? async : new DelegateAsyncProcessor(target);
        if (!(definition instanceof ToDefinition to) || !String.valueOf(to.getUri()).startsWith("bus:")
                || to.getUri().matches(OF_A_DELIVERY)) {
            return real;
        }
        return to.getUri().startsWith(COMMIT)
                ? new Played(exchange -> {
                    // The batch comes back, and whoever sent it looks at it.
                })
                : new OnTheBus(to, real);
    }

    static Object bean(CamelContext context, ProcessDefinition process) {
        return process.getRef() == null
                ? null
                : context.getRegistry().lookupByName(context.resolvePropertyPlaceholders(process.getRef()));
    }

    /** A group of a batch is only marked; whatever else is put on the bus here would begin its way anew. */
    private final class OnTheBus extends DelegateAsyncProcessor {
        private final ToDefinition to;

        OnTheBus(ToDefinition to, AsyncProcessor real) {
            super(real);
            this.to = to;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (exchange.getMessage().getBody() instanceof Group) {
                branches.accept(to);
                return super.process(exchange, callback);
            }
            try {
                peer.take(Sent.message(to.getUri(), exchange));
            } catch (Exception e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
