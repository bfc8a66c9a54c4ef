package io.signalbox.reload;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.bean.BeanComponent;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.log.LogComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.DefaultRegistry;
import org.eclipse.microprofile.config.Config;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.BusComponent;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.validate.Finding;

/**
 * Can these routes be built? They are, in a Camel of their own beside the one that runs: with its beans and settings, with a bus that nobody
 * appends to, and with nothing that would reach the outside. They never start.
 */
final class Aside {
    private static final Set<String> REAL = Set.of("bus", "direct", "bean", "log", "kamelet");

    private final CamelContext running;
    private final Config config;
    private final Catalogue catalogue;

    Aside(CamelContext running, Config config, Catalogue catalogue) {
        this.running = running;
        this.config = config;
        this.catalogue = catalogue;
    }

    /** Why what is new can't be built; nothing where it can. */
    List<Finding> build(Difference difference) {
        List<Finding> found = new ArrayList<>();
        try (Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1); CamelContext camel = camel(bus)) {
            camel.start();
            Loading loading = new Loading(camel);
            loading.forAll(difference.after());
            Set<String> kamelets = new TreeSet<>();
            difference.in().forEach(unit -> kamelets.addAll(unit.kamelets()));
            for (String kamelet : kamelets) {
                loading.kamelet(kamelet, difference.after());
            }
            for (Unit unit : difference.in()) {
                try {
                    loading.add(unit, difference.after());
                } catch (Exception e) {
                    found.add(Places.finding(unit, difference.after(), "not-built",
                            "this can't be built: " + Loading.reason(e)));
                }
            }
        } catch (Exception e) {
            found.add(new Finding("routes", 1, 1, Finding.Level.ERROR, "not-built",
                    "the routes can't be built: " + Loading.reason(e), Places.HELP));
        }
        return found;
    }

    private CamelContext camel(Bus bus) {
        DefaultRegistry registry = new DefaultRegistry(new ByName(running));
        registry.bind("bus", Bus.class, bus);
        registry.bind("catalogue", Catalogue.class, catalogue);
        registry.bind("backends", Backends.class, new Backends(new Unmeasured(), text -> text, new Overlays()));
        DefaultCamelContext camel = new DefaultCamelContext(registry);
        camel.getCamelContextExtension().setName("aside");
        camel.setAutoStartup(false);
        camel.setAutowiredEnabled(false);
        camel.getCamelContextExtension().addContextPlugin(ComponentResolver.class, (name, context) -> component(name));
        camel.getPropertiesComponent().addPropertiesSource(new Configured(config));
        REAL.forEach(name -> camel.addComponent(name, component(name)));
        return camel;
    }

    private static Component component(String name) {
        return switch (name) {
            case "bus" -> new BusComponent();
            case "direct" -> new DirectComponent();
            case "log" -> new LogComponent();
            case "bean" -> new BeanComponent();
            case "kamelet" -> new KameletComponent();
            default -> new Outside();
        };
    }

    /** Stands where a component would be that reaches the outside. */
    private static final class Outside extends DefaultComponent {
        /** The names of its options would lead Camel to the component in whose place it stands. */
        @Override
        public PropertyConfigurer getComponentPropertyConfigurer() {
            return null;
        }

        @Override
        public PropertyConfigurer getEndpointPropertyConfigurer() {
            return null;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public boolean isLenientProperties() {
                    return true;
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor);
                }

                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            throw new IllegalStateException("nothing runs here");
                        }
                    };
                }
            };
        }
    }

    /** The application's named beans; but not the running Camel's own parts, by which it would be done there. */
    private record ByName(CamelContext running) implements BeanRepository {
        @Override
        public Object lookupByName(String name) {
            return own(running.getRegistry().lookupByName(name));
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            return own(running.getRegistry().lookupByNameAndType(name, type));
        }

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
            // Nothing starts here.
        }

        @Override
        public void delivered(Backend backend, int events, Duration took, boolean success) {
            // Nothing is delivered here.
        }
    }
}
