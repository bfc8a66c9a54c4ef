package io.signalbox.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import io.signalbox.bus.Batch;
import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventLines;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;
import io.signalbox.event.Reading;

/**
 * Where does the time of a line go that is read, written as it is stored, and committed? Without HTTP and Camel; run by {@code src/bench/run
 * intake}. Lines with a needless escape take the way of the general parser, so both ways are measured.
 */
public final class IntakeBench {
    private static final int EVENTS = Integer.getInteger("events", 100_000);
    private static final int RUNS = Integer.getInteger("runs", 5);
    private static final int WARM_UP = 5;
    private static final int CHUNK = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final EventReader reader = new EventReader(
            new Normaliser(Catalogue.load(), Clock.systemUTC(), "signalbox", Duration.ofHours(1)));

    private IntakeBench() {
    }

    public static void main(String[] args) throws Exception {
        System.out.println("| Lines | reading, µs of CPU | writing, µs | garbage of both, bytes"
                + " | pauses for collecting it, µs | whole process, µs of CPU |");
        System.out.println("|---|--:|--:|--:|--:|--:|");
        String lines = BusBench.text(EVENTS);
        new IntakeBench().measure("with an escape", lines.replace("continuum", "\\u0063ontinuum").getBytes(UTF_8));
        new IntakeBench().measure("plain", lines.getBytes(UTF_8));
        System.exit(0);
    }

    private void measure(String what, byte[] lines) throws Exception {
        Path directory = BenchedApp.directory();
        try (Journal journal = Journal.open(directory, WallClock.system(), Duration.ofHours(24),
                Duration.ofHours(72))) {
            double[][] figures = new double[5][RUNS];
            for (int run = -WARM_UP; run < RUNS; run++) {
                double[] each = run(lines, journal);
                for (int i = 0; i < each.length && run >= 0; i++) {
                    figures[i][run] = each[i] / EVENTS;
                }
            }
            System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %,.0f | %.1f | %.1f |%n", what,
                    Results.median(figures[0]) / 1e3, Results.median(figures[1]) / 1e3, Results.median(figures[2]),
                    Results.median(figures[3]) * 1e3, Results.median(figures[4]) / 1e3);
        } finally {
            BenchedApp.delete(directory);
        }
    }

    /** Nanoseconds of reading, of writing, bytes of garbage, milliseconds of pauses, nanoseconds of the process. */
    private double[] run(byte[] lines, Journal journal) throws Exception {
        double[] sums = new double[5];
        double pauses = pauses();
        double process = SYSTEM.getProcessCpuTime();
        EventLines body = reader.lines(new ByteArrayInputStream(lines), 1 << 20, CHUNK);
        while (true) {
            double garbage = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            double began = THREADS.getCurrentThreadCpuTime();
            Reading reading = body.next();
            if (reading == null) {
                break;
            }
            double read = THREADS.getCurrentThreadCpuTime();
            Batch batch = new Batch(reading.events());
            batch.encoded();
            sums[0] += read - began;
            sums[1] += THREADS.getCurrentThreadCpuTime() - read;
            sums[2] += THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - garbage;
            journal.append(batch).get();
        }
        sums[3] = pauses() - pauses;
        sums[4] = SYSTEM.getProcessCpuTime() - process;
        return sums;
    }

    private static double pauses() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
    }
}
