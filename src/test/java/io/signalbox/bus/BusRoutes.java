package io.signalbox.bus;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import io.signalbox.event.Event;
import io.signalbox.event.Read;

/** A Camel context with backends' routes on a bus, and nothing else. */
final class BusRoutes implements AutoCloseable {
    private static final String IMPATIENT = "initialDelay: 10ms\n                  maximumDelay: 300ms\n";

    final DefaultCamelContext camel = new DefaultCamelContext();
    final Backends backends;
    final Queue<String> measured = new ConcurrentLinkedQueue<>();
    private final Bus bus;

    BusRoutes(Bus bus) {
        this(bus, new Overlays());
    }

    BusRoutes(Bus bus, Overlays overlays) {
        this.bus = bus;
        this.backends = new Backends(new Backends.Observer() {
            @Override
            public void received(String source, int events) {
                measured.add("received " + source + " " + events);
            }

            @Override
            public void started(Backend backend) {
                measured.add("started " + backend.name());
            }

            @Override
            public void delivered(Backend backend, int events, Duration took, boolean success) {
                measured.add(backend.name() + " " + events + " " + success);
            }
        }, reason -> reason.replace("s3cret", "***"), overlays);
        camel.getRegistry().bind("bus", bus);
        camel.getRegistry().bind("catalogue", Read.CATALOGUE);
        camel.getRegistry().bind("backends", backends);
        camel.getShutdownStrategy().setTimeout(10);
    }

    /** Sorts failures as {@code routes/error-handling.camel.yaml} does, but tries again at once. */
    BusRoutes impatient() {
        return errorHandling("initialDelay: 1s\n                  maximumDelay: 5m\n", IMPATIENT,
                "failure: throttled\n", "failure: throttled\n                  " + IMPATIENT,
                "failure: unreachable\n", "failure: unreachable\n                  " + IMPATIENT,
                "failure: bug\n", "failure: bug\n                  " + IMPATIENT);
    }

    /** The error handling of the application, with some of its words replaced. */
    BusRoutes errorHandling(String... replacements) {
        try {
            String yaml = java.nio.file.Files.readString(java.nio.file.Path.of("routes/error-handling.camel.yaml"));
            for (int i = 0; i < replacements.length; i += 2) {
                if (!yaml.contains(replacements[i])) {
                    throw new IllegalArgumentException(replacements[i]);
                }
                yaml = yaml.replace(replacements[i], replacements[i + 1]);
            }
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString("error-handling.camel.yaml", yaml));
            return this;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Adds a backend that hands what it gets to Java. */
    BusRoutes backend(String name, String uri, Processor sink) {
        return route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(name).process(sink);
            }
        });
    }

    BusRoutes route(RouteBuilder route) {
        try {
            camel.addRoutes(route);
            return this;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    BusRoutes start() {
        camel.start();
        return this;
    }

    Backend backend(String name) {
        return backends.named(name);
    }

    /** The ids of the events of an exchange. */
    static List<String> ids(Exchange exchange) {
        return EventBody.of(exchange).stream().map(Event::id).toList();
    }

    /** Whether a backend is done with everything on the bus, and the record of it is written. */
    boolean idle(String name) {
        return bus.progress(name).cursor() == bus.end();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
