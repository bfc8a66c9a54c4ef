package io.signalbox.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Read;
import io.signalbox.sinks.RouteBeans;

/** Somebody saves all day: what was swapped out is gone, and not only out of use. */
class ManyReloadsTest {
    private static final int RELOADS = 100;

    private final Map<Path, String> texts = new HashMap<>();
    private Described now = new Described(Map.of());

    @Test
    void ofTheRoutesThatWereSwappedOutNothingIsLeft() throws Exception {
        try (Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1000);
                DefaultCamelContext camel = camel(bus)) {
            Swap swap = new Swap(camel, new Gate());
            List<WeakReference<Route>> seen = new ArrayList<>();
            save(swap, 0);
            int routes = camel.getRoutes().size();
            int endpoints = camel.getEndpoints().size();
            for (int reload = 1; reload <= RELOADS; reload++) {
                save(swap, reload);
                camel.getRoutes().forEach(route -> seen.add(new WeakReference<>(route)));
            }

            assertThat(camel.getRoutes()).hasSize(routes);
            assertThat(camel.getEndpoints()).hasSize(endpoints);
            Awaitility.await().untilAsserted(() -> {
                System.gc();
                assertThat(seen.stream().map(WeakReference::get).filter(Objects::nonNull).distinct()).hasSize(routes);
            });
        }
    }

    @Test
    void whoGoesBackFindsItsKameletAsItWas() throws Exception {
        try (Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1000);
                DefaultCamelContext camel = camel(bus)) {
            Swap swap = new Swap(camel, new Gate());
            save(swap, 1);
            save(swap, 2);
            save(swap, 1);

            assertThat(camel.getRoutes().stream().filter(Route::isCreatedByKamelet).map(Route::getRouteId))
                    .singleElement()
                    .satisfies(id -> assertThat(camel.getRouteController().getRouteStatus(id).isStarted()).isTrue());
        }
    }

    @Test
    void aKameletThatAnotherBackendUsesStays() throws Exception {
        try (Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1000);
                DefaultCamelContext camel = camel(bus)) {
            Swap swap = new Swap(camel, new Gate());
            texts.put(Path.of("routes/backends/other.camel.yaml"), backend("other", 1));
            save(swap, 1);
            String shared = kamelet(camel);
            save(swap, 2);

            assertThat(camel.getRoutes().stream().filter(Route::isCreatedByKamelet).map(Route::getRouteId)).hasSize(2)
                    .contains(shared);
        }
    }

    private static String kamelet(DefaultCamelContext camel) {
        return camel.getRoutes().stream().filter(Route::isCreatedByKamelet).findFirst().orElseThrow().getRouteId();
    }

    private DefaultCamelContext camel(Bus bus) throws Exception {
        DefaultCamelContext camel = RouteBeans.camel();
        camel.getRegistry().bind("bus", bus);
        camel.getRegistry().bind("catalogue", Read.CATALOGUE);
        camel.getRegistry().bind("backends", new Backends(Backends.Observer.NOBODY, text -> text, new Overlays()));
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.start();
        new RouteFiles(Path.of("routes")).read().forEach((file, text) -> {
            if (file.toString().matches("routes/(error-handling|intake|router).*|.*kamelet.yaml")) {
                texts.put(file, text);
            }
        });
        return camel;
    }

    /** A backend and the intake, each with another number in it. */
    private void save(Swap swap, int number) throws Exception {
        texts.put(Path.of("routes/backends/noc.camel.yaml"), backend("noc", number));
        texts.computeIfPresent(Path.of("routes/intake.camel.yaml"), (file, text) -> text
                .replaceFirst("id: intake\n( *description: .*\n)?",
                        "id: intake\n    description: number " + number + "\n"));
        Described next = new Described(Map.copyOf(texts));
        swap.run(Difference.between(now, next, Set.of()));
        now = next;
    }

    private static String backend(String name, int number) {
        return """
                - route:
                    id: %s
                    from:
                      uri: bus:alerting
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters:
                              url: http://127.0.0.1:9/%d
                """.formatted(name, number);
    }
}
