package io.signalbox.reload;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;

/**
 * When is there something to reload? Five times a second the files are looked at, and what was seen twice the same counts: a half-written
 * one is good a moment later. A hang-up ({@code kill -HUP}) asks for it, too, also where nobody watches.
 */
@ApplicationScoped
public class RouteWatch {
    private static final Logger LOG = Logger.getLogger(RouteWatch.class);
    private static final long LOOK_MILLIS = 200;
    private static final long LOOK_AGAIN_MILLIS = 80;
    /** Every so many looks what the files say is read, whatever their times and sizes are. */
    private static final int READ_EVERY = 25;

    private final RouteReload reload;
    private final boolean enabled;
    private final RouteFiles files;
    private final HangUp hangUp;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "route-watch"));
    private List<Object> stamp = List.of();
    private boolean due;
    private int looks;

    @Inject
    public RouteWatch(RouteReload reload, @ConfigProperty(name = "signalbox.routes.reload") boolean enabled,
            @ConfigProperty(name = "signalbox.routes.dir") Path folder) {
        this.reload = reload;
        this.enabled = enabled;
        this.files = new RouteFiles(folder);
        this.hangUp = new HangUp(() -> thread.execute(this::asked));
    }

    void start(@Observes StartupEvent started) {
        reload.started();
        thread.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        hangUp.listen();
    }

    private void look() {
        boolean soon = false;
        try {
            if (enabled) {
                soon = !isSettled();
            }
            if (looks++ % READ_EVERY == 0) {
                reload.tend();
            }
        } catch (UncheckedIOException e) {
            // A folder that is just being written, or has no files for a moment.
            LOG.debugf("the routes folder can't be read just now: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The saved routes could not be looked at; those that run go on", e);
        }
        if (!thread.isShutdown()) {
            thread.schedule(this::look, soon ? LOOK_AGAIN_MILLIS : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether there is nothing to look at again soon. */
    private boolean isSettled() {
        List<Object> now = files.stamp();
        if (!now.equals(stamp)) {
            stamp = now;
            due = true;
            return false;
        }
        if (due || looks % READ_EVERY == 0) {
            due = false;
            Map<String, String> all = files.all();
            if (!files.stamp().equals(stamp)) {
                due = true;
                return false;
            }
            reload.seen(all);
        }
        return true;
    }

    private void asked() {
        try {
            reload.reload();
        } catch (RuntimeException e) {
            LOG.errorf("The routes could not be reloaded: %s", e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        hangUp.ignore();
        thread.shutdownNow();
    }
}
