package io.signalbox.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;

/** How do texts become routes of a Camel, and how does it get rid of them? */
final class Loading {
    private static final Logger LOG = Logger.getLogger(Loading.class);

    private final CamelContext camel;
    private final ModelCamelContext model;

    Loading(CamelContext camel) {
        this.camel = camel;
        this.model = (ModelCamelContext) camel;
    }

    /** Replaces what is said for all routes, such as error handling; it is woven into routes that are added from now on. */
    void forAll(Described texts) throws Exception {
        for (RouteConfigurationDefinition definition : List.copyOf(model.getRouteConfigurationDefinitions())) {
            model.removeRouteConfiguration(definition);
        }
        for (var each : texts.texts().entrySet()) {
            if (each.getValue().contains("routeConfiguration")
                    && builder(each.getKey(), each.getValue()) instanceof RouteConfigurationsBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(camel);
            }
        }
    }

    /** Replaces what a Kamelet says to routes that are added from now on. */
    void kamelet(String name, Described texts) throws Exception {
        model.removeRouteTemplateDefinitions(name);
        Path file = texts.fileOf(name);
        if (file != null) {
            builder(file, texts.texts().get(file)).addRoutesToCamelContext(camel);
        }
    }

    /** Adds the routes of a unit; those that are enabled start. */
    void add(Unit unit, Described texts) throws Exception {
        RouteBuilder builder = builder(unit.file(), texts.texts().get(unit.file()));
        builder.configureRoutes(camel);
        if (unit.id() != null) {
            builder.getRouteCollection().getRoutes().removeIf(route -> !unit.id().equals(route.getId()));
        }
        builder.addRoutesToCamelContext(camel);
    }

    private RouteBuilder builder(Path file, String text) throws Exception {
        List<RoutesBuilder> builders = new ArrayList<>(PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(ResourceHelper.fromString(location(file), text)));
        RouteBuilder builder = (RouteBuilder) builders.get(0);
        builder.setCamelContext(camel);
        return builder;
    }

    private static String location(Path file) {
        return "file:" + file;
    }

    /** The routes of a unit that there are. */
    List<Route> routes(Unit unit) {
        return camel.getRoutes().stream().filter(route -> unit.id() != null
                ? unit.id().equals(route.getId())
                : route.getSourceResource() != null && !route.isCreatedByKamelet()
                        && location(unit.file()).equals(route.getSourceResource().getLocation()))
                .toList();
    }

    /** Stops a unit's routes, and forgets them. */
    void remove(Unit unit) throws Exception {
        for (Route route : routes(unit)) {
            camel.getRouteController().stopRoute(route.getId());
            camel.removeRoute(route.getId());
        }
        if (unit.id() != null && model.getRouteDefinition(unit.id()) != null) {
            // One that could not be built has no route, but its definition would be in the way of the next.
            model.removeRouteDefinition(model.getRouteDefinition(unit.id()));
        }
    }

    /** A Kamelet's own routes stay behind when the route that used it is gone. */
    void removeUnusedKamelets() {
        Map<String, Route> made = new HashMap<>();
        Set<String> used = new HashSet<>();
        for (Route route : camel.getRoutes()) {
            if (route.isCreatedByKamelet()) {
                made.put(route.getId(), route);
            }
            for (Processor processor : route.filter("*")) {
                Endpoint endpoint = processor instanceof EndpointAware aware ? aware.getEndpoint() : null;
                if (endpoint instanceof KameletEndpoint kamelet) {
                    used.add(kamelet.getRouteId());
                }
            }
        }
        made.keySet().removeAll(used);
        for (String id : made.keySet()) {
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            } catch (Exception e) {
                LOG.debugf("the route %s of a Kamelet that nobody uses stays: %s", id, e.getMessage());
            }
        }
    }

    /** What went wrong at the bottom of it. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
