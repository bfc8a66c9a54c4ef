package io.signalbox.cli;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.signalbox.bus.Backend;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Trial;
import io.signalbox.event.Severity;

/** Does a backend take events, asked without an instance that runs? Only backends' routes are started, on a bus without anything on it. */
final class LocalTest {
    /** Arguments of the application itself would be read by Camel. */
    private static final String NAME = "signalbox.test.name";
    private static final String SEVERITY = "signalbox.test.severity";

    private LocalTest() {
    }

    /**
     * @param name
     *            the backend, or null for every one that is enabled
     * @return the exit code
     */
    static int run(String name, Severity severity) {
        String folder = "file:${signalbox.routes.dir}/";
        set("signalbox.routes.include", folder + "error-handling.camel.yaml," + folder + "backends/**/"
                + (name == null ? "*" : name) + ".camel.yaml");
        set("quarkus.http.host-enabled", "false");
        set("signalbox.bus", "memory");
        set("signalbox.routes.reload", "false");
        set("quarkus.log.level", "OFF");
        if (name != null) {
            set(name + ".enabled", "true");
        }
        AtomicReference<Integer> code = new AtomicReference<>(1);
        set(NAME, name == null ? "" : name);
        set(SEVERITY, severity.toString());
        try (Progress progress = new Progress("asking the backends")) {
            Quarkus.run(Application.class, (exit, failure) -> {
                code.set(failure == null ? exit : 1);
                if (failure != null) {
                    System.err.println(Terminal.fresh() + "the route can't be started: " + root(failure).getMessage());
                }
            });
        }
        return code.get();
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static void set(String property, String value) {
        System.setProperty(property, value);
    }

    /** Runs instead of the routes that usually do. */
    public static final class Application implements QuarkusApplication {
        private final Backends backends;

        @Inject
        public Application(Backends backends) {
            this.backends = backends;
        }

        @Override
        public int run(String... args) {
            String name = System.getProperty(NAME);
            Collection<Backend> asked = name.isEmpty()
                    ? backends.running()
                    : backends.running().stream().filter(backend -> backend.name().equals(name)).toList();
            if (asked.isEmpty()) {
                System.err.println(Terminal.fresh() + (name.isEmpty()
                        ? "no backend is enabled; NAME.enabled=true does that in application.properties"
                        : "no backend \"" + name + "\": there is no file " + name
                                + ".camel.yaml in routes/backends"));
                return 1;
            }
            Severity severity = Severity.of(System.getProperty(SEVERITY)).orElseThrow();
            boolean good = true;
            for (Backend backend : asked) {
                Trial trial = backends.test(backend, severity);
                good &= trial.accepted();
                TestVerb.tell(backend.name(), trial);
            }
            return good ? 0 : 1;
        }
    }
}
