package io.signalbox.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Overlay;
import io.signalbox.explain.BackendText;
import io.signalbox.reload.RouteFiles;

/** Which backends are there, by the route files, by what runs, and by what is laid over them? */
@ApplicationScoped
public class BackendList {
    private static final long FRESH_NANOS = 500_000_000;

    private final CamelContext camel;
    private final Backends backends;
    private final RouteFiles files;
    private Map<Path, String> texts = Map.of();
    private List<BackendText> written = List.of();
    private long readAt = System.nanoTime() - FRESH_NANOS;

    /**
     * A backend.
     *
     * @param text
     *            what its route file says, or null
     * @param enabled
     *            whether its file says that it is to run
     * @param running
     *            what runs, or null
     */
    record Listed(String name, BackendText text, boolean enabled, Backend running, Overlay overlay) {
        /** How it is doing; {@code disabled} or {@code stopped} where it does not run. */
        String status() {
            return running != null ? running.status() : enabled ? "stopped" : "disabled";
        }
    }

    @Inject
    public BackendList(CamelContext camel, Backends backends,
            @ConfigProperty(name = "signalbox.routes.dir") Path folder) {
        this.camel = camel;
        this.backends = backends;
        this.files = new RouteFiles(folder);
    }

    /** All of them, by name. */
    List<Listed> all() {
        Map<String, Listed> all = new TreeMap<>();
        backends.overlays().all().keySet().forEach(name -> all.put(name, listed(name, null)));
        backends.running().forEach(backend -> all.put(backend.name(), listed(backend.name(), null)));
        written().forEach(text -> all.put(text.name(), listed(text.name(), text)));
        return List.copyOf(all.values());
    }

    private Listed listed(String name, BackendText text) {
        Backend running = backends.named(name);
        return new Listed(name, text, text == null ? running != null : enabled(text), running,
                backends.overlays().of(name));
    }

    private boolean enabled(BackendText text) {
        return Boolean.parseBoolean(camel.resolvePropertyPlaceholders(text.autoStartup()));
    }

    /** The one of that name; a problem that names the others where there is none. */
    Listed named(String name) {
        List<Listed> all = all();
        return all.stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new ApiProblem(404, "No such backend", "there is no backend \"" + name
                        + "\"; expected one of " + String.join(", ", all.stream().map(Listed::name).toList())));
    }

    /** A text of a route file with the values of its placeholders. */
    String resolved(String text) {
        return camel.resolvePropertyPlaceholders(text);
    }

    /** Whoever asks often, such as a page that shows them, does not have the files read each time. */
    private synchronized List<BackendText> written() {
        if (System.nanoTime() - readAt >= FRESH_NANOS) {
            Map<Path, String> now = files.read();
            readAt = System.nanoTime();
            if (!now.equals(texts)) {
                texts = now;
                written = BackendText.all(now);
            }
        }
        return written;
    }
}
