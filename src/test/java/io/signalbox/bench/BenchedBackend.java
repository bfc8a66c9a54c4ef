package io.signalbox.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.api.EventMeasurements;
import io.signalbox.event.Event;
import io.signalbox.sinks.SinkContext;

/** A backend's own route and Kamelet, as they are shipped, without the bus: whoever measures calls it as the bus would. */
final class BenchedBackend implements AutoCloseable {
    final StepTimes steps = new StepTimes();
    private final CamelContext camel = new DefaultCamelContext();
    private final Properties properties = new Properties();
    private final Endpoint bus;
    private final ProducerTemplate producer;

    /**
     * @param configuration
     *            what {@code application.properties} would say otherwise; {@code {{batch}}} stands for the route's batch size
     */
    BenchedBackend(String name, Map<String, String> configuration) throws Exception {
        properties.putAll(shipped(name));
        properties.putAll(configuration);
        properties.setProperty(name + ".enabled", "true");
        properties.setProperty("batch", "1");
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.getCamelContextExtension().addInterceptStrategy(steps);
        SinkContext.bindNamedBeans(camel);
        camel.getRegistry().bind("eventMeasurements", new EventMeasurements(new SimpleMeterRegistry()));
        camel.addComponent("bus", new CalledBus());
        PluginHelper.getRoutesLoader(camel).loadRoutes(
                ResourceHelper.resolveMandatoryResource(camel, "file:routes/backends/" + name + ".camel.yaml"));
        camel.start();
        bus = camel.getRoute(name).getEndpoint();
        producer = camel.createProducerTemplate();
    }

    /** What {@code application.properties} says of the backend, but for what it takes from the environment. */
    private static Properties shipped(String name) throws IOException {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("application.properties"))) {
            all.load(reader);
        }
        all.entrySet().removeIf(
                each -> !each.getKey().toString().startsWith(name + ".") || each.getValue().toString().contains("${"));
        return all;
    }

    /** How many events its route asks the bus for at a time. */
    int batchSize() {
        return Integer.parseInt(properties.getProperty("batch"));
    }

    /** Delivers a batch; a backend that does not take it whole is of no use here. */
    void deliver(List<Event> events) {
        Exchange exchange = producer.send(bus,
                in -> in.getMessage().setBody(batchSize() == 1 ? events.get(0) : events));
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** Stands in for the bus: what is sent to a channel is there at once. */
    private final class CalledBus extends DirectComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters)
                throws Exception {
            properties.setProperty("batch", parameters.getOrDefault("batchSize", "1").toString());
            parameters.clear();
            return super.createEndpoint("direct:" + channel, channel, parameters);
        }
    }
}
