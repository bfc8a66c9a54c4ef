package io.signalbox.reload;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.microprofile.config.Config;

import io.signalbox.bus.Bus;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.validate.Finding;

/**
 * Can these routes be built? They are, in a Camel of their own beside the one that runs: with its beans and settings, with a bus that nobody
 * appends to, and with nothing that would reach the outside. They never start.
 */
final class Aside {
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
        // Kamelets are given to it as text, so it need not look for them.
        DefaultCamelContext camel = SecondCamel.beside(running, bus, catalogue, SecondCamel.backends(new Overlays()),
                "file:kamelets", name -> config.getOptionalValue(name, String.class).orElse(null),
                (context, definition, target, next) -> target, name -> new Wall((to, exchange) -> {
                    throw new IllegalStateException("nothing runs here");
                }));
        camel.getCamelContextExtension().setName("aside");
        camel.setAutoStartup(false);
        camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
        return camel;
    }
}
