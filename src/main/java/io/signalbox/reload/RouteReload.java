package io.signalbox.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.Bus;
import io.signalbox.event.Catalogue;
import io.signalbox.validate.Finding;
import io.signalbox.validate.Settings;
import io.signalbox.validate.Validation;
import io.smallrye.config.SmallRyeConfig;

/**
 * Which generation of the routes runs? A new one takes over as a whole, or not at all: it is checked as {@code signalbox validate} does,
 * built aside, and only then swapped in, of which only the routes that say something else notice anything.
 */
@ApplicationScoped
@Unremovable
public class RouteReload {
    private static final Logger LOG = Logger.getLogger(RouteReload.class);
    private static final int KEPT = 10;
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LOOKS = 50;
    private static final Path PROPERTIES = Path.of("application.properties");

    /** What came of it: the generation that runs now, and why it is not the one that was asked for, or null. */
    public record Outcome(Generation generation, Refusal refusal) {
    }

    private final CamelContext camel;
    private final Bus bus;
    private final Gate gate;
    private final Config config;
    private final Catalogue catalogue;
    private final KameletSecrets secrets;
    private final RouteFiles files;
    private final Duration grace;
    private final Deque<Generation> previous = new ArrayDeque<>();
    private final Set<String> lost = new TreeSet<>();
    private Validation validation;
    private Described described;
    private Map<Path, String> seen = Map.of();
    private volatile Generation current;
    private volatile Refusal refusal;
    private volatile Map<String, Instant> removed = Map.of();

    @Inject
    public RouteReload(CamelContext camel, Bus bus, Gate gate, Config config, Catalogue catalogue,
            KameletSecrets secrets, @ConfigProperty(name = "signalbox.routes.dir") Path folder,
            @ConfigProperty(name = "signalbox.routes.removed-grace") Duration grace) {
        this.camel = camel;
        this.bus = bus;
        this.gate = gate;
        this.config = config;
        this.catalogue = catalogue;
        this.secrets = secrets;
        this.files = new RouteFiles(folder);
        this.grace = grace;
    }

    /** Before Camel reads them: what is saved while it starts is a change. */
    void begin(@Observes BeforeConfigure start) {
        seen = files.read();
        current = Generation.first(seen);
    }

    /** The routes run. */
    synchronized void started() {
        gate.watch(new Swap(camel, gate).paths());
        tend();
    }

    /** Says which backends there are. Done every now and then: those that were removed are forgotten some time. */
    synchronized void tend() {
        Set<String> backends = new TreeSet<>();
        camel.getRoutes().forEach(route -> {
            if (route.getEndpoint().getEndpointUri().startsWith("bus:")
                    && (route.isAutoStartup()
                            || camel.getRouteController().getRouteStatus(route.getId()).isStarted())) {
                backends.add(route.getId());
            }
        });
        removed = bus.expect(backends, grace);
    }

    /** The generation that runs. */
    public Generation current() {
        return current;
    }

    /** Those that ran before it and can be gone back to, the newest first. */
    public synchronized List<Generation> previous() {
        return List.copyOf(previous);
    }

    /** Why the newest files are not taken over, or null. */
    public Refusal refusal() {
        return refusal;
    }

    /** Routes that should run and do not, because neither they nor what was before them could be started; nearly always none. */
    public synchronized Set<String> lost() {
        return Set.copyOf(lost);
    }

    /** Backends whose routes are gone, and when what they have not got is given up. */
    public Map<String, Instant> removed() {
        return removed;
    }

    /** Reads the files as soon as nobody writes them, and takes them over. */
    public synchronized Outcome reload() {
        Map<String, String> all = files.all();
        for (int look = 0; look < LOOKS; look++) {
            LockSupport.parkNanos(SETTLED_NANOS);
            Map<String, String> again = files.all();
            if (again.equals(all)) {
                break;
            }
            all = again;
        }
        return take(all, "asked");
    }

    /**
     * Takes over files that somebody has saved, unless they are those that it was told of last.
     *
     * @param all
     *            every YAML file of the folder
     */
    synchronized void seen(Map<String, String> all) {
        if (!lost.isEmpty() || !RouteFiles.routes(all).equals(seen)) {
            take(all, "files");
        }
    }

    private Outcome take(Map<String, String> all, String origin) {
        Map<Path, String> texts = RouteFiles.routes(all);
        seen = texts;
        if (texts.equals(current.texts()) && lost.isEmpty()) {
            refusal = null;
            return new Outcome(current, null);
        }
        if (validation == null) {
            validation = new Validation(catalogue, name -> camel.getRegistry().lookupByName(name) != null);
        }
        Settings settings = Settings.running(config.unwrap(SmallRyeConfig.class), PROPERTIES, System.getenv());
        List<Finding> errors = validation.check(all, settings).stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                // Devices and their profiles are no routes: who polls them takes what is right of them.
                .filter(finding -> RouteFiles.isRoutes(finding.file()) || finding.file().equals(PROPERTIES.toString()))
                .toList();
        return errors.isEmpty() ? swap(texts, origin) : refuse(texts, errors);
    }

    /**
     * Goes back to what ran before. The files stay as they are; their next change takes over.
     *
     * @param number
     *            of the generation, or 0 for the one before this one
     * @return null where that is not known any more
     */
    public synchronized Outcome rollback(int number) {
        Generation to = previous.stream().filter(each -> number == 0 || each.number() == number).findFirst()
                .orElse(null);
        return to == null ? null : swap(to.texts(), "rollback to generation " + to.number());
    }

    private Outcome swap(Map<Path, String> texts, String origin) {
        long began = System.nanoTime();
        if (described == null || !described.texts().equals(current.texts())) {
            described = new Described(current.texts());
        }
        Difference difference = Difference.between(described, new Described(texts, described), lost);
        List<Finding> errors = difference.in().isEmpty()
                ? List.of()
                : new Aside(camel, config, catalogue).build(difference);
        if (!errors.isEmpty()) {
            return refuse(texts, errors);
        }
        try {
            new Swap(camel, gate).run(difference);
        } catch (Swap.Failed e) {
            lost.clear();
            lost.addAll(e.lost());
            LOG.debug("the swap did not succeed", e);
            String why = "this does not start: " + e.getMessage();
            return refuse(texts, List.of(e.unit() == null
                    ? new Finding("routes", 1, 1, Finding.Level.ERROR, "not-started", why, Places.HELP)
                    : Places.finding(e.unit(), difference.after(), "not-started", why)));
        } finally {
            tend();
        }
        lost.clear();
        previous.addFirst(current);
        while (previous.size() > KEPT) {
            previous.removeLast();
        }
        described = difference.after();
        current = current.next(texts, origin, difference.names());
        refusal = null;
        LOG.infof("Routes are generation %d now (%s), after %d ms: %s", current.number(), origin,
                Duration.ofNanos(System.nanoTime() - began).toMillis(), summary(current));
        return new Outcome(current, null);
    }

    private static String summary(Generation generation) {
        return String.join(", ",
                Stream.of(named("added", generation.added()), named("changed", generation.changed()),
                        named("removed", generation.removed()), named("swapped", generation.routes()))
                        .flatMap(List::stream).toList());
    }

    private static List<String> named(String what, List<?> things) {
        return things.isEmpty() ? List.of() : List.of(what + " " + things);
    }

    private Outcome refuse(Map<Path, String> texts, List<Finding> findings) {
        List<Finding> masked = findings.stream()
                .map(finding -> new Finding(finding.file(), finding.line(), finding.column(), finding.level(),
                        finding.rule(), secrets.mask(finding.message()), finding.help()))
                .toList();
        refusal = new Refusal(Generation.hash(texts), Instant.now(), current.added(texts), current.changed(texts),
                current.removed(texts), masked);
        LOG.errorf("The saved routes are not taken over, generation %d goes on: %s", current.number(),
                String.join("; ", refusal.reasons()));
        return new Outcome(current, refusal);
    }
}
