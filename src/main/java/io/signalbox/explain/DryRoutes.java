package io.signalbox.explain;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.eclipse.microprofile.config.Config;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Batch;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.reload.KameletSecrets;
import io.signalbox.reload.SecondCamel;

/**
 * What do the route files do with an event, without doing it? They are loaded a second time, into a Camel of their own: with a bus that is
 * never appended to, and with a {@link Peer} that never answers wherever something would reach the outside.
 */
final class DryRoutes implements AutoCloseable {
    private final CamelContext camel;
    private final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1);
    private final Backends backends;
    private final Held held = new Held();
    private final Branches branches = new Branches();
    private final Map<Path, String> failures = new HashMap<>();
    private final KameletSecrets secrets;

    /**
     * @param running
     *            the Camel whose beans the routes name
     * @param overlays
     *            what is laid over the backends' files
     */
    DryRoutes(CamelContext running, Config config, Catalogue catalogue, Path folder, Overlays overlays) {
        backends = SecondCamel.backends(overlays);
        DefaultCamelContext dry = SecondCamel.beside(running, bus, catalogue, backends,
                "file:" + folder.resolve("kamelets"),
                name -> config.getOptionalValue(name, String.class).orElse(null),
                new StandIns(held, (context, throttle) -> exchange -> {
                    // Nobody waits, and everybody passes.
                }, branches::note, true), held::inPlaceOf);
        dry.getCamelContextExtension().setName("explain");
        dry.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
        camel = dry;
        secrets = new KameletSecrets(dry, folder);
        camel.start();
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
            failures.put(file, reason(e));
        }
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : reason(failure.getCause());
    }

    /** Why a file could not be loaded, or null. */
    String failure(Path file) {
        // Masked when all routes are there: one that can't be loaded may tell of another's secrets.
        return secrets.mask(failures.get(file));
    }

    /** Sends a body through intake and router; the batch comes back with its channels. */
    Batch route(byte[] body) throws Exception {
        branches.taken();
        Exchange exchange = camel.createProducerTemplate().send("direct:intake",
                each -> each.getMessage().setBody(body));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getMandatoryBody(Batch.class);
    }

    List<Explanation.Branch> branches() {
        return branches.taken();
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
        return held.taken().stream().map(each -> each.masked(secrets::mask)).toList();
    }

    String masked(String text) {
        return secrets.mask(text);
    }

    @Override
    public void close() {
        camel.stop();
        bus.close();
    }
}
