package io.signalbox.protocol;

import java.util.Map;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** One Kamelet of {@code routes/kamelets}, called as a backend's route calls it. */
final class Sink implements AutoCloseable {
    private final CamelContext context;

    private Sink(CamelContext context) {
        this.context = context;
    }

    /** A Kamelet with these properties. */
    static Sink of(String kamelet, Map<String, ?> properties) throws Exception {
        CamelContext context = new DefaultCamelContext();
        Properties values = new Properties();
        StringBuilder uri = new StringBuilder("kamelet:" + kamelet + "?location=file:routes/kamelets");
        properties.forEach((name, value) -> {
            values.put("given." + name, value.toString());
            uri.append('&').append(name).append("=RAW({{given.").append(name).append("}})");
        });
        context.getPropertiesComponent().setOverrideProperties(values);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:backend").to(uri.toString());
            }
        });
        context.start();
        return new Sink(context);
    }

    /** A backend's own route file, with the bus played by {@code direct:backend}. */
    static Sink route(String file, Map<String, ?> properties) throws Exception {
        CamelContext context = new DefaultCamelContext();
        Properties values = new Properties();
        properties.forEach((name, value) -> values.put(name, value.toString()));
        context.getPropertiesComponent().setOverrideProperties(values);
        context.addComponent("bus", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                parameters.clear();
                return context.getEndpoint("direct:backend", DirectEndpoint.class);
            }
        });
        context.getComponent("kamelet", org.apache.camel.component.kamelet.KameletComponent.class)
                .setLocation("file:routes/kamelets");
        PluginHelper.getRoutesLoader(context).loadRoutes(
                ResourceHelper.resolveMandatoryResource(context, "file:routes/backends/" + file + ".camel.yaml"));
        context.start();
        return new Sink(context);
    }

    /** Sends an event or a list of them; throws what the bus would see. */
    void send(Object body) throws Exception {
        try {
            context.createProducerTemplate().sendBody("direct:backend", body);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Sends with headers that no sink may heed. */
    void send(Object body, Map<String, Object> headers) throws Exception {
        try {
            context.createProducerTemplate().sendBodyAndHeaders("direct:backend", body, headers);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    CamelContext context() {
        return context;
    }

    @Override
    public void close() {
        context.stop();
    }
}
