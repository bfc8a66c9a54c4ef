package io.signalbox.explain;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.bean.BeanComponent;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.log.LogComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.eclipse.microprofile.config.Config;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Batch;
import io.signalbox.bus.Bus;
import io.signalbox.bus.BusComponent;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.reload.KameletSecrets;

/**
 * What do the route files do with an event, without doing it? They are loaded a second time, into a Camel of their own: with a bus that is
 * never appended to, and with a {@link Recorder} wherever a component would reach the outside.
 */
final class DryRoutes implements AutoCloseable {
    private final CamelContext camel;
    private final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1);
    private final Backends backends;
    private final List<Sent> sent = Recorder.list();
    private final Steps steps = new Steps();
    private final Map<Path, String> failures = new HashMap<>();
    private final KameletSecrets secrets;

    /**
     * @param running
     *            the Camel whose beans the routes name
     * @param overlays
     *            what is laid over the backends' files
     */
    DryRoutes(CamelContext running, Config config, Catalogue catalogue, Path folder, Overlays overlays) {
        backends = new Backends(new Unmeasured(), text -> text, overlays);
        DefaultRegistry registry = new DefaultRegistry(new ByName(running));
        registry.bind("bus", Bus.class, bus);
        registry.bind("catalogue", Catalogue.class, catalogue);
        registry.bind("backends", Backends.class, backends);
        DefaultCamelContext dry = new DefaultCamelContext(registry);
        dry.getCamelContextExtension().setName("explain");
        dry.setSourceLocationEnabled(true);
        // Camel would take the recorder for the component in whose place it stands.
        dry.setAutowiredEnabled(false);
        dry.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        dry.getCamelContextExtension().addInterceptStrategy(steps);
        dry.getCamelContextExtension().addContextPlugin(ComponentResolver.class,
                (name, context) -> component(name, folder));
        dry.getPropertiesComponent().addPropertiesSource(new Configured(config));
        List.of("bus", "direct", "bean", "log", "kamelet")
                .forEach(each -> dry.addComponent(each, component(each, folder)));
        camel = dry;
        secrets = new KameletSecrets(dry, folder);
        camel.start();
    }

    private Component component(String name, Path folder) {
        return switch (name) {
            case "bus" -> new BusComponent();
            case "direct" -> new DirectComponent();
            case "log" -> new LogComponent();
            case "bean" -> new BeanComponent();
            case "kamelet" -> {
                KameletComponent kamelets = new KameletComponent();
                kamelets.setLocation("file:" + folder.resolve("kamelets"));
                yield kamelets;
            }
            default -> new Recorder(name, sent);
        };
    }

    /** Loads a file's routes; one that can't be loaded is remembered with the reason. */
    void load(Path file, String text) {
        try {
            Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(camel)
                    .findRoutesBuilders(ResourceHelper.fromString("file:" + file, text));
            for (RoutesBuilder builder : builders) {
                ((RouteBuilder) builder).setErrorHandlerFactory(new NoErrorHandlerDefinition());
                camel.addRoutes(builder);
            }
        } catch (Exception e) {
            failures.put(file, secrets.mask(reason(e)));
        }
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : reason(failure.getCause());
    }

    /** Why a file could not be loaded, or null. */
    String failure(Path file) {
        return failures.get(file);
    }

    /** Sends a body through intake and router; the batch comes back with its channels. */
    Batch route(byte[] body) throws Exception {
        steps.taken();
        Exchange exchange = camel.createProducerTemplate().send("direct:intake",
                each -> each.getMessage().setBody(body));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getMandatoryBody(Batch.class);
    }

    List<Explanation.Branch> branches() {
        return steps.taken();
    }

    List<String> channels(long bits) {
        return bits == io.signalbox.bus.Channels.ALL ? List.of("all") : bus.channels().names(bits);
    }

    /** The backend of a route that was loaded, or null. */
    Backend backend(String name) {
        return backends.named(name);
    }

    /** What was held back since the last time, secrets masked. */
    List<Sent> held() {
        List<Sent> held = sent.stream().map(each -> each.masked(secrets::mask)).toList();
        sent.clear();
        return held;
    }

    String masked(String text) {
        return secrets.mask(text);
    }

    @Override
    public void close() {
        camel.stop();
        bus.close();
    }

    /** The application's named beans, and nothing that Camel would find by its type: no measuring, no policy of the real routes. */
    private record ByName(CamelContext running) implements BeanRepository {
        @Override
        public Object lookupByName(String name) {
            return own(running.getRegistry().lookupByName(name));
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            return own(running.getRegistry().lookupByNameAndType(name, type));
        }

        /** Quarkus keeps the running Camel's components there too: by one of those, what is tried here would be done there. */
        private static <T> T own(T bean) {
            return bean instanceof CamelContextAware ? null : bean;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return Map.of();
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.of();
        }
    }

    private record Configured(Config config) implements PropertiesSource {
        @Override
        public String getName() {
            return "application.properties";
        }

        @Override
        public String getProperty(String name) {
            return config.getOptionalValue(name, String.class).orElse(null);
        }
    }

    private static final class Unmeasured implements Backends.Observer {
        @Override
        public void received(String source, int events) {
            // Nothing is received here.
        }

        @Override
        public void started(Backend backend) {
            // Nobody waits for it.
        }

        @Override
        public void delivered(Backend backend, int events, Duration took, boolean success) {
            // Nothing is delivered here.
        }
    }
}
