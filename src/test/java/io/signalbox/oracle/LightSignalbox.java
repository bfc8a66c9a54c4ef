package io.signalbox.oracle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.GroupHeaders;
import io.signalbox.bus.Normalise;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.journal.Troubles;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;

/**
 * What of Signalbox can be started and killed within a second? The real journal, bus, intake, router and error handling in a plain Camel
 * context, behind a small front door. It says {@code ready PORT}, and stops when its standard input ends.
 *
 * <p>
 * Its clock runs 60 times as fast, so that what is delivered is forgotten while the test lasts. What overflows gets a throttle.
 */
public final class LightSignalbox {
    /** Whenever there is a file named like the data directory and this, a commit fails and takes it away. */
    static final String FAILING = ".failing";
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration RETENTION = Duration.parse(System.getProperty("light.retention", "PT1M"));
    private static final int THROUGH = 4;
    private static final int WINDOW_MILLIS = 100;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final EventReader reader;
    private final Backends backends;

    /** Its data directory, the time that its clock started, and backends as {@code name=port=subscription}. */
    public static void main(String[] arguments) {
        try {
            run(arguments);
            System.exit(0);
        } catch (Exception e) {
            // The journal's thread would go on by itself.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String[] arguments) throws Exception {
        FastClock clock = new FastClock(Long.parseLong(arguments[1]));
        Bus bus = Troubles.open(Path.of(arguments[0]), WallClock.unset(clock), WINDOW, RETENTION,
                Path.of(arguments[0] + FAILING));
        LightSignalbox signalbox = new LightSignalbox(bus, clock, List.of(arguments).subList(2, arguments.length));
        System.out.println("ready " + new LightDoor(bus, signalbox.backends, signalbox.reader, signalbox.camel).open());
        while (System.in.read() >= 0) {
            continue;
        }
        signalbox.camel.stop();
        bus.close();
    }

    private LightSignalbox(Bus bus, FastClock clock, List<String> subscriptions) throws Exception {
        Catalogue catalogue = Catalogue.load();
        this.reader = new EventReader(new Normaliser(catalogue, clock, "light", Duration.ofHours(1)));
        this.backends = new Backends(Backends.Observer.NOBODY, reason -> reason, new Overlays());
        camel.getRegistry().bind("bus", bus);
        camel.getRegistry().bind("catalogue", catalogue);
        camel.getRegistry().bind("backends", backends);
        camel.getRegistry().bind("normalise", new Normalise(reader));
        camel.getRegistry().bind("group-headers", new GroupHeaders());
        camel.getShutdownStrategy().setTimeout(10);
        OracleRoutes.load(camel);
        for (String subscription : subscriptions) {
            String[] parts = subscription.split("=", 3);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    LineSink sink = new LineSink(Integer.parseInt(parts[1]));
                    if (parts[2].contains("overflow=")) {
                        from(parts[2]).routeId(parts[0]).throttle(THROUGH).timePeriodMillis(WINDOW_MILLIS)
                                .rejectExecution(true).process(sink);
                    } else {
                        from(parts[2]).routeId(parts[0]).process(sink);
                    }
                }
            });
        }
        camel.start();
    }
}
