package io.signalbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import io.signalbox.bench.BenchedKinds.Kind;
import io.signalbox.event.Catalogue;
import io.signalbox.event.Event;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.Normaliser;

/**
 * How fast is each kind of backend, and what does an event cost? Run by {@code src/bench/run sinks}, which prints what docs/performance.md
 * quotes; {@code src/bench/run sinks KIND…} measures only these, step by step.
 */
public final class SinkBench {
    private static final int RUNS = Integer.getInteger("runs", 5);
    private static final long WARM_UP = (long) (Double.parseDouble(System.getProperty("warm-up", "2")) * 1e9);
    private static final long RUN = (long) (Double.parseDouble(System.getProperty("seconds", "0.7")) * 1e9);
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    /** Kinds that take many events in one request. */
    private static final Set<String> BATCHING = Set.of("elasticsearch", "opensearch", "splunk-hec", "datadog",
            "newrelic",
            "kafka", "postgresql", "redis", "zabbix");
    private static final double BATCHING_RATE = 20_000;
    private static final double LONG_REQUEST_MICROS = 20;

    private final Results results = new Results();
    private final List<String> longRequests = new ArrayList<>();
    private final List<Event> events = events();
    private final List<String> only;
    private long sent;

    private SinkBench(List<String> only) {
        this.only = only;
    }

    public static void main(String[] args) throws Exception {
        try (Peers peers = new Peers()) {
            new SinkBench(List.of(args)).run(peers.ports);
        }
        System.exit(0);
    }

    private void run(Map<String, String> ports) throws Exception {
        System.out.printf("%d cores, Java %s, medians of %d runs%n%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"), RUNS);
        System.out.println("| Kind | Batch | events/s | CPU time, µs an event | … for making the request |");
        System.out.println("|---|--:|--:|--:|--:|");
        for (Kind kind : BenchedKinds.all(ports)) {
            if (only.isEmpty() || only.contains(kind.backend()) || only.contains(kind.label())) {
                measure(kind);
            }
        }
        results.none("kinds whose request takes more than 20 µs to make", longRequests);
        results.targets();
    }

    private void measure(Kind kind) throws Exception {
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench");
        List<AutoCloseable> closed = new ArrayList<>();
        try {
            try (BenchedBackend backend = new BenchedBackend(kind.backend(),
                    kind.peer().configuration(directory, closed))) {
                measure(kind, backend);
            }
        } catch (Exception e) {
            // One whose peer is not installed, or that does not work, is a line, too; the others are measured.
            missing(kind, e);
        } finally {
            for (AutoCloseable peer : closed) {
                peer.close();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void missing(Kind kind, Exception why) {
        System.out.printf("| %s | | – | | %s |%n", kind.label(), String.valueOf(why).lines().findFirst().orElse(""));
        if (BATCHING.contains(kind.label())) {
            results.atLeast(kind.label(), BATCHING_RATE, 0, "events/s");
        }
    }

    private void measure(Kind kind, BenchedBackend backend) {
        double[] rate = new double[RUNS];
        double[] cpu = new double[RUNS];
        double[] request = new double[RUNS];
        // The first warms up what all have in common, too.
        deliver(backend, sent == 0 ? 3 * WARM_UP : WARM_UP);
        long all = sent;
        Map<String, Long> steps = backend.steps.each();
        for (int run = 0; run < RUNS; run++) {
            long before = sent;
            long cpuBefore = SYSTEM.getProcessCpuTime();
            long requestBefore = backend.steps.requests();
            long took = deliver(backend, RUN);
            double count = sent - before;
            rate[run] = count / took * 1e9;
            cpu[run] = (SYSTEM.getProcessCpuTime() - cpuBefore) / count / 1000;
            request[run] = (backend.steps.requests() - requestBefore) / count / 1000;
        }
        System.out.printf(Locale.ROOT, "| %s | %d | %,.0f | %.1f | %.1f |%n", kind.label(), backend.batchSize(),
                median(rate), median(cpu), median(request));
        if (BATCHING.contains(kind.label())) {
            results.atLeast(kind.label(), BATCHING_RATE, median(rate), "events/s");
        }
        if (median(request) > LONG_REQUEST_MICROS) {
            longRequests.add(kind.label());
        }
        if (!only.isEmpty()) {
            double count = sent - all;
            backend.steps.each()
                    .forEach((step, nanos) -> System.out.printf(Locale.ROOT, "  %-40s %8.2f µs an event%n", step,
                            (nanos - steps.getOrDefault(step, 0L)) / count / 1000));
        }
    }

    /** Delivers for so long, and says how long it took. */
    private long deliver(BenchedBackend backend, long nanos) {
        int size = backend.batchSize();
        long began = System.nanoTime();
        while (System.nanoTime() - began < nanos) {
            List<Event> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                batch.add(next());
            }
            backend.deliver(batch);
        }
        return System.nanoTime() - began;
    }

    /** One that never was before, so that no backend finds it a duplicate. */
    private Event next() {
        Event like = events.get((int) (sent % events.size()));
        return new Event("0198c0de-0000-7000-8000-" + (100_000_000_000L + sent++), like.source(), like.type(),
                like.subject(), Instant.now(), like.severity(), like.state(), like.dedupkey(), like.title(),
                like.message(), like.tags(), like.traceparent(), like.data(), like.problem());
    }

    private static List<Event> events() {
        try {
            return new EventReader(new Normaliser(Catalogue.load(), Clock.systemUTC(), "signalbox",
                    Duration.ofHours(1))).json(lines(1000).getBytes(UTF_8)).events();
        } catch (InvalidEvent e) {
            throw new IllegalStateException(e);
        }
    }

    /** Failed jobs, a line each: all three channels hear of them. */
    static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(
                    "{\"type\":\"job.failed\",\"source\":\"continuum\",\"message\":\"The printer took it and said no more\",")
                    .append("\"tags\":[\"production\",\"floor-3\"],\"data\":{\"job_id\":\"job-").append(i)
                    .append("\",\"printer_id\":\"hp-").append(i % 300).append("\",\"page_count\":").append(i % 50)
                    .append(",\"status\":\"failed\",\"owner\":\"anna\",\"document\":\"Quarterly report, final version.pdf\",")
                    .append("\"queue\":\"floor-3-east\"}}\n");
        }
        return lines.toString();
    }

    static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
