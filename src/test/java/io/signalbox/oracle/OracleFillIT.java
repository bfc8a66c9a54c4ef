package io.signalbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Search;
import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/**
 * How does a full journal feel? Half a million events in CI; {@code -Doracle.events=10000000} fills it with ten million (some 4 GB, below
 * {@code java.io.tmpdir}).
 */
class OracleFillIT {
    private static final int EVENTS = Integer.getInteger("oracle.events", 500_000);
    private static final int BATCH = 2_000;
    private static final int ON_THEIR_WAY = 20;
    private static final int LOOKUPS = 500;

    @TempDir
    private Path data;
    private final Summary summary = new Summary(String.format("a journal with %,d events", EVENTS));

    @Test
    void itStartsFindsAndSearchesQuicklyInLittleMemory() throws Exception {
        long began = System.nanoTime();
        try (Journal journal = open()) {
            journal.progress("slow");
            fill(journal);
        }
        summary.add("seconds to fill", since(began) / 1_000);
        summary.add("megabytes on disk", Files.size(data.resolve("journal.db")) >> 20);
        long before = used();
        began = System.nanoTime();
        try (Journal journal = open()) {
            summary.add("ms to open", since(began));
            began = System.nanoTime();
            assertThat(journal.progress("slow").cursor()).isEqualTo(1);
            assertThat(journal.read(1).entry(1).event().id()).isEqualTo("fill-0");
            summary.add("ms until all that waits can flow", since(began));
            find(journal);
            search(journal);
            summary.add("megabytes of heap", Math.max(0, used() - before) >> 20);
        } finally {
            summary.print();
        }
        assertThat(summary.get("ms to open") + summary.get("ms until all that waits can flow"))
                .as("a second for a million that wait, and what a busy machine adds")
                .isLessThan(5_000 + EVENTS / 1_000);
        assertThat(summary.get("ms to find an id, p99")).isLessThan(250);
        assertThat(summary.get("ms to search the newest")).isLessThan(1_000);
        assertThat(summary.get("megabytes of heap")).isLessThan(200);
    }

    private Journal open() {
        return Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
    }

    private static void fill(Journal journal) {
        Deque<CompletableFuture<Receipt>> waiting = new ArrayDeque<>();
        for (int from = 0; from < EVENTS; from += BATCH) {
            List<Event> events = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(EVENTS, from + BATCH); i++) {
                events.add(event(i));
            }
            waiting.add(journal.append(new Batch(events)));
            if (waiting.size() > ON_THEIR_WAY) {
                waiting.poll().join();
            }
        }
        waiting.forEach(CompletableFuture::join);
    }

    private static Event event(int i) {
        boolean rare = i == EVENTS / 100;
        return new Event("fill-" + i, "continuum", rare ? "job.failed" : "job.completed", "hp-" + i % 500,
                java.time.Instant.now(), rare ? Severity.ERROR : Severity.INFO, State.FIRING, "job-" + i,
                "Job " + i + " is done", "Quarterly report, final version.pdf, by anna", List.of("print"), null,
                Map.of("page_count", i % 90, "printer_id", "hp-" + i % 500), null);
    }

    private void find(Journal journal) {
        Random random = new Random(1);
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < LOOKUPS; i++) {
            String id = "fill-" + random.nextInt(EVENTS);
            long began = System.nanoTime();
            assertThat(journal.outcomes(journal.find(id).orElseThrow().seq())).isNotEmpty();
            micros.add((System.nanoTime() - began) / 1_000);
        }
        micros.sort(null);
        summary.add("us to find an id, median", micros.get(LOOKUPS / 2));
        summary.add("ms to find an id, p99", micros.get(LOOKUPS * 99 / 100) / 1_000);
        long began = System.nanoTime();
        assertThat(journal.find("nobody's")).isEmpty();
        summary.add("ms not to find one", since(began));
    }

    private void search(Journal journal) {
        long began = System.nanoTime();
        assertThat(journal.search(new Search("job.*", null, null, null, null, null, null, null, Long.MAX_VALUE, 100))
                .entries())
                .hasSize(100);
        summary.add("ms to search the newest", since(began));
        began = System.nanoTime();
        assertThat(journal.search(
                new Search("job.failed", Severity.ERROR, null, null, null, null, null, null, Long.MAX_VALUE, 100))
                .entries())
                .hasSize(1);
        summary.add("ms to search one far back", since(began));
    }

    private static long since(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
