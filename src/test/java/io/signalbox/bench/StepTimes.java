package io.signalbox.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Which steps of a route are ours, and how much CPU time do they take? Every {@code process} and {@code bean} is; until an exchange is sent
 * they make the request, after that they read the answer. Also takes the throttles away: how fast a backend may be is not asked here.
 */
final class StepTimes implements InterceptStrategy {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String SENT = "benchSent";

    private final Map<String, Long> each = new TreeMap<>();
    private long requests;

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor nextTarget) {
        if (definition instanceof ThrottleDefinition) {
            return exchange -> {
            };
        }
        if (definition instanceof ToDefinition to && !to.getEndpointUri().startsWith("kamelet:")) {
            return new DelegateAsyncProcessor(target) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    exchange.setProperty(SENT, true);
                    return super.process(exchange, callback);
                }
            };
        }
        if (definition instanceof ProcessDefinition step) {
            return timed(step.getRef(), target);
        }
        return definition instanceof BeanDefinition step
                ? timed(step.getRef() + "." + step.getMethod(), target)
                : target;
    }

    private Processor timed(String name, Processor target) {
        return exchange -> {
            boolean request = exchange.getProperty(SENT) == null;
            long began = THREADS.getCurrentThreadCpuTime();
            target.process(exchange);
            long took = THREADS.getCurrentThreadCpuTime() - began;
            add(name, took, request);
        };
    }

    private synchronized void add(String name, long nanos, boolean request) {
        each.merge(name, nanos, Long::sum);
        requests += request ? nanos : 0;
    }

    /** How long requests took to make, in nanoseconds, since the start. */
    synchronized long requests() {
        return requests;
    }

    /** How long each step took, in nanoseconds, since the start. */
    synchronized Map<String, Long> each() {
        return new TreeMap<>(each);
    }
}
