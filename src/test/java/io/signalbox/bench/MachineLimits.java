package io.signalbox.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

/** What could this machine do at best? Parsing without anything else, and fsync without anything else. */
final class MachineLimits {
    private static final int EVENT = 300;
    private static final int BATCH = 2_000;

    private final int runs;

    MachineLimits(int runs) {
        this.runs = runs;
    }

    void measure(byte[] lines, int events, Results results) throws IOException {
        results.section("Limits of the machine");
        double[] parse = new double[runs];
        double[] one = new double[runs];
        double[] many = new double[runs];
        for (int run = -2; run < runs; run++) {
            double parsed = events / parse(lines);
            double ones = fsyncs(EVENT, 500);
            double batches = fsyncs(EVENT * BATCH, 50);
            if (run >= 0) {
                parse[run] = parsed;
                one[run] = ones;
                many[run] = batches;
            }
        }
        results.row("parse the JSON and do nothing, one core", Results.median(parse), "events/s");
        results.row("append one event of 300 bytes and fsync", Results.median(one), "events/s");
        results.row("append 2,000 events of 300 bytes and fsync", Results.median(many) * BATCH, "events/s");
    }

    private static double parse(byte[] lines) throws IOException {
        long began = System.nanoTime();
        try (JsonParser json = new JsonFactory().createParser(lines)) {
            while (json.nextToken() != null) {
                json.getText();
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static double fsyncs(int size, int times) throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "fsync", null);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long began = System.nanoTime();
            for (int i = 0; i < times; i++) {
                channel.write(ByteBuffer.allocate(size));
                channel.force(false);
            }
            return times / ((System.nanoTime() - began) / 1e9);
        } finally {
            Files.delete(file);
        }
    }
}
