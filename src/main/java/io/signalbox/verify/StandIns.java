package io.signalbox.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

import io.signalbox.bus.Group;
import io.signalbox.bus.HandsOver;
import io.signalbox.explain.Sent;

/**
 * Which steps are played? Those that wait: a throttle counts, and its window turns when it is told to. Those that send by themselves, and those that put events on the
 * bus again: what they hand over is a request here.
 */
final class StandIns implements InterceptStrategy {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Outside outside;

    StandIns(Outside outside) {
        this.outside = outside;
    }

    /** The window of every throttle turns. */
    void turn() {
        counts.clear();
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        if (definition instanceof ThrottleDefinition throttle) {
            return new Counted(context, throttle);
        }
        if (definition instanceof DelayDefinition) {
            return new Played() {
                @Override
                void play(Exchange exchange) {
                    // Nobody waits.
                }
            };
        }
        if (definition instanceof ProcessDefinition process && process.getRef() != null && context.getRegistry()
                .lookupByName(context.resolvePropertyPlaceholders(process.getRef())) instanceof HandsOver sender) {
            return new Played() {
                @Override
                void play(Exchange exchange) throws Exception {
                    HandsOver.Handover handover = sender.handover(exchange);
                    outside.answer(new Sent(null, handover.to(), Map.of(), handover.text()));
                }
            };
        }
        if (definition instanceof ToDefinition to && String.valueOf(to.getUri()).startsWith("bus:commit")) {
            return new Played() {
                @Override
                void play(Exchange exchange) {
                    // The batch is appended where the test can look at it.
                }
            };
        }
        AsyncProcessor real = target instanceof AsyncProcessor async ? async : new DelegateAsyncProcessor(target);
        return definition instanceof ToDefinition to
                && String.valueOf(to.getUri()).matches("bus:(?!retry|dead-letters|overflow).*")
                        ? new OnTheBus(to.getUri(), real)
                        : real;
    }

    /** Stands for a step. Anything but an {@link AsyncProcessor} would be called before the step, not instead of it. */
    private abstract static class Played extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                play(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }

        abstract void play(Exchange exchange) throws Exception;
    }

    /** Lets so many through, and rejects the others where the route says so; else they would have waited. */
    private final class Counted extends Played {
        private final String id;
        private final boolean rejects;
        private final Expression most;
        private final Expression key;

        Counted(CamelContext context, ThrottleDefinition throttle) {
            id = throttle.getId() == null ? throttle.toString() : throttle.getId();
            rejects = Boolean.TRUE
                    .equals(CamelContextHelper.parseBoolean(context, throttle.getRejectExecution()));
            most = expression(context, throttle);
            key = throttle.getCorrelationExpression() == null
                    ? null
                    : expression(context, throttle.getCorrelationExpression().getExpressionType());
        }

        private static Expression expression(CamelContext context, ExpressionNode node) {
            return expression(context, node.getExpression());
        }

        private static Expression expression(CamelContext context, ExpressionDefinition definition) {
            return context.resolveLanguage(definition.getLanguage())
                    .createExpression(context.resolvePropertyPlaceholders(definition.getExpression()));
        }

        @Override
        void play(Exchange exchange) {
            String whose = id + (key == null ? "" : "/" + key.evaluate(exchange, String.class));
            int count = counts.merge(whose, 1, Integer::sum);
            if (rejects && count > most.evaluate(exchange, Long.class)) {
                throw new ThrottlerRejectedExecutionException("Exceeded the max throttle rate within the window");
            }
        }
    }

    /** A group of a batch is only marked; whatever else is put on the bus here would begin its way anew. */
    private final class OnTheBus extends DelegateAsyncProcessor {
        private final String uri;

        OnTheBus(String uri, AsyncProcessor real) {
            super(real);
            this.uri = uri;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (exchange.getMessage().getBody() instanceof Group) {
                return super.process(exchange, callback);
            }
            try {
                outside.answer(Sent.message(uri, exchange));
            } catch (Exception e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
