package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.signalbox.bus.Batches;
import io.signalbox.bus.Block;
import io.signalbox.bus.DeadLetter;
import io.signalbox.bus.HandClock;
import io.signalbox.bus.Progress;
import io.signalbox.bus.Report;
import io.signalbox.event.Event;

/** What does a journal still owe its backends when it was damaged? Whatever it owed and does not name as missing. */
class OwedTest {
    private static final int PAGE = 8192;
    /** More with {@code -Dowed.rounds}. */
    private static final int ROUNDS = 15;
    private static final int COMMITS = 300;
    private static final List<String> BACKENDS = List.of("quick", "lanes", "late", "asleep");

    /** What happens to a file that nobody has open? */
    enum Harm {
        CUT {
            @Override
            void to(RandomAccessFile file, Random random) throws IOException {
                file.setLength((long) (random.nextDouble() * file.length()));
            }
        },
        CUT_A_LITTLE {
            @Override
            void to(RandomAccessFile file, Random random) throws IOException {
                file.setLength(file.length() - 1 - random.nextInt(3 * PAGE));
            }
        },
        NOISE {
            @Override
            void to(RandomAccessFile file, Random random) throws IOException {
                write(file, random, PAGE);
            }
        },
        ZEROES {
            @Override
            void to(RandomAccessFile file, Random random) throws IOException {
                file.seek((long) (random.nextDouble() * file.length() / 512) * 512);
                file.write(new byte[(int) Math.min(512 * (1 + random.nextInt(32)),
                        file.length() - file.getFilePointer())]);
            }
        },
        A_FEW_BYTES {
            @Override
            void to(RandomAccessFile file, Random random) throws IOException {
                write(file, random, 8);
            }
        },
        A_PAGE_OF_BEFORE {
            @Override
            void to(RandomAccessFile file, Random random) throws IOException {
                byte[] page = new byte[PAGE];
                int pages = (int) (file.length() / PAGE);
                file.seek((1L + random.nextInt(pages - 1)) * PAGE);
                file.readFully(page);
                file.seek((1L + random.nextInt(pages - 1)) * PAGE);
                file.write(page);
            }
        };

        abstract void to(RandomAccessFile file, Random random) throws IOException;

        private static void write(RandomAccessFile file, Random random, int length) throws IOException {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            file.seek((long) (random.nextDouble() * (file.length() - length)));
            file.write(noise);
        }
    }

    private final HandClock clock = new HandClock();
    private final Map<Long, String> ids = new HashMap<>();
    private final Map<String, Progress> owed = new HashMap<>();
    @TempDir
    private Path folder;

    private Journal open(Path data) {
        return Journal.open(data, WallClock.unset(clock), Duration.ofHours(24), Duration.ofHours(72));
    }

    @BeforeEach
    void fill() {
        Random random = new Random(5);
        try (Journal journal = open(folder.resolve("sound"))) {
            BACKENDS.forEach(journal::progress);
            for (int commit = 0; commit < COMMITS; commit++) {
                String name = "e" + commit + "-";
                List<Event> events = IntStream.range(0, 1 + random.nextInt(25)).mapToObj(i -> event(name + i)).toList();
                append(journal, "logging", events);
                long end = journal.end();
                if (commit == COMMITS / 10) {
                    // What lies before all that is kept would count as forgotten.
                    journal.report(Report.moved("asleep", end, clock.instant())).join();
                }
                delivered(journal, "quick", end, LongStream.range(end - events.size(), end).toArray());
                if (commit < COMMITS * 3 / 4) {
                    delivered(journal, "late", end, LongStream.range(end - events.size(), end).toArray());
                    // One of its lanes is stuck at a place, the other goes on.
                    delivered(journal, "lanes", Math.min(end, 1_500),
                            LongStream.range(end - events.size(), end).filter(seq -> seq < 1_500 || seq % 2 == 0)
                                    .toArray());
                }
            }
            Batches.entries(journal).forEach(entry -> ids.put(entry.seq(), entry.event().id()));
            BACKENDS.forEach(name -> owed.put(name, journal.progress(name)));
        }
        assertThat(ids).hasSizeGreaterThan(2_500);
        assertThat(owed.get("lanes").done()).hasSizeGreaterThan(400);
    }

    private void delivered(Journal journal, String name, long cursor, long... places) {
        List<DeadLetter> dead = places.length > 0 && places.length % 7 == 0
                ? List.of(new DeadLetter(0, name, places[0], clock.instant(), 1, "422 no", event("dead" + places[0])))
                : List.of();
        journal.report(new Report(name, cursor,
                places.length == 0 ? List.of() : List.of(Report.Done.delivered(places, 1, "200 ok")), dead,
                clock.instant())).join();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverIsDamagedWhatWasOwedIsOwedOrNamed(Harm harm) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < Integer.getInteger("owed.rounds", ROUNDS); round++) {
            Path data = Files.createDirectory(folder.resolve(harm + "-" + round));
            for (String name : List.of(Journal.FILE, Milestone.FILE)) {
                Files.copy(folder.resolve("sound").resolve(name), data.resolve(name));
            }
            try (RandomAccessFile file = new RandomAccessFile(data.resolve(Journal.FILE).toFile(), "rw")) {
                harm.to(file, new Random(round * 0x9E3779B97F4A7C15L));
            }
            for (var each : broken(data).entrySet()) {
                wrong.add("round " + round + ": " + each.getKey() + " would never get " + each.getValue());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Who does not get what he is owed, and hears nothing of it? */
    private Map<String, List<Long>> broken(Path data) throws Exception {
        Map<String, Set<String>> got = new HashMap<>();
        try (Journal journal = open(data)) {
            // All read what is there, and come across what is damaged; what is saved then they read once more.
            for (int pass = 0; pass < 2; pass++) {
                for (String name : BACKENDS) {
                    got.computeIfAbsent(name, any -> new HashSet<>()).addAll(deliver(journal, name));
                }
                assertThat(append(journal, "logging", event("fresh" + pass)).accepted()).isEqualTo(1);
            }
        }
        NavigableMap<Long, Long> missing = missing(data);
        Map<String, List<Long>> broken = new TreeMap<>();
        owed.forEach((name, progress) -> {
            List<Long> places = ids.keySet().stream().filter(seq -> isOwed(progress, seq))
                    .filter(seq -> !got.get(name).contains(ids.get(seq)))
                    .filter(seq -> missing.floorEntry(seq) == null || missing.floorEntry(seq).getValue() <= seq)
                    .sorted().toList();
            if (!places.isEmpty()) {
                broken.put(name, places);
            }
        });
        return broken;
    }

    /** What a backend gets that starts now, and reads to the end. */
    private List<String> deliver(Journal journal, String name) {
        Progress progress = journal.progress(name);
        List<String> got = new ArrayList<>();
        long position = progress.cursor();
        for (Block block = read(journal, position); block != null; block = read(journal, position)) {
            for (position = Math.max(position, block.first()); position < block.next(); position++) {
                if (isOwed(progress, position)) {
                    got.add(block.entry(position).event().id());
                }
            }
        }
        journal.report(Report.moved(name, position, clock.instant())).join();
        return got;
    }

    private static Block read(Journal journal, long position) {
        Block[] block = new Block[1];
        Awaitility.await().pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(e -> e.getMessage().contains("ask again in a moment")).until(() -> {
                    block[0] = journal.read(position);
                    return true;
                });
        return block[0];
    }

    private static boolean isOwed(Progress progress, long seq) {
        return seq >= progress.cursor() && !progress.done().contains(seq);
    }

    private static NavigableMap<Long, Long> missing(Path data) throws SQLException {
        NavigableMap<Long, Long> missing = new TreeMap<>();
        try (Connection connection = Schema.connect(data.resolve(Journal.FILE));
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT first_seq, count FROM quarantine WHERE codec >= 0 ORDER BY first_seq")) {
            while (row.next()) {
                missing.merge(row.getLong(1), row.getLong(1) + row.getLong(2), Math::max);
            }
        }
        return missing;
    }
}
