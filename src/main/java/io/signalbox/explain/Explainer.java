package io.signalbox.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Batch;
import io.signalbox.bus.Entry;
import io.signalbox.bus.Trial;
import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.InvalidEvent;
import io.signalbox.reload.RouteFiles;

/** What would happen to an event? Asked of the route files as they are now; the routes that run, and the bus, are not touched. */
@ApplicationScoped
@Unremovable
public class Explainer {
    private final CamelContext camel;
    private final Config config;
    private final Catalogue catalogue;
    private final Backends running;
    private final Path folder;
    private final RouteFiles files;
    private Map<Path, String> texts = Map.of();
    private List<BackendText> backends = List.of();
    private DryRoutes routes;

    @Inject
    public Explainer(CamelContext camel, Config config, Catalogue catalogue, Backends running,
            @ConfigProperty(name = "signalbox.routes.dir") Path folder) {
        this.camel = camel;
        this.config = config;
        this.catalogue = catalogue;
        this.running = running;
        this.folder = folder;
        this.files = new RouteFiles(folder);
    }

    /**
     * @param body
     *            one event, in any of the forms that are accepted
     * @throws InvalidEvent
     *             where it is none
     */
    public synchronized Explanation explain(byte[] body) throws Exception {
        DryRoutes dry = current();
        Batch batch = batch(dry, body);
        if (batch.events().size() != 1) {
            throw new InvalidEvent(null, "holds " + batch.events().size() + " events; expected one");
        }
        Event event = batch.events().get(0);
        long channels = batch.channels(0);
        List<Explanation.Branch> branches = dry.branches();
        List<Explanation.Hearing> hearings = new ArrayList<>();
        for (BackendText backend : backends) {
            hearings.add(hearing(dry, backend, new Entry(0, channels, event.time(), event)));
        }
        return new Explanation(event, branches, dry.channels(channels), hearings);
    }

    private static Batch batch(DryRoutes dry, byte[] body) throws Exception {
        try {
            return dry.route(body);
        } catch (InvalidEvent e) {
            // There is but one: its place says nothing.
            throw new InvalidEvent(e.field(), e.getMessage().replaceFirst("^item 0: ", ""));
        }
    }

    /** The routes of the files as they are; loading them takes a second, so they are kept until a file changes. */
    private DryRoutes current() {
        Map<Path, String> now = files.read();
        if (routes == null || !now.equals(texts)) {
            close();
            texts = now;
            backends = BackendText.all(now);
            routes = new DryRoutes(camel, config, catalogue, folder, running.overlays());
            now.forEach((file, text) -> {
                boolean corridor = text.contains("direct:intake\n") && !isSource(file)
                        || text.contains("direct:router\n");
                boolean backend = backends.stream().anyMatch(each -> each.file().equals(file) && isEnabled(each));
                if (file.toString().endsWith(RouteFiles.ROUTES) && (corridor || backend)) {
                    routes.load(file, text);
                }
            });
        }
        return routes;
    }

    /** What comes from outside does not come here. */
    private boolean isSource(Path file) {
        return file.startsWith(folder.resolve("sources"));
    }

    private boolean isEnabled(BackendText backend) {
        return Boolean.parseBoolean(camel.resolvePropertyPlaceholders(backend.autoStartup()));
    }

    private Explanation.Hearing hearing(DryRoutes dry, BackendText text, Entry entry) {
        Backend backend = dry.backend(text.name());
        if (backend == null) {
            String failure = dry.failure(text.file());
            return hearing(text, isEnabled(text), failure == null ? "not enabled" : "does not start: " + failure,
                    List.of(), null);
        }
        String refusal = backend.refusal(entry);
        if (refusal != null) {
            return hearing(text, true, refusal, List.of(), null);
        }
        dry.held();
        Trial trial = backend.test(entry.event());
        List<Sent> requests = dry.held();
        return hearing(text, true, null, requests, note(dry, trial, requests));
    }

    private static String note(DryRoutes dry, Trial trial, List<Sent> requests) {
        if (requests.isEmpty()) {
            return "nothing would be sent: " + dry.masked(trial.answer());
        }
        return requests.stream().anyMatch(Held::asks) ? "as if the GET found nothing" : null;
    }

    private Explanation.Hearing hearing(BackendText text, boolean enabled, String refusal, List<Sent> requests,
            String note) {
        return new Explanation.Hearing(text.name(), text.kind(), enabled, refusal,
                text.throttle() == null ? null : camel.resolvePropertyPlaceholders(text.throttle()), requests, note);
    }

    @PreDestroy
    void close() {
        if (routes != null) {
            routes.close();
            routes = null;
        }
    }
}
