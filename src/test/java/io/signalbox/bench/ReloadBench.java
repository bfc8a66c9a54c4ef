package io.signalbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.signalbox.peers.Packaged;

/**
 * How long does it take from the save of a route file until the next request meets the new route? In the packaged application and in dev
 * mode, beside Camel's own reload and Quarkus' restart. Run by {@code src/bench/run reload}.
 */
public final class ReloadBench {
    private static final int RUNS = Integer.getInteger("runs", 50);
    private static final int RESTARTS = Integer.getInteger("restarts", RUNS);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Saves come at any time: none is in step with whoever looks. */
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(137);
    /** Only the file that was saved: to remove all routes and load them anew fails on the copies that Camel keeps of Kamelets' routes. */
    private static final String CAMELS_OWN = "-Dcamel.main.routes-reload-enabled=true"
            + " -Dcamel.main.routes-reload-remove-all-routes=false"
            + " -Dcamel.main.routes-reload-directory-recursive=true -Dcamel.main.routes-reload-pattern=**/*.camel.yaml";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> COPIED = List.of("pom.xml", "mvnw", ".mvn", "src/main", "routes",
            "application.properties");

    private final HttpClient http = HttpClient.newHttpClient();

    private interface Save {
        void save(int number) throws IOException;
    }

    private ReloadBench() {
    }

    public static void main(String[] args) throws Exception {
        System.out.printf("%d cores, Java %s, %d saves each (Quarkus restart: %d)%n%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"), RUNS, RESTARTS);
        System.out.println("| From save to effect, ms | median | p99 | slowest |");
        System.out.println("|---|--:|--:|--:|");
        ReloadBench bench = new ReloadBench();
        double median = bench.packaged("Signalbox, packaged", Map.of());
        bench.packaged("Camel's own reload, packaged",
                Map.of("SIGNALBOX_ROUTES_RELOAD", "false", "JAVA_OPTS", CAMELS_OWN));
        bench.dev();
        System.out.printf("%nTarget: a median below 1000 ms, packaged: %s%n", median < 1_000 ? "met" : "**missed**");
        System.exit(0);
    }

    private double packaged(String what, Map<String, String> settings) throws Exception {
        Path directory = BenchedApp.directory();
        try {
            Path routes = directory.resolve("routes");
            copy(Path.of("routes"), routes);
            probe(routes, 0);
            Map<String, String> environment = new HashMap<>(settings);
            environment.put("SIGNALBOX_ROUTES_DIR", routes.toString());
            environment.computeIfPresent("JAVA_OPTS",
                    (name, options) -> options + " -Dcamel.main.routes-reload-directory=" + routes);
            try (Packaged signalbox = new Packaged(directory, environment).start()) {
                return measure(what, signalbox.port, RUNS, number -> probe(routes, number));
            }
        } finally {
            BenchedApp.delete(directory);
        }
    }

    /** A copy of the project, so that nobody's sources are touched. */
    private void dev() throws Exception {
        Path project = BenchedApp.directory();
        Process process = null;
        try {
            for (String part : COPIED) {
                copy(Path.of(part), project.resolve(part));
            }
            Path properties = project.resolve("application.properties");
            String text = Files.readString(properties);
            Files.writeString(properties, text + "\nprobe.value=0\n");
            probe(project.resolve("routes"), 0);
            int port = port();
            ProcessBuilder builder = new ProcessBuilder("./mvnw", "-q", "-B", "quarkus:dev", "-Ddebug=false",
                    "-Dquarkus.analytics.disabled=true", "-Dquarkus.console.enabled=false").directory(project.toFile());
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            builder.environment().put("SIGNALBOX_DEMO_ENABLED", "false");
            builder.environment().put("SNMP_ENABLED", "false");
            process = builder.redirectErrorStream(true).redirectOutput(project.resolve("log").toFile()).start();
            measure("Signalbox, dev mode", port, RUNS, number -> probe(project.resolve("routes"), number));
            probe(project.resolve("routes"), "{{probe.value}}");
            measure("Quarkus dev mode, by its restart (application.properties)", port, RESTARTS,
                    number -> Files.writeString(properties, text + "\nprobe.value=" + number + "\n"));
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                process.waitFor(20, TimeUnit.SECONDS);
            }
            BenchedApp.delete(project);
        }
    }

    private double measure(String what, int port, int runs, Save save) throws Exception {
        try {
            return measured(what, port, runs, save);
        } catch (IllegalStateException e) {
            System.out.printf("| %s | – | – | %s |%n", what, e.getMessage());
            return Double.MAX_VALUE;
        }
    }

    private double measured(String what, int port, int runs, Save save) throws Exception {
        await(port, "0");
        double[] millis = new double[runs];
        for (int run = -2; run < runs; run++) {
            int number = run + 3;
            LockSupport.parkNanos(BETWEEN_NANOS * (1 + number % 4));
            long began = System.nanoTime();
            save.save(number);
            await(port, String.valueOf(number));
            if (run >= 0) {
                // The first two warm up what is read and compiled but once.
                millis[run] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f |%n", what, millis[runs / 2],
                millis[Math.min(runs - 1, (int) Math.ceil(runs * 0.99) - 1)], millis[runs - 1]);
        return millis[runs / 2];
    }

    private void await(int port, String answer) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/probe"))
                .timeout(Duration.ofSeconds(60)).build();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            try {
                HttpResponse<String> said = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (said.statusCode() == 200 && said.body().equals(answer)) {
                    return;
                }
            } catch (IOException e) {
                // It is starting.
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IllegalStateException("no " + answer + " after " + PATIENCE);
    }

    private static void probe(Path routes, Object value) throws IOException {
        Files.writeString(routes.resolve("sources/probe.camel.yaml"), """
                - route:
                    id: probe
                    from:
                      uri: platform-http:/probe
                      steps:
                        - setBody:
                            constant:
                              expression: "%s"
                """.formatted(value));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            Path copy = from.equals(file) ? to : to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static int port() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
