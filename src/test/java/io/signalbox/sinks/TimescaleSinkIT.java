package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.PostgreSql;

/**
 * Does a real TimescaleDB keep what we send in a hypertable? Debian has no package of it, so these tests run only where PostgreSQL has the
 * extension; its Apache edition is enough.
 */
class TimescaleSinkIT {
    private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);

    @TempDir
    static Path directory;
    private static PostgreSql server;

    @BeforeAll
    static void start() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.make("localhost", "dns:localhost");
        server = new PostgreSql(directory, certificates.certificate("localhost"), certificates.key("localhost"), false);
        assumeTrue(server.rows("SELECT name FROM pg_available_extensions").contains("timescaledb"),
                "this PostgreSQL has no TimescaleDB");
        server.run("ALTER SYSTEM SET shared_preload_libraries = 'timescaledb'");
        server.stop();
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aTableThatIsMadeIsAHypertableWithAChunkForEachDayAndEachEventIsThereOnce() throws Exception {
        String database = database("days", "CREATE EXTENSION timescaledb");
        List<Event> days = IntStream.range(0, 500).mapToObj(i -> event("e-" + i, NOON.minus(i % 5, ChronoUnit.DAYS)))
                .toList();

        deliver(database, Map.of(), days);
        deliver(database, Map.of(), days);

        assertThat(
                server.rowsIn(database, "SELECT hypertable_name, num_chunks FROM timescaledb_information.hypertables"))
                .containsExactly("signalbox_events|5");
        assertThat(server.rowsIn(database, "SELECT column_name, time_interval FROM timescaledb_information.dimensions"))
                .containsExactly("time|1 day");
        assertThat(server.rowsIn(database, "SELECT count(*), count(DISTINCT id) FROM signalbox_events"))
                .containsExactly("500|500");
    }

    @Test
    void oldChunksAreDroppedAndANewEventOfThatTimeIsKeptAllTheSame() throws Exception {
        String database = database("retention", "CREATE EXTENSION timescaledb");
        Event old = event("old", NOON.minus(30, ChronoUnit.DAYS));
        deliver(database, Map.of(), List.of(old, event("new", NOON)));
        server.runIn(database, "SELECT drop_chunks('signalbox_events', INTERVAL '7 days')");
        assertThat(server.rowsIn(database, "SELECT id FROM signalbox_events")).containsExactly("new");

        deliver(database, Map.of(), List.of(old));

        assertThat(server.rowsIn(database, "SELECT id FROM signalbox_events ORDER BY id")).containsExactly("new",
                "old");
    }

    @Test
    void theExtensionMayLieInASchemaOfItsOwn() throws Exception {
        String database = database("elsewhere",
                "CREATE SCHEMA \"T s\"; CREATE EXTENSION timescaledb SCHEMA \"T s\"; CREATE SCHEMA \"Ops\"");

        deliver(database, Map.of("table", "Ops.Events", "partitioning", "hypertable"), List.of(event("e-1", NOON)));

        assertThat(server.rowsIn(database, "SELECT hypertable_schema, hypertable_name, num_chunks"
                + " FROM timescaledb_information.hypertables")).containsExactly("Ops|Events|1");
    }

    @Test
    void whoWantsPartitionsOrOnePieceGetsThatInATimescaledbToo() throws Exception {
        String database = database("plain", "CREATE EXTENSION timescaledb");

        deliver(database, Map.of("table", "daily", "partitioning", "daily"), List.of(event("e-1", NOON)));
        deliver(database, Map.of("table", "whole", "partitioning", "none"), List.of(event("e-1", NOON)));

        assertThat(server.rowsIn(database,
                "SELECT relname, relkind FROM pg_class WHERE relname IN ('daily', 'whole') ORDER BY relname"))
                .containsExactly("daily|p", "whole|r");
        assertThat(server.rowsIn(database, "SELECT hypertable_name FROM timescaledb_information.hypertables"))
                .isEmpty();
    }

    private static String database(String name, String prepared) throws Exception {
        server.run("CREATE DATABASE " + name);
        // It would tell its makers that it is here.
        server.run("ALTER DATABASE " + name + " SET timescaledb.telemetry_level = 'off'");
        server.runIn(name, prepared);
        return name;
    }

    private static void deliver(String database, Map<String, String> more, List<Event> events) throws Exception {
        Map<String, String> with = new HashMap<>(Map.of("url", server.url().replace("/postgres", "/" + database),
                "username", "postgres", "password", PostgreSql.PASSWORD, "encryption", "none"));
        with.putAll(more);
        try (SinkContext sink = new SinkContext("postgresql-sink", with)) {
            assertThat(sink.deliver(events, true).getException()).isNull();
        }
    }

    private static Event event(String id, Instant time) {
        return new Event(id, "continuum", "printer.offline", "hp-101", time, Severity.WARNING, State.FIRING,
                "continuum/printer.offline/hp-101", null, "No answer", List.of(), null, Map.of("n", 1), null);
    }
}
