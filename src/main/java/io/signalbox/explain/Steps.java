package io.signalbox.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Which steps put an event on channels? Those that only cost time, or keep the event, are left out. */
final class Steps implements InterceptStrategy {
    private static final String BUS = "bus:";
    private static final String COMMIT = "bus:commit";

    private final List<Explanation.Branch> branches = Collections.synchronizedList(new ArrayList<>());

    /** Those that were gone since the last time; they are forgotten. */
    List<Explanation.Branch> taken() {
        List<Explanation.Branch> taken = List.copyOf(branches);
        branches.clear();
        return taken;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        if (definition instanceof ThrottleDefinition || definition instanceof DelayDefinition) {
            return new Nothing();
        }
        if (definition instanceof ToDefinition to && to.getUri() != null && to.getUri().startsWith(BUS)) {
            if (to.getUri().startsWith(COMMIT)) {
                return new Nothing();
            }
            Explanation.Branch branch = branch(to);
            return new DelegateAsyncProcessor(target) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    branches.add(branch);
                    return super.process(exchange, callback);
                }
            };
        }
        return target instanceof AsyncProcessor ? target : new DelegateAsyncProcessor(target);
    }

    /** Stands for a step that is left out. Anything but an {@link AsyncProcessor} would be called before the step, not instead of it. */
    private static final class Nothing extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            callback.done(true);
            return true;
        }
    }

    private static Explanation.Branch branch(ToDefinition to) {
        NamedNode route = to;
        while (route.getParent() != null && !(route instanceof RouteDefinition)) {
            route = route.getParent();
        }
        String file = route instanceof RouteDefinition found && found.getResource() != null
                ? found.getResource().getLocation().replaceFirst("^file:", "")
                : to.getLocation();
        WhenDefinition when = when(to);
        if (when != null) {
            String condition = when.getExpression().getExpression().strip().replaceAll("\\s+", " ");
            return new Explanation.Branch(file, when.getLineNumber() > 0 ? when.getLineNumber() : to.getLineNumber(),
                    condition, to.getUri());
        }
        return new Explanation.Branch(file, to.getLineNumber(), isOtherwise(to) ? "otherwise" : "always", to.getUri());
    }

    /** The nearest {@code when} around a step; Camel calls its {@code choice} the parent of what stands in it. */
    private static WhenDefinition when(ProcessorDefinition<?> step) {
        for (ProcessorDefinition<?> node = step; node != null; node = node.getParent()) {
            if (node.getParent() instanceof ChoiceDefinition choice) {
                for (WhenDefinition when : choice.getWhenClauses()) {
                    if (when.getOutputs().contains(node)) {
                        return when;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isOtherwise(ToDefinition to) {
        return to.getParent() instanceof ChoiceDefinition choice && choice.getOtherwise() != null
                && choice.getOtherwise().getOutputs().contains(to);
    }
}
