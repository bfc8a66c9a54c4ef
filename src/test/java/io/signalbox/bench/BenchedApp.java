package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.signalbox.peers.Packaged;

/**
 * What does the packaged application cost, and has it delivered? A process with the heap and the collector that
 * README.md recommends, and what {@code JAVA_OPTS} says besides, with a directory of its own that is deleted with it.
 */
final class BenchedApp implements AutoCloseable {
    private static final Pattern PENDING = Pattern.compile("\"pending\":(\\d+)");
    private static final Pattern DEAD = Pattern.compile("\"deadLetters\":([1-9]\\d*)");
    private static final long POLL = 5_000_000;

    final int port;
    final double startSeconds;
    private final Path directory = directory();
    private final Packaged packaged;

    /**
     * @param routes
     *            the route files
     * @param environment
     *            what else it is told
     */
    BenchedApp(String packagedIn, Path routes, Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("SIGNALBOX_ROUTES_DIR", routes.toString());
        all.put("TIMER_HEARTBEAT_ENABLED", "false");
        all.put("JAVA_OPTS", System.getenv().getOrDefault("JAVA_OPTS", ""));
        packaged = new Packaged(directory, all, Path.of("target", packagedIn, "quarkus-run.jar"));
        port = packaged.port;
        long began = System.nanoTime();
        try {
            packaged.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        startSeconds = (System.nanoTime() - began) / 1e9;
    }

    /** An empty directory on the disk that the project is on, so that all that is measured writes to the same. */
    static Path directory() throws IOException {
        return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench");
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    /** Returns when every backend has everything; one that refused something has no rate. */
    void awaitDelivery() throws IOException {
        try (RawHttp connection = new RawHttp(port)) {
            for (String backends = ""; backends.isEmpty() || pending(backends) > 0; LockSupport.parkNanos(POLL)) {
                backends = connection.get("/api/v1/backends");
                if (DEAD.matcher(backends).find()) {
                    throw new IllegalStateException("dead letters: " + backends);
                }
            }
        }
    }

    private static long pending(String backends) {
        return PENDING.matcher(backends).results().map(MatchResult::group).map(each -> each.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong).max().orElse(0);
    }

    double cpuSeconds() {
        return packaged.handle().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** In megabytes: VmRSS, or VmHWM for the highest so far. */
    double memory(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + packaged.handle().pid() + "/status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", ""))).sum() / 1024;
    }

    @Override
    public void close() throws IOException {
        try {
            packaged.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(directory);
    }
}
