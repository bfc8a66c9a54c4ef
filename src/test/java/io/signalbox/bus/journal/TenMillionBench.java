package io.signalbox.bus.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Batches;
import io.signalbox.bus.Report;
import io.signalbox.bus.Search;
import io.signalbox.event.Severity;

/**
 * What does a journal of many events cost? {@code ask DIR} measures start, look-ups and searches of one that {@link FilledJournal} made;
 * {@code forget DIR} what single durable events take while it forgets all of it, and while it does not.
 */
public final class TenMillionBench {
    private static final int ROUNDS = 200;
    private static final int SECONDS = 10;

    private TenMillionBench() {
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[1]);
        if (arguments[0].equals("ask")) {
            ask(data);
        } else {
            forget(data);
        }
    }

    private static Journal open(Path data, Duration retention) {
        return Journal.open(data, WallClock.system(), Duration.ofHours(24), retention);
    }

    private static void ask(Path data) throws Exception {
        long began = System.nanoTime();
        try (Journal journal = open(data, Duration.ofDays(3650))) {
            journal.progress("jsonl");
            System.out.printf("start: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            long end = journal.end();
            System.out.printf("events: %,d%n", end - 1);
            time("find(id)", () -> journal.find(FilledJournal.id(random(end))).orElseThrow());
            time("find(no such id)", () -> journal.find("nobody-" + random(end)));
            time("outcomes(seq)", () -> journal.outcomes(random(end)));
            time("newest 100", () -> journal.search(search(null, null, null, Long.MAX_VALUE)));
            time("newest 100 before a place", () -> journal.search(search(null, null, null, random(end))));
            once("newest 100 of a subject", () -> journal.search(search(null, null, "hp-77", Long.MAX_VALUE)));
            once("type that is rare", () -> journal.search(search("system.failed", null, null, Long.MAX_VALUE)));
            once("critical", () -> journal.search(search(null, Severity.CRITICAL, null, Long.MAX_VALUE)));
            once("a text that stands nowhere", () -> {
                long pages = 0;
                long before = Long.MAX_VALUE;
                long started = System.nanoTime();
                do {
                    before = journal.search(new Search(null, null, null, null, null, null, null, "nowhere-to-be-found",
                            before, 100)).after();
                    pages++;
                } while (before > 0);
                return pages + " pages, the whole in " + (System.nanoTime() - started) / 1_000_000 + " ms";
            });
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf("heap in use: %d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    private static Search search(String type, Severity severity, String subject, long before) {
        return new Search(type, severity, null, subject, null, null, null, null, before, 100);
    }

    private static long random(long end) {
        return ThreadLocalRandom.current().nextLong(1, end);
    }

    private static void once(String what, Callable<?> asking) throws Exception {
        long began = System.nanoTime();
        Object answer = asking.call();
        System.out.printf("%-28s %8.1f ms  %s%n", what, (System.nanoTime() - began) / 1e6,
                answer instanceof io.signalbox.bus.Found found
                        ? found.entries().size() + " found, after " + found.after()
                        : answer);
    }

    private static void time(String what, Callable<?> asking) throws Exception {
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            asking.call();
            millis[round] = (System.nanoTime() - began) / 1e6;
        }
        say(what, millis);
    }

    private static void say(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf("%-28s p50 %8.2f ms  p99 %8.2f ms  max %8.2f ms  (%d)%n", what, millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)], millis[millis.length - 1], millis.length);
    }

    private static void forget(Path data) throws Exception {
        try (Journal journal = open(data, Duration.ofDays(3650))) {
            single(journal, "single appends, nothing to forget", false);
        }
        try (Journal journal = open(data, Duration.ZERO)) {
            for (String backend : List.of("jsonl", "slack", "email")) {
                journal.progress(backend);
                journal.report(Report.moved(backend, journal.end(), Clock.systemUTC().instant())).join();
            }
            single(journal, "single appends, forgetting", true);
        }
    }

    private static void single(Journal journal, String what, boolean forgetting) throws Exception {
        long first = journal.end() == 1 ? 1 : journal.read(1).first();
        double[] millis = new double[1_000_000];
        int count = 0;
        for (long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos(); System.nanoTime() < until;) {
            Batch batch = new Batch(List.of(Batches.event("single-" + System.nanoTime())));
            batch.encoded();
            long began = System.nanoTime();
            journal.append(batch).get();
            millis[count++] = (System.nanoTime() - began) / 1e6;
            Thread.sleep(1);
        }
        say(what, Arrays.copyOf(millis, count));
        if (forgetting) {
            System.out.printf("forgotten meanwhile: %,d events%n", journal.read(1).first() - first);
        }
    }
}
