package io.signalbox.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.apache.camel.support.CamelContextHelper;

import io.signalbox.explain.Played;

/** How many does a throttle let through, where no time passes? It counts, and its window turns when it is told to. */
final class Throttles {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** The window of every throttle turns. */
    void turn() {
        counts.clear();
    }

    Played.Step counted(CamelContext context, ThrottleDefinition throttle) {
        return new Counted(context, throttle);
    }

    /** Lets so many through, and rejects the others where the route says so; else they would have waited. */
    private final class Counted implements Played.Step {
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
        public void play(Exchange exchange) {
            String whose = id + (key == null ? "" : "/" + key.evaluate(exchange, String.class));
            int count = counts.merge(whose, 1, Integer::sum);
            if (rejects && count > most.evaluate(exchange, Long.class)) {
                throw new ThrottlerRejectedExecutionException("Exceeded the max throttle rate within the window");
            }
        }
    }
}
