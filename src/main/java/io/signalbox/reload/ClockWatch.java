package io.signalbox.reload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.processor.AbstractThrottler;
import org.apache.camel.support.service.ServiceHelper;
import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;

/**
 * Has somebody set the clock back? Camel's throttle counts on the time of day: set back by an hour, it would let nothing through for an
 * hour. Routes with a throttle, their own or one in a Kamelet, are then started afresh; what waits for them waits on the bus.
 */
@ApplicationScoped
public class ClockWatch {
    private static final Logger LOG = Logger.getLogger(ClockWatch.class);
    private static final long LOOK_MILLIS = 1_000;
    /** What a clock that is only corrected may lose between two looks. */
    private static final long CORRECTION_MILLIS = 2_000;

    private final CamelContext camel;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "clock-watch"));
    private long ahead = ahead();

    @Inject
    public ClockWatch(CamelContext camel) {
        this.camel = camel;
    }

    void start(@Observes StartupEvent started) {
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How far the time of day is ahead of the time that has passed. */
    private static long ahead() {
        return System.currentTimeMillis() - Duration.ofNanos(System.nanoTime()).toMillis();
    }

    private void look() {
        long now = ahead();
        long back = ahead - now;
        ahead = now;
        if (back > CORRECTION_MILLIS) {
            LOG.warnf("The clock was set back by %d s; routes with a throttle begin afresh", back / 1_000);
            camel.getRoutes().stream().filter(route -> !route.isCreatedByKamelet()).toList().forEach(this::refresh);
        }
    }

    void refresh(Route route) {
        List<Processor> throttles = throttles(route).toList();
        boolean runs = camel.getRouteController().getRouteStatus(route.getId()).isStarted();
        if (throttles.isEmpty() || !runs) {
            return;
        }
        try {
            camel.getRouteController().stopRoute(route.getId());
            // A Kamelet's route goes on: what waited in its throttle has left with the route that called it.
            throttles.forEach(ServiceHelper::stopAndShutdownService);
            throttles.forEach(ServiceHelper::startService);
            camel.getRouteController().startRoute(route.getId());
        } catch (Exception e) {
            LOG.errorf(e, "The route %s could not be started again", route.getId());
        }
    }

    private Stream<Processor> throttles(Route route) {
        return route.filter("*").stream().flatMap(step -> {
            if (step instanceof AbstractThrottler) {
                return Stream.of(step);
            }
            Route inside = step instanceof EndpointAware sending
                    && sending.getEndpoint() instanceof KameletEndpoint kamelet
                            ? camel.getRoute(kamelet.getRouteId())
                            : null;
            // A Kamelet's own route leads to itself, where it hands back to whoever called it.
            return inside == null || inside == route ? Stream.empty() : throttles(inside);
        });
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
