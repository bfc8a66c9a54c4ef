package io.signalbox.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;

/** When is there something to reload? Twice a second the files are compared with what runs; a half-written one is good a moment later. */
@ApplicationScoped
public class RouteWatch {
    private static final Logger LOG = Logger.getLogger(RouteWatch.class);
    private static final long LOOK_MILLIS = 500;

    private final CamelContext camel;
    private final boolean enabled;
    private final RouteFiles files;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "route-watch"));
    private RouteReload reload;
    private Map<Path, String> seen;

    @Inject
    public RouteWatch(CamelContext camel, @ConfigProperty(name = "signalbox.routes.reload") boolean enabled,
            @ConfigProperty(name = "signalbox.routes.dir") Path folder) {
        this.camel = camel;
        this.enabled = enabled;
        this.files = new RouteFiles(folder);
    }

    void start(@Observes StartupEvent started) {
        if (enabled) {
            seen = files.read();
            reload = new RouteReload(camel, seen);
            thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            Map<Path, String> now = files.read();
            // An editor that empties a file before it writes it is seen twice; only what stays is taken over.
            if (!now.equals(seen) && now.equals(files.read())) {
                seen = now;
                reload.apply(now);
            }
        } catch (RuntimeException e) {
            LOG.debugf("the routes folder can't be read just now: %s", e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
