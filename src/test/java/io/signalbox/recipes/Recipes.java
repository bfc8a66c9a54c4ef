package io.signalbox.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Event;
import io.signalbox.event.Read;
import io.signalbox.sinks.RouteBeans;

/** Our routes with some recipes laid beside them, as a user does: the real intake, router, bus and error handling. */
final class Recipes implements AutoCloseable {
    static final Path FOLDER = Path.of("docs/recipes");

    final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 10_000);
    private final Backends backends = new Backends(Backends.Observer.NOBODY, text -> text, new Overlays());
    private final DefaultCamelContext camel;
    private final List<Event> heard = new ArrayList<>();

    /**
     * @param routes
     *            a folder that holds our routes and the recipes
     * @param settings
     *            what the environment says of them
     * @param files
     *            the recipes that are tried, such as {@code backends/ntfy}
     */
    Recipes(Path routes, Map<String, String> settings, String... files) throws Exception {
        camel = RouteBeans.camel();
        copy(Path.of("routes"), routes);
        copy(FOLDER, routes);
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put("signalbox.routes.dir", routes.toString());
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:" + routes.resolve("kamelets"));
        camel.getRegistry().bind("bus", bus);
        camel.getRegistry().bind("catalogue", Read.CATALOGUE);
        camel.getRegistry().bind("backends", backends);
        camel.getShutdownStrategy().setTimeout(10);
        for (String file : Stream.concat(Stream.of("error-handling", "intake", "router"), Stream.of(files)).toList()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(
                    ResourceHelper.resolveResource(camel, "file:" + routes.resolve(file + ".camel.yaml")));
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:all").routeId("everything").process(exchange -> hear(EventBody.of(exchange)));
            }
        });
        camel.start();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private synchronized void hear(List<Event> events) {
        heard.addAll(events);
    }

    /** What got onto the bus so far. */
    synchronized List<Event> heard() {
        return List.copyOf(heard);
    }

    /** Sends events as a source does, each a JSON object in which quotes may be single ones, and waits until every backend is done with them. */
    Recipes send(String... events) {
        for (String event : events) {
            Exchange exchange = camel.createProducerTemplate().send("direct:intake",
                    each -> each.getMessage().setBody(event.replace('\'', '"')));
            if (exchange.getException() != null) {
                throw new AssertionError(event, exchange.getException());
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(20))
                .until(() -> backends.running().stream().allMatch(each -> each.cursor() == bus.end()));
        return this;
    }

    Backend backend(String name) {
        return backends.named(name);
    }

    @Override
    public void close() {
        camel.stop();
        bus.close();
    }
}
