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

    /**
     * A Kamelet's own routes stay behind when the route that used it is gone, and with them all that they hold, such as HTTP clients. Their
     * endpoints go too: Camel makes a Kamelet's route only together with its endpoint, so whoever uses it again has to find none.
     */
    void removeUnusedKamelets() {
        Map<String, Route> unused = new HashMap<>();
        for (Route route : camel.getRoutes()) {
            if (route.isCreatedByKamelet()) {
                unused.put(route.getId(), route);
            }
        }
        for (Route route : camel.getRoutes()) {
            if (!route.isCreatedByKamelet()) {
                keepUsed(route, unused);
            }
        }
        for (Route route : unused.values()) {
            Set<Endpoint> held = endpoints(route);
            camel.getEndpoints().stream().filter(each -> isOf(route.getId(), each)).forEach(held::add);
            try {
                camel.getRouteController().stopRoute(route.getId());
                camel.removeRoute(route.getId());
                forget(held);
            } catch (Exception e) {
                LOG.debugf("the route %s of a Kamelet that nobody uses stays: %s", route.getId(), e.getMessage());
            }
        }
    }

    /** Kamelets may use others. */
    private static void keepUsed(Route by, Map<String, Route> unused) {
        for (Endpoint endpoint : endpoints(by)) {
            Route used = endpoint instanceof KameletEndpoint kamelet ? unused.remove(kamelet.getRouteId()) : null;
            if (used != null) {
                keepUsed(used, unused);
            }
        }
    }

    private static boolean isOf(String route, Endpoint endpoint) {
        return endpoint instanceof KameletEndpoint kamelet && kamelet.getRouteId().equals(route);
    }

    private static Set<Endpoint> endpoints(Route route) {
        Set<Endpoint> endpoints = new HashSet<>();
        endpoints.add(route.getEndpoint());
        for (Processor processor : route.filter("*")) {
            if (processor instanceof EndpointAware aware && aware.getEndpoint() != null) {
                endpoints.add(aware.getEndpoint());
            }
        }
        return endpoints;
    }

    /** Those that no route has any more. */
    private void forget(Set<Endpoint> endpoints) throws Exception {
        camel.getRoutes().forEach(route -> endpoints.removeAll(endpoints(route)));
        for (Endpoint endpoint : endpoints) {
            camel.removeEndpoint(endpoint);
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
