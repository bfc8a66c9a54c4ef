package io.signalbox.explain;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

import io.signalbox.bus.HandsOver;

/** May a Java step send by itself? Yes, where its route has no other way out: then what leaves it can only leave by Java. */
final class UnknownSender {
    /** Camel ends a Kamelet's route with one that leads back to its caller. */
    private static final String STAYS = "(log|bean|class|language):.*|kamelet:(//)?sink([?].*)?";

    private UnknownSender() {
    }

    static boolean isOne(CamelContext context, NamedNode step) {
        if (!isJava(step)) {
            return false;
        }
        NamedNode route = step;
        while (route.getParent() != null && !(route instanceof RouteDefinition)) {
            route = route.getParent();
        }
        return route instanceof RouteDefinition whole && ProcessorDefinitionHelper
                .filterTypeInOutputs(whole.getOutputs(), ProcessorDefinition.class).stream()
                .noneMatch(each -> leaves(context, each));
    }

    /** What it is known by. */
    static String name(CamelContext context, NamedNode step) {
        String ref = step instanceof ProcessDefinition process ? process.getRef() : ((BeanDefinition) step).getRef();
        if (ref == null) {
            return ((BeanDefinition) step).getBeanType();
        }
        Object bean = context.getRegistry().lookupByName(context.resolvePropertyPlaceholders(ref));
        return bean == null ? ref : bean.getClass().getSimpleName();
    }

    private static boolean isJava(NamedNode step) {
        return step instanceof ProcessDefinition process && process.getRef() != null
                || step instanceof BeanDefinition bean && (bean.getRef() != null || bean.getBeanType() != null);
    }

    private static boolean leaves(CamelContext context, ProcessorDefinition<?> step) {
        return step instanceof SendDefinition<?> to && !String.valueOf(to.getUri()).matches(STAYS)
                || step instanceof ToDynamicDefinition
                || step instanceof ProcessDefinition process && StandIns.bean(context, process) instanceof HandsOver;
    }
}
