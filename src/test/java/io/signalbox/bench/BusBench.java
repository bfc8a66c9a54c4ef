package io.signalbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.opentest4j.TestAbortedException;

/**
 * How fast is Signalbox, and how fast could it be? Run by {@code src/bench/run}, which prints what docs/performance.md quotes. What is
 * compared is measured in the same run, where it can be in turns.
 */
public final class BusBench {
    static final String SIGNALBOX = "quarkus-app";
    private static final int RUNS = Integer.getInteger("runs", 5);
    private static final double SECONDS = Double.parseDouble(System.getProperty("seconds", "3"));
    private static final int EVENTS = Integer.getInteger("events", 100_000);
    private static final Set<String> PARTS = new TreeSet<>(Set.of("limits", "ingest", "posts", "delivery", "rsyslog"));

    private final Set<String> parts;
    private final Peers peers;
    private final Results results = new Results();
    private final byte[] lines = lines(EVENTS);
    private double toFile;

    private BusBench(Set<String> parts, Peers peers) {
        this.parts = parts;
        this.peers = peers;
    }

    public static void main(String[] args) throws Exception {
        if (!PARTS.containsAll(List.of(args))) {
            System.err.println("parts are " + String.join(", ", PARTS));
            System.exit(2);
        }
        try (Peers peers = new Peers()) {
            new BusBench(args.length == 0 ? PARTS : Set.of(args), peers).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.printf("%d cores, Java %s, events of %d bytes, medians of %d runs%n%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"), lines.length / EVENTS,
                RUNS);
        results.start();
        if (parts.contains("limits")) {
            new MachineLimits(RUNS).measure(lines, EVENTS, results);
        }
        Path directory = BenchedApp.directory();
        try {
            signalbox(directory);
        } finally {
            BenchedApp.delete(directory);
        }
        results.targets();
    }

    private void signalbox(Path directory) {
        LineLoad load = new LineLoad(lines, EVENTS, RUNS, results);
        part("ingest", () -> ingest(load, directory));
        part("posts", () -> new SinglePosts(RUNS, SECONDS, peers, results)
                .measure(BenchedRoutes.make(directory.resolve("posts"), List.of())));
        part("delivery", () -> delivery(load, directory));
        part("rsyslog", this::rsyslog);
    }

    private interface Part {
        void measure() throws Exception;
    }

    private void part(String name, Part part) {
        if (!parts.contains(name)) {
            return;
        }
        try {
            part.measure();
        } catch (TestAbortedException e) {
            results.missing(name, e.getMessage());
        } catch (Exception e) {
            // What it can't do is a figure, too, and the other parts have theirs.
            results.missing(name, String.valueOf(e));
            e.printStackTrace();
        }
    }

    private void ingest(LineLoad load, Path directory) throws IOException {
        results.section(String.format("NDJSON, %,d events in one request, answered when all are on disk", EVENTS));
        try (BenchedApp app = new BenchedApp(SIGNALBOX, BenchedRoutes.make(directory.resolve("none"), List.of()),
                Map.of())) {
            results.row("start to ready, without backends", app.startSeconds, "s");
            results.row("resident memory after it", app.memory("VmRSS"), "MB");
            results.atLeast("NDJSON, durable", 250_000, load.taken(app), "events/s");
        }
    }

    private void delivery(LineLoad load, Path directory) {
        results.section("End to end: the same request, until the last backend has all of it");
        toFile = delivered(load, directory, "one backend, jsonl", List.of("jsonl"));
        results.atLeast("end to end to one batching backend", 100_000,
                delivered(load, directory, "one backend, splunk-hec", List.of("splunk-hec")), "events/s");
        delivered(load, directory, "three: splunk-hec, jsonl, csv", List.of("splunk-hec", "jsonl", "csv"));
        delivered(load, directory, "ten: four splunk-hec, three jsonl, three csv", ten());
    }

    private static List<String> ten() {
        List<String> ten = new ArrayList<>(Collections.nCopies(4, "splunk-hec"));
        ten.addAll(Collections.nCopies(3, "jsonl"));
        ten.addAll(Collections.nCopies(3, "csv"));
        return ten;
    }

    private double delivered(LineLoad load, Path directory, String what, List<String> kinds) {
        try (BenchedApp app = new BenchedApp(SIGNALBOX,
                BenchedRoutes.make(directory.resolve(String.join("-", kinds)), kinds),
                Map.of("SPLUNK_HEC_URL", "http://127.0.0.1:" + peers.http(), "SPLUNK_HEC_TOKEN", "k"))) {
            return load.delivered(app, what);
        } catch (IOException | IllegalStateException e) {
            results.missing(what, e.getMessage());
            return 0;
        }
    }

    /** Its omhttp is not in Debian: where Signalbox delivers by HTTP, it delivers by TCP. */
    private void rsyslog() throws Exception {
        results.section("rsyslog, the same messages by TCP in one stream, until they have arrived");
        BenchedRsyslog rsyslog = new BenchedRsyslog(RUNS);
        results.row("queue in memory, to a file", rsyslog.toFile(BenchedRsyslog.MEMORY), "events/s");
        results.row("queue in memory, to TCP", rsyslog.toTcp(BenchedRsyslog.MEMORY, peers), "events/s");
        double durable = rsyslog.toFile(BenchedRsyslog.DISK);
        results.row("queue on disk, fsynced, to a file", durable, "events/s");
        results.row("queue on disk, fsynced, to TCP", rsyslog.toTcp(BenchedRsyslog.DISK, peers), "events/s");
        if (toFile > 0) {
            results.atLeast("durably into a file, against rsyslog", 5, toFile / durable, "times");
        }
    }

    static byte[] lines(int count) {
        return text(count).getBytes(UTF_8);
    }

    /** Completed jobs, a line each. */
    static String text(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"type\":\"job.completed\",\"source\":\"continuum\",\"tags\":[\"production\",\"floor-3\"],")
                    .append("\"data\":{\"job_id\":\"job-").append(i).append("\",\"printer_id\":\"hp-").append(i % 300)
                    .append("\",\"page_count\":").append(i % 50)
                    .append(",\"status\":\"completed\",\"owner\":\"anna\",\"document\":\"Quarterly report, final version.pdf\",")
                    .append("\"queue\":\"floor-3-east\"}}\n");
        }
        return lines.toString();
    }
}
