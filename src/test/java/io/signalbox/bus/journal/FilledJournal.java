package io.signalbox.bus.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Batches;
import io.signalbox.bus.Receipt;
import io.signalbox.bus.Report;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** How does a test get a journal with millions of events? Written by the journal itself, in blocks of 4,000 events of some 300 bytes. */
public final class FilledJournal {
    /** Events of a block. */
    public static final int BLOCK = 4_000;
    private static final int MOST_WAITING = 8;
    private static final int SUBJECTS = 5_000;
    private static final int RARE = 1_000_003;
    private static final String[] TYPES = {"printer.offline", "job.completed", "printer.toner_low", "system.info",
            "user.logged_in"};

    private FilledJournal() {
    }

    /** The id of the event at a place. */
    public static String id(long seq) {
        return "filled-" + Long.toHexString(seq * 0x9E3779B97F4A7C15L) + "-" + seq;
    }

    /** The event at a place; every millionth or so is {@code system.failed} and critical. */
    public static Event event(long seq) {
        boolean rare = seq % RARE == 0;
        String subject = "hp-" + seq % SUBJECTS;
        return new Event(id(seq), "continuum", rare ? "system.failed" : TYPES[(int) (seq % TYPES.length)], subject,
                Instant.ofEpochMilli(1_795_248_000_000L + seq), rare ? Severity.CRITICAL : Severity.INFO, State.FIRING,
                "continuum/" + subject, "Printer " + subject, "Tray 2 is empty; the printer waits for A4 paper",
                List.of("production", "building-3"), null, Map.of("tray", 2, "pages", seq), null);
    }

    /** Appends events up to a place, and notes that some backends have all of them but for the last so many. */
    public static void fill(Journal journal, long upTo, int pending, String... backends) {
        for (String backend : backends) {
            journal.progress(backend);
        }
        Deque<CompletableFuture<Receipt>> kept = new ArrayDeque<>();
        for (long seq = journal.end(); seq <= upTo;) {
            List<Event> events = new ArrayList<>(BLOCK);
            while (events.size() < BLOCK && seq <= upTo) {
                events.add(event(seq++));
            }
            Batch batch = new Batch(events);
            Batches.mark(batch, journal);
            batch.encoded();
            kept.add(journal.append(batch));
            if (kept.size() > MOST_WAITING) {
                kept.poll().join();
            }
            for (String backend : backends) {
                if (seq <= upTo + 1 - pending) {
                    long[] places = new long[events.size()];
                    for (int i = 0; i < places.length; i++) {
                        places[i] = seq - places.length + i;
                    }
                    journal.report(new Report(backend, seq, List.of(Report.Done.delivered(places, 1, "200 OK")),
                            List.of(), Instant.now()));
                }
            }
        }
        kept.forEach(CompletableFuture::join);
    }

    /** Fills a directory: DIR EVENTS PENDING BACKEND… */
    public static void main(String[] arguments) throws IOException {
        long upTo = Long.parseLong(arguments[1]);
        try (Journal journal = Journal.open(Path.of(arguments[0]), WallClock.system(), Duration.ofHours(24),
                Duration.ofDays(3650))) {
            long began = System.nanoTime();
            for (long million = 1_000_000; million < upTo + 1_000_000; million += 1_000_000) {
                long started = System.nanoTime();
                long end = Math.min(million, upTo);
                fill(journal, end, (int) Math.max(0, Long.parseLong(arguments[2]) - (upTo - end)),
                        List.of(arguments).subList(3, arguments.length).toArray(String[]::new));
                System.out.printf("%,d events; the last million in %,d ms%n", end,
                        (System.nanoTime() - started) / 1_000_000);
            }
            System.out.printf("filled in %,d ms%n", (System.nanoTime() - began) / 1_000_000);
        }
        System.out.printf("size: %,d MB%n", Files.size(Path.of(arguments[0], "journal.db")) / 1_000_000);
    }
}
