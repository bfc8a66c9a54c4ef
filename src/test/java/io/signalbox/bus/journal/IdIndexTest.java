package io.signalbox.bus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ids are known, when there are more runs of them than filters? */
class IdIndexTest {
    /** A run is written long before it is full, so that there are many soon. */
    private static final int A_RUN = 50;
    private static final int RUNS = Filters.MOST + 3;

    private final IdIndex ids = new IdIndex();
    private Connection connection;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        connection = Schema.writer(directory.resolve("journal.db"));
        for (int run = 0; run < RUNS; run++) {
            write(run);
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void write(int run) throws SQLException {
        places(run).forEach(seq -> ids.add(hash(seq), seq));
        ids.write(connection, places(run).max().orElseThrow(), run);
        connection.commit();
    }

    private static LongStream places(int run) {
        return LongStream.range(run * A_RUN + 1, (run + 1) * A_RUN + 1);
    }

    private static long hash(long seq) {
        return IdIndex.hash("event " + seq);
    }

    private boolean cameBefore(IdIndex index, long seq) {
        try {
            return index.anySince(hash(seq), 0, connection, found -> found == seq);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isFound(IdIndex index, long seq) {
        try {
            List<Long> runs = index.runsThatMayHold(hash(seq));
            return IdIndex.anyStored(runs, hash(seq), connection, found -> found == seq);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertWhatIsKnown(IdIndex index, int first, int end) {
        for (int run = first; run < end; run++) {
            boolean hasFilter = run >= end - Filters.MOST;
            assertThat(places(run).allMatch(seq -> cameBefore(index, seq) == hasFilter)).as("run %d", run).isTrue();
            assertThat(places(run).allMatch(seq -> isFound(index, seq))).as("run %d", run).isTrue();
        }
        long next = places(end).min().orElseThrow();
        assertThat(LongStream.range(next, next + 10_000).noneMatch(seq -> cameBefore(index, seq))).isTrue();
    }

    @Test
    void duplicatesAreKnownAmongTheNewestRunsAndEveryIdIsFound() {
        assertWhatIsKnown(ids, 0, RUNS);
    }

    @Test
    void aStartKnowsTheSame() throws SQLException {
        IdIndex after = new IdIndex();
        after.load(connection);

        assertWhatIsKnown(after, 0, RUNS);
    }

    @Test
    void whenTheOldestAreForgottenTheOthersAreKnownAndNewOnesToo() throws SQLException {
        while (ids.prune(connection, places(RUNS - 2).min().orElseThrow())) {
            connection.commit();
        }
        write(RUNS);
        write(RUNS + 1);

        assertWhatIsKnown(ids, RUNS - 2, RUNS + 2);
        assertThat(places(RUNS - 3).noneMatch(seq -> cameBefore(ids, seq))).isTrue();
    }

    @Test
    void aRunWithAFilterOfTheFirstVersionIsStillFound() throws SQLException {
        Sql.update(connection, "UPDATE id_run SET entries = zeroblob(524288) WHERE bucket = -1 AND first_seq < ?",
                places(RUNS - 1).min().orElseThrow());
        connection.commit();
        IdIndex after = new IdIndex();
        after.load(connection);

        assertThat(places(RUNS - 2).allMatch(seq -> isFound(after, seq))).isTrue();
        assertThat(places(RUNS - 1).allMatch(seq -> cameBefore(after, seq))).isTrue();
    }
}
