package io.signalbox.bus;

import static io.signalbox.bus.Batches.append;
import static io.signalbox.bus.Batches.event;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.event.Event;

/** What becomes of a replay that comes across damage on disk, so that the journal is mended while it runs? */
class ReplayOfDamageTest {
    private static final int PAGE = 8192;
    private static final int EVENTS = 2_000;
    /** So many that they take several pages, of which a start reads only the first. */
    private static final int COMMIT = 200;

    private final Set<String> live = ConcurrentHashMap.newKeySet();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    @TempDir
    private Path data;
    private Bus bus;
    private BusRoutes routes;

    private void open() {
        bus = Journal.open(data, WallClock.system(), Duration.ofHours(24), Duration.ofHours(72));
        routes = new BusRoutes(bus).impatient();
        routes.backend("pager", "bus:logging?batchSize=20", exchange -> {
            for (Event event : EventBody.of(exchange)) {
                (event.tags().contains("replay") ? again : live).add(event.id());
            }
        }).start();
    }

    @AfterEach
    void close() {
        routes.close();
        bus.close();
    }

    private void damage(String id) throws IOException {
        Path file = data.resolve("journal.db");
        int at = new String(Files.readAllBytes(file), ISO_8859_1).indexOf("\"id\":\"" + id + "\"");
        assertThat(at).isPositive();
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek((long) at / PAGE * PAGE);
            damaged.write(new byte[PAGE]);
        }
    }

    private Replay replayed() {
        Replay replay = bus.replays().begin("pager", null, null).join();
        // Whoever asks while what is whole is being saved is sent away.
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                .until(() -> bus.replays().find("pager", replay.number()).get().over());
        return bus.replays().find("pager", replay.number()).get();
    }

    @Test
    void itEndsWithTheReasonAndLiveEventsFlowAndTheNextOneSendsAllThatIsWhole() throws Exception {
        open();
        for (int from = 0; from < EVENTS; from += COMMIT) {
            append(bus, "logging", IntStream.range(from, from + COMMIT).mapToObj(i -> event("e" + i)).toList());
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> live.size() == EVENTS && routes.idle("pager"));
        close();
        damage("e1100");
        open();

        Replay broken = replayed();
        assertThat(broken.state()).isEqualTo(Replay.State.FAILED);
        assertThat(broken.reason()).contains("what is whole is being saved");
        assertThat(again).contains("e0").doesNotContain("e1100", "e" + (EVENTS - 1));

        await().ignoreExceptions().until(() -> append(bus, "logging", List.of(event("new"))).accepted() <= 1);
        await().until(() -> live.contains("new"));
        Replay whole = replayed();
        assertThat(whole.state()).isEqualTo(Replay.State.FINISHED);
        assertThat(whole.missing()).isEqualTo(COMMIT);
        assertThat(again).doesNotContain("e1100").contains("e0", "e" + (EVENTS - 1))
                .hasSize(EVENTS + 1 - (int) whole.missing());
    }
}
