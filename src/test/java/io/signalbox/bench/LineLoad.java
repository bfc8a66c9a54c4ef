package io.signalbox.bench;

import java.io.IOException;

/** How many events does an instance take in one request of lines, and how many does it deliver? */
final class LineLoad {
    /** Java compiles what runs often, and takes as much of the machine for it as the work: after so long it is done with most. */
    static final double WARM_UP_SECONDS = Double.parseDouble(System.getProperty("warm", "20"));

    private final byte[] lines;
    private final int events;
    private final int runs;
    private final Results results;

    LineLoad(byte[] lines, int events, int runs, Results results) {
        this.lines = lines;
        this.events = events;
        this.runs = runs;
        this.results = results;
    }

    /** Until the answer: all are on disk. */
    double taken(BenchedApp app) throws IOException {
        double[] rate = new double[runs];
        double cpu = measure(app, rate, new double[runs]);
        results.row("taken in", Results.median(rate), "events/s");
        results.row("… CPU time", cpu, "µs an event");
        results.row("… highest resident memory", app.memory("VmHWM"), "MB");
        return Results.median(rate);
    }

    /** Until every backend has all. */
    double delivered(BenchedApp app, String what) throws IOException {
        double[] rate = new double[runs];
        double[] delivered = new double[runs];
        double cpu = measure(app, rate, delivered);
        results.row(what, Results.median(delivered), "events/s");
        results.row("… taken in meanwhile", Results.median(rate), "events/s");
        results.row("… CPU time", cpu, "µs an event");
        results.row("… highest resident memory", app.memory("VmHWM"), "MB");
        return Results.median(delivered);
    }

    /** Returns the CPU time of an event in microseconds. */
    private double measure(BenchedApp app, double[] rate, double[] delivered) throws IOException {
        for (long began = System.nanoTime(); System.nanoTime() - began < WARM_UP_SECONDS * 1e9;) {
            post(app);
            app.awaitDelivery();
        }
        double cpu = app.cpuSeconds();
        for (int run = 0; run < runs; run++) {
            long began = System.nanoTime();
            post(app);
            long taken = System.nanoTime();
            app.awaitDelivery();
            rate[run] = events * 1e9 / (taken - began);
            delivered[run] = events * 1e9 / (System.nanoTime() - began);
        }
        return (app.cpuSeconds() - cpu) / runs / events * 1e6;
    }

    private void post(BenchedApp app) throws IOException {
        try (RawHttp connection = new RawHttp(app.port)) {
            connection.post("/api/v1/events", "application/x-ndjson", lines);
        }
    }
}
