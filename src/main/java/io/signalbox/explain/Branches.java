package io.signalbox.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;

/** Which steps put an event on channels? */
final class Branches {
    private final List<Explanation.Branch> branches = Collections.synchronizedList(new ArrayList<>());

    void note(ToDefinition to) {
        branches.add(branch(to));
    }

    /** Those that were gone since the last time; they are forgotten. */
    List<Explanation.Branch> taken() {
        List<Explanation.Branch> taken = List.copyOf(branches);
        branches.clear();
        return taken;
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
