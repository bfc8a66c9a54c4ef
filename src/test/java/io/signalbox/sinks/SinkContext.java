package io.signalbox.sinks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Named;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import io.signalbox.bus.Answer;
import io.signalbox.event.Event;

/** What becomes of an event in a sink? The real Kamelet, called as a backend's route calls it, without the bus. */
public final class SinkContext implements AutoCloseable {
    private final CamelContext camel = new DefaultCamelContext();
    private final Properties configuration = new Properties();

    /**
     * @param with
     *            the Kamelet's properties; they come from the configuration, as they do in a backend's route
     */
    SinkContext(String sink, Map<String, String> with) throws Exception {
        camel.getPropertiesComponent().setOverrideProperties(configuration);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        bindNamedBeans(camel);
        add("backend", sink, with);
        camel.start();
    }

    /** Adds a backend of any kind beside the first. */
    void add(String backend, String sink, Map<String, String> with) throws Exception {
        with.forEach((name, value) -> configuration.setProperty(backend + "." + name, value));
        String route = """
                - route:
                    id: %1$s
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:%1$s
                      steps:
                        - to:
                            uri: kamelet:%2$s
                """.formatted(backend, sink);
        String parameters = with.keySet().stream()
                .map(name -> " ".repeat(14) + name + ": \"RAW({{" + backend + "." + name + "}})\"\n")
                .collect(Collectors.joining());
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(backend + ".camel.yaml",
                with.isEmpty() ? route : route + " ".repeat(12) + "parameters:\n" + parameters));
    }

    /** Hands one event or a batch to the sink; the exchange that comes back holds the failure, if any. */
    Exchange deliver(Object body, Map<String, Object> headers) {
        return deliver("backend", body, headers);
    }

    Exchange deliver(String backend, Object body, Map<String, Object> headers) {
        return camel.createProducerTemplate().send("direct:" + backend, exchange -> {
            Answer.expect(exchange);
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    Exchange deliver(List<Event> events, boolean batch) {
        return deliver(batch ? events : events.get(0), Map.of());
    }

    /** What CDI does in the application: everything of ours that is named is there by its name. */
    public static void bindNamedBeans(CamelContext camel) throws IOException, ReflectiveOperationException {
        try (Stream<Path> classes = Files.list(Path.of("target/classes/io/signalbox/protocol"))) {
            for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                Class<?> type = Class
                        .forName("io.signalbox.protocol." + file.getFileName().toString().replace(".class", ""));
                Named named = type.getAnnotation(Named.class);
                if (named != null && Stream.of(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0)) {
                    camel.getRegistry().bind(named.value(), type.getConstructor().newInstance());
                }
            }
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
