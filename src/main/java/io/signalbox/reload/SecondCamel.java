package io.signalbox.reload;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.component.bean.BeanComponent;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.log.LogComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;

import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.BusComponent;
import io.signalbox.bus.Overlays;
import io.signalbox.event.Catalogue;

/** On what do routes run that are only tried? A Camel beside the running one: with its named beans, and none of its components, measuring or policies. */
public final class SecondCamel {
    private SecondCamel() {
    }

    /**
     * One that is not started yet.
     *
     * @param running
     *            the Camel whose beans the routes name
     * @param kamelets
     *            where the Kamelets are, as Camel writes it
     * @param setting
     *            what a property is, or null
     * @param steps
     *            may stand in for steps of the routes
     * @param outside
     *            what stands where a component would reach the outside, by its name
     */
    public static DefaultCamelContext beside(CamelContext running, Bus bus, Catalogue catalogue, Backends backends,
            String kamelets, UnaryOperator<String> setting, InterceptStrategy steps,
            Function<String, Component> outside) {
        DefaultRegistry registry = new DefaultRegistry(new ByName(running));
        registry.bind("bus", Bus.class, bus);
        registry.bind("catalogue", Catalogue.class, catalogue);
        registry.bind("backends", Backends.class, backends);
        DefaultCamelContext camel = new DefaultCamelContext(registry);
        camel.setSourceLocationEnabled(true);
        // Camel would take what stands in for a component for that component.
        camel.setAutowiredEnabled(false);
        camel.getCamelContextExtension().addInterceptStrategy(steps);
        camel.getCamelContextExtension().addContextPlugin(ComponentResolver.class,
                (name, context) -> component(name, kamelets, outside));
        camel.setPropertiesComponent(settings(setting));
        List.of("bus", "direct", "bean", "log", "kamelet")
                .forEach(each -> camel.addComponent(each, component(each, kamelets, outside)));
        return camel;
    }

    /** Only whoever asks says what a property is: neither the environment nor the running application has a say of its own. */
    private static PropertiesComponent settings(UnaryOperator<String> setting) {
        PropertiesComponent settings = new PropertiesComponent();
        settings.setAutoDiscoverPropertiesSources(false);
        settings.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        settings.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        settings.addPropertiesSource(new Settings(setting));
        return settings;
    }

    private static Component component(String name, String kamelets, Function<String, Component> outside) {
        return switch (name) {
            case "bus" -> new BusComponent();
            case "direct" -> {
                DirectComponent direct = new DirectComponent();
                // All routes are there from the beginning: one that is missing does not come by waiting.
                direct.setBlock(false);
                yield direct;
            }
            case "log" -> new LogComponent();
            case "bean" -> new BeanComponent();
            case "kamelet" -> {
                KameletComponent component = new KameletComponent();
                component.setLocation(kamelets);
                yield component;
            }
            default -> outside.apply(name);
        };
    }

    /** Its backends, whose deliveries nobody counts, with what is laid over their route files. */
    public static Backends backends(Overlays overlays) {
        return new Backends(Backends.Observer.NOBODY, text -> text, overlays);
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

    private record Settings(UnaryOperator<String> setting) implements PropertiesSource {
        @Override
        public String getName() {
            return "application.properties";
        }

        @Override
        public String getProperty(String name) {
            return setting.apply(name);
        }
    }
}
