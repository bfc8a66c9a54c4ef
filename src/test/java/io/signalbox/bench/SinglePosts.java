package io.signalbox.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.signalbox.bench.PostLoad.Answers;

/** What does an event cost that comes alone, and what does Camel's HTTP cost by itself? Both in turns, so that a busy minute hits both. */
final class SinglePosts {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL = 2_000_000;

    private final int runs;
    private final double seconds;
    private final Peers peers;
    private final Results results;

    SinglePosts(int runs, double seconds, Peers peers, Results results) {
        this.runs = runs;
        this.seconds = seconds;
        this.peers = peers;
        this.results = results;
    }

    void measure(Path routes) throws Exception {
        results.section("Single POSTs, one event each, " + PostLoad.CONNECTIONS + " connections");
        try (BenchedApp app = new BenchedApp(BusBench.SIGNALBOX, routes, Map.of());
                BenchedApp camel = new BenchedApp("bench-app", Path.of("src/bench/camel").toAbsolutePath(),
                        Map.of("SIGNALBOX_BUS", "memory", "BENCH_PEER", "http://127.0.0.1:" + peers.http()))) {
            double rate = full(app, new PostLoad(app.port, "/api/v1/events"), new PostLoad(camel.port, "/nothing"));
            half(new PostLoad(app.port, "/api/v1/events"), rate / 2);
            forward(new PostLoad(camel.port, "/forward"));
        }
    }

    private double full(BenchedApp app, PostLoad durable, PostLoad nothing) throws InterruptedException {
        double[] rate = new double[runs];
        double[] middle = new double[runs];
        double[] slow = new double[runs];
        double[] cpu = new double[runs];
        double[] bare = new double[runs];
        double[] ratio = new double[runs];
        // As long as lines are: LineLoad says why.
        nothing.full(LineLoad.WARM_UP_SECONDS / 2);
        durable.full(LineLoad.WARM_UP_SECONDS);
        for (int run = -1; run < runs; run++) {
            double bareRate = nothing.full(seconds).rate();
            double cpuBefore = app.cpuSeconds();
            Answers answers = durable.full(seconds);
            if (run >= 0) {
                bare[run] = bareRate;
                rate[run] = answers.rate();
                ratio[run] = answers.rate() / bareRate * 100;
                middle[run] = answers.millis(0.5);
                slow[run] = answers.millis(0.99);
                cpu[run] = (app.cpuSeconds() - cpuBefore) / answers.nanos().length * 1e6;
            }
        }
        results.row("each answered when on disk, full load", Results.median(rate), "events/s");
        results.row("… p50", Results.median(middle), "ms");
        results.row("… p99", Results.median(slow), "ms");
        results.row("… CPU time, kernel included", Results.median(cpu), "µs an event");
        results.row("a Camel platform-http route that does nothing", Results.median(bare), "requests/s");
        results.atLeast("single durable POSTs, against a Camel route that does nothing", 60, Results.median(ratio),
                "%");
        return Results.median(rate);
    }

    private void half(PostLoad durable, double rate) throws InterruptedException {
        double[] reached = new double[runs];
        double[] middle = new double[runs];
        double[] slow = new double[runs];
        for (int run = 0; run < runs; run++) {
            Answers answers = durable.at(rate, seconds);
            reached[run] = answers.rate();
            middle[run] = answers.millis(0.5);
            slow[run] = answers.millis(0.99);
        }
        results.row("each answered when on disk, half of that load", Results.median(reached), "events/s");
        results.row("… p50", Results.median(middle), "ms");
        results.row("… p99", Results.median(slow), "ms");
        results.lessThan("p99 of a single durable POST at half load", 10, Results.median(slow), "ms");
    }

    private void forward(PostLoad forward) throws IOException, InterruptedException {
        double[] rate = new double[runs];
        for (int run = -1; run < runs; run++) {
            long before = peers.requests();
            long began = System.nanoTime();
            long sent = forward.full(seconds / 2).nanos().length;
            Instant end = Instant.now().plus(PATIENCE);
            while (peers.requests() - before < sent) {
                LockSupport.parkNanos(POLL);
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("plain Camel lost some of " + sent);
                }
            }
            if (run >= 0) {
                rate[run] = sent * 1e9 / (System.nanoTime() - began);
            }
        }
        results.row("plain Camel, platform-http → seda → http, nothing on disk", Results.median(rate), "events/s");
    }
}
