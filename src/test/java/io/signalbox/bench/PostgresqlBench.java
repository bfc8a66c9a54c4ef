package io.signalbox.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.PostgreSql;
import io.signalbox.protocol.PostgresEvents;

/**
 * How many events a second does a real PostgreSQL take from us, and what does each cost, here and there?
 *
 * <pre>
 * ./mvnw -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
 * java -cp target/classes:target/test-classes:$(cat target/classpath.txt) io.signalbox.bench.PostgresqlBench [events]
 * </pre>
 */
public final class PostgresqlBench {
    private static final int BATCH = 1000;

    private PostgresqlBench() {
    }

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        for (boolean fsync : new boolean[]{false, true}) {
            Path directory = Files.createTempDirectory("postgresql-bench");
            Certificates certificates = new Certificates(directory);
            certificates.make("localhost", "dns:localhost");
            try (PostgreSql server = new PostgreSql(directory, certificates.certificate("localhost"),
                    certificates.key("localhost"), fsync)) {
                for (int lanes : new int[]{1, 2}) {
                    measure(server, "warm_" + lanes, lanes, events / 4);
                    System.out.printf("fsync %s, %d connections: %s%n", fsync ? "on" : "off", lanes,
                            measure(server, "bench_" + lanes, lanes, events));
                }
            }
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private static String measure(PostgreSql server, String table, int lanes, int events) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        PostgresEvents sink = new PostgresEvents(table, "daily", lanes, 10_000, 30_000);
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        AtomicLong cpu = new AtomicLong();
        double server0 = server.cpuSeconds();
        long began = System.nanoTime();
        List<Future<?>> all = IntStream.range(0, lanes).<Future<?>>mapToObj(lane -> threads.submit(() -> {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int batch = 0; batch < events / lanes / BATCH; batch++) {
                DefaultExchange exchange = new DefaultExchange(camel);
                Map.of("url", server.url(), "username", "postgres", "password", PostgreSql.PASSWORD, "encryption",
                        "none", "verifySsl", "true", "caFile", "").forEach(exchange::setVariable);
                int first = batch * BATCH;
                String prefix = table + "-" + lane + "-";
                exchange.getMessage().setBody(IntStream.range(first, first + BATCH)
                        .mapToObj(i -> event(prefix + i, i)).toList());
                sink.process(exchange);
            }
            cpu.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
            return null;
        })).toList();
        for (Future<?> each : all) {
            each.get();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
        sink.stop();
        camel.close();
        // A backend's time is its parent's when it has ended.
        Thread.sleep(500);
        double there = server.cpuSeconds() - server0;
        String rows = server.rows("SELECT count(*) FROM " + table).get(0);
        return "%s rows in %.1f s, %.0f a second, %.1f \u00b5s of CPU each here, %.1f there".formatted(rows, seconds,
                events / seconds, cpu.get() / 1e3 / events, there * 1e6 / events);
    }

    private static Event event(String id, int number) {
        return new Event(id, "continuum", "job.completed", "hp-" + number % 200, Instant.now(), Severity.INFO,
                State.FIRING, "continuum/job.completed/hp-" + number % 200, null, "Job " + number + " is printed",
                List.of("production", "floor-2"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Map.of("pages", number, "job_id", "J-" + number, "user", "alice", "colour", true), null);
    }
}
