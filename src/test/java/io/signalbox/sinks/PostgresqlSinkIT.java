package io.signalbox.sinks;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;
import io.signalbox.peers.Certificates;
import io.signalbox.peers.PostgreSql;

/** Does a real PostgreSQL keep what we send, once, and do we read its errors as it means them? */
class PostgresqlSinkIT {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(123);
    private static final String TODAY = LocalDate.ofInstant(NOW, UTC).toString();

    @TempDir
    static Path directory;
    private static Certificates certificates;
    private static PostgreSql server;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(directory);
        certificates.make("localhost", "dns:localhost");
        certificates.make("stranger", "dns:localhost");
        certificates.makeAuthority("authority");
        certificates.makeSigned("certified", "dns:signalbox", "-0d", "authority");
        server = new PostgreSql(directory, certificates.certificate("localhost"), certificates.key("localhost"),
                certificates.certificate("authority"), false);
        server.run("CREATE USER certified");
        server.run("GRANT CREATE ON SCHEMA public TO certified");
        server.run("CREATE USER secured PASSWORD 'tls 0nly'");
        server.run("CREATE USER poor PASSWORD 'po0r'");
        server.run("GRANT CREATE ON SCHEMA public TO secured");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everyAttributeOfAnEventIsInItsRow() throws Exception {
        deliver(Map.of("table", "every_attribute"), List.of(new Event("e-1", "continuum", "printer.offline", "hp-101",
                NOW, Severity.WARNING, State.FIRING, "continuum/printer.offline/hp-101", "HP is away", "No answer",
                List.of("floor-2", "a \"b\\c\", {d}"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Map.of("pages", 12), null)));

        assertThat(server.rows("SELECT id, source, type, subject, severity, severity_number, state, dedupkey, title,"
                + " message, tags[1], tags[2], traceparent, data->>'pages', jsonb_typeof(data->'pages')"
                + " FROM every_attribute"))
                .containsExactly("e-1|continuum|printer.offline|hp-101|warning|13|firing|continuum/printer.offline/"
                        + "hp-101|HP is away|No answer|floor-2|a \"b\\c\", {d}|"
                        + "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01|12|number");
        assertThat(server.rows("SELECT count(*) FROM every_attribute WHERE time = '" + NOW + "'")).containsExactly("1");
    }

    @Test
    void whatAnEventLacksIsNull() throws Exception {
        deliver(Map.of("table", "lacking"), List.of(new Event("e-1", "continuum", "job.failed", null, NOW,
                Severity.ERROR, State.FIRING, "k", null, null, List.of(), null, Map.of(), null)));

        assertThat(server.rows("SELECT subject, title, message, tags, traceparent, data FROM lacking"))
                .containsExactly("null|job.failed|null|{}|null|{}");
    }

    @Test
    void whatIsSentTwiceIsThereOnce() throws Exception {
        List<Event> batch = new ArrayList<>(IntStream.range(0, 1000).mapToObj(i -> event("e-" + i, NOW)).toList());
        batch.add(event("e-7", NOW));
        try (SinkContext sink = sink(Map.of("table", "once"))) {
            assertThat(sink.deliver(batch, true).getException()).isNull();
            assertThat(sink.deliver(batch, true).getException()).isNull();
            assertThat(sink.deliver(batch.subList(500, 501), false).getException()).isNull();
        }
        assertThat(server.rows("SELECT count(*), count(DISTINCT id) FROM once")).containsExactly("1000|1000");
    }

    @Test
    void whatPostgresqlCanNotWriteIsReplacedAndTheRestIsAsItWas() throws Exception {
        deliver(Map.of("table", "odd"), List.of(new Event("e-1", "continuum", "job.failed", "hp\0-101", NOW,
                Severity.ERROR, State.FIRING, "k", "a\0b \ud83d\ude00 \ud83d", "'); DROP TABLE odd; --",
                List.of("x\0y", ""), null, Map.of("nul\0key", "1\0002", "path", "C:\\u0000\\x", "both", "\\\0"),
                null)));

        assertThat(server.rows("SELECT subject, title, message, tags, data->>E'nul\ufffdkey', data->>'path',"
                + " data->>'both' FROM odd"))
                .containsExactly("hp\ufffd-101|a\ufffdb \ud83d\ude00 ?|'); DROP TABLE odd; --|{x\ufffdy,\"\"}|"
                        + "1\ufffd2|C:\\u0000\\x|\\\ufffd");
    }

    @Test
    void anEventThatBreaksARuleOfTheTableIsRefusedWithTheServersWords() throws Exception {
        server.run(
                "CREATE TABLE ruled (id text PRIMARY KEY, subject varchar(10), CONSTRAINT short CHECK (id <> 'bad'))");
        try (SinkContext sink = sink(Map.of("table", "ruled"))) {
            Exception batch = sink.deliver(List.of(event("good", NOW), event("bad", NOW)), true).getException();
            Exception alone = sink.deliver(List.of(event("bad", NOW)), false).getException();
            assertThat(sink.deliver(List.of(event("good", NOW)), false).getException()).isNull();

            assertThat(batch).isInstanceOf(Refused.class);
            assertThat(alone).isInstanceOf(Refused.class).hasMessageStartingWith("23514 ")
                    .hasMessageContaining("short");
            assertThat(sink.deliver(List.of(event("long", NOW, "longer than ten")), false).getException())
                    .isInstanceOf(Refused.class).hasMessageContaining("22001").hasMessageContaining("too long");
        }
        assertThat(server.rows("SELECT id FROM ruled")).containsExactly("good");
    }

    @Test
    void aTableOfSomebodyElseIsFilledAsFarAsItGoes() throws Exception {
        server.run("CREATE TABLE theirs (row bigserial, id uuid NOT NULL, severity smallint, tags jsonb, data text,"
                + " time timestamp, site text NOT NULL DEFAULT 'fab1', \"Own\" int, UNIQUE (id), UNIQUE (data))");
        String id = "019a0000-0000-7000-8000-000000000001";
        deliver(Map.of("table", "theirs"), List.of(event(id, NOW), event(id, NOW)));

        assertThat(server.rows("SELECT id, severity, tags, data, site, \"Own\", time = '" + NOW + "'::timestamp"
                + " FROM theirs")).containsExactly(id + "|13|[\"floor-2\"]|{\"n\":1}|fab1|null|t");
        // Another rule of theirs than the id's: not the same event sent twice.
        assertThat(failure(Map.of("table", "theirs"), event(id.replace("1", "2"), NOW))).isInstanceOf(Refused.class)
                .hasMessageContaining("23505");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id bigint PRIMARY KEY", "id text PRIMARY KEY, owner text NOT NULL", "\"ID\" text",
            "id text PRIMARY KEY, time bigint"})
    void aTableThatFitsNoEventIsNotTheEventsFault(String columns) throws Exception {
        server.run("DROP TABLE IF EXISTS unfit; CREATE TABLE unfit (" + columns + ")");

        assertThat(failure(Map.of("table", "unfit"), event("e-1", NOW))).isInstanceOf(NotNow.class)
                .hasMessageStartingWith("the table \"unfit\" has ");
    }

    @Test
    void eachDayIsAPartitionAndWhatIsFarAwayIsOneMore() throws Exception {
        deliver(Map.of("table", "days"), List.of(event("now", NOW), event("late", NOW.minus(10, ChronoUnit.DAYS)),
                event("soon", NOW.plus(3, ChronoUnit.DAYS)), event("old", Instant.parse("1970-01-01T00:00:00Z")),
                event("wild", Instant.parse("2999-01-01T00:00:00Z"))));

        LocalDate today = LocalDate.parse(TODAY);
        assertThat(server.rows("SELECT tableoid::regclass, id FROM days ORDER BY id")).containsExactly(
                partition("days", today.minusDays(10)) + "|late", partition("days", today) + "|now", "days_default|old",
                partition("days", today.plusDays(3)) + "|soon", "days_default|wild");
        assertThat(server.rows("SELECT relid FROM pg_partition_tree('days') WHERE isleaf"))
                .contains(partition("days", today.plusDays(1))).hasSize(5);
    }

    @Test
    void aPartitionThatWasDroppedIsMadeAgain() throws Exception {
        try (SinkContext sink = sink(Map.of("table", "dropped"))) {
            assertThat(sink.deliver(List.of(event("e-1", NOW)), false).getException()).isNull();
            server.run("DROP TABLE " + partition("dropped", LocalDate.parse(TODAY)));

            assertThat(sink.deliver(List.of(event("e-2", NOW)), false).getException()).isInstanceOf(NotNow.class)
                    .hasMessageContaining("no partition");
            assertThat(sink.deliver(List.of(event("e-2", NOW)), false).getException()).isNull();
            server.run("DROP TABLE dropped");
            assertThat(sink.deliver(List.of(event("e-3", NOW)), false).getException()).isInstanceOf(NotNow.class);
            assertThat(sink.deliver(List.of(event("e-3", NOW)), false).getException()).isNull();
        }
        assertThat(server.rows("SELECT id FROM dropped")).containsExactly("e-3");
    }

    @Test
    void monthsOfSomebodyElseAreLeftAsTheyAre() throws Exception {
        server.run("CREATE TABLE months (id text, time timestamptz, PRIMARY KEY (id, time)) PARTITION BY RANGE (time);"
                + " CREATE TABLE months_all PARTITION OF months FOR VALUES FROM ('2000-01-01') TO ('2900-01-01')");
        deliver(Map.of("table", "months"), List.of(event("e-1", NOW), event("e-1", NOW)));

        assertThat(server.rows("SELECT tableoid::regclass, id FROM months")).containsExactly("months_all|e-1");
    }

    @Test
    void aTableInOnePieceIfThatIsWanted() throws Exception {
        deliver(Map.of("table", "public.Whole", "partitioning", "none"), List.of(event("e-1", NOW)));

        assertThat(server.rows("SELECT relkind FROM pg_class WHERE relname = 'Whole'")).containsExactly("r");
    }

    /** Where there is no TimescaleDB (TimescaleSinkIT has the real one): an entry of its name, and a function that notes how it is called. */
    @Test
    void whereTimescaledbSeemsToBeAHypertableIsAskedFor() throws Exception {
        server.run("CREATE DATABASE hyper");
        String hyper = server.url().replace("/postgres", "/hyper");
        server.runIn("hyper", "CREATE SCHEMA \"T s\"; CREATE TABLE called (how text);"
                + " CREATE FUNCTION \"T s\".create_hypertable(relation regclass, time_column_name name, chunk_time_interval"
                + " anyelement) RETURNS void LANGUAGE sql AS $$ INSERT INTO public.called VALUES (relation || ' ' ||"
                + " time_column_name || ' ' || chunk_time_interval) $$; SET allow_system_table_mods = on;"
                + " INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)"
                + " SELECT 99999, 'timescaledb', 10, oid, false, '2' FROM pg_namespace WHERE nspname = 'T s'");
        deliver(Map.of("url", hyper, "table", "events"), List.of(event("e-1", NOW), event("e-1", NOW)));

        assertThat(server.rowsIn("hyper", "SELECT how FROM called")).containsExactly("events time 1 day");
        assertThat(server.rowsIn("hyper", "SELECT relkind, (SELECT count(*) FROM events) FROM pg_class"
                + " WHERE relname = 'events'")).containsExactly("r|1");
        assertThat(failure(Map.of("table", "no_hyper", "partitioning", "hypertable"), event("e-1", NOW)))
                .isInstanceOf(NotNow.class).hasMessageContaining("CREATE EXTENSION timescaledb");
    }

    @Test
    void twoDatabasesWorkSideBySide() throws Exception {
        server.run("CREATE DATABASE other");
        try (SinkContext sink = sink(Map.of("table", "side"))) {
            sink.add("second", "postgresql-sink",
                    with(Map.of("url", server.url().replace("/postgres", "/other"), "table", "side")));
            assertThat(sink.deliver("backend", event("first", NOW), Map.of()).getException()).isNull();
            assertThat(sink.deliver("second", event("second", NOW), Map.of()).getException()).isNull();
        }
        assertThat(server.rows("SELECT id FROM side")).containsExactly("first");
        assertThat(server.rowsIn("other", "SELECT id FROM side")).containsExactly("second");
    }

    @Test
    void twoThatMakeTheTableAtOnceDoNotHinderEachOther() throws Exception {
        List<CompletableFuture<Exception>> both = new ArrayList<>();
        try (SinkContext one = sink(Map.of("table", "at_once")); SinkContext two = sink(Map.of("table", "at_once"))) {
            for (SinkContext sink : List.of(one, two)) {
                List<Event> batch = IntStream.range(0, 100).mapToObj(i -> event("e-" + i, NOW)).toList();
                both.add(CompletableFuture.supplyAsync(() -> sink.deliver(batch, true).getException()));
            }
            for (CompletableFuture<Exception> each : both) {
                assertThat(each.get()).isNull();
            }
        }
        assertThat(server.rows("SELECT count(*) FROM at_once")).containsExactly("100");
    }

    @Test
    void aWrongPasswordIsTriedAgainAndNeverShown() throws Exception {
        Exception failure = failure(Map.of("table", "locked", "password", "wr0ng&'\"password"), event("e-1", NOW));

        assertThat(failure).isInstanceOf(NotNow.class).hasMessageContaining("28P01")
                .hasMessageContaining("password authentication failed for user \"postgres\"")
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void whatTheUserMayNotDoIsSaidAndTriedAgain() throws Exception {
        Map<String, String> poor = Map.of("table", "poor", "username", "poor", "password", "po0r");
        assertThat(failure(poor, event("e-1", NOW))).isInstanceOf(NotNow.class).hasMessageContaining("42501")
                .hasMessageContaining("permission denied for schema public");

        deliver(Map.of("table", "poor"), List.of(event("e-0", NOW)));
        assertThat(failure(poor, event("e-1", NOW))).isInstanceOf(NotNow.class)
                .hasMessageContaining("permission denied for table poor");
        server.run("GRANT INSERT, SELECT ON poor TO poor");
        deliver(poor, List.of(event("e-1", NOW)));
        assertThat(server.rows("SELECT id FROM poor ORDER BY id")).containsExactly("e-0", "e-1");
    }

    @Test
    void overTlsWithAServerThatProvesItsName() throws Exception {
        deliver(secured(Map.of("caFile", certificates.certificate("localhost").toString())),
                List.of(event("e-1", NOW)));
        assertThat(server.rows("SELECT id FROM secured")).containsExactly("e-1");
        deliver(secured(Map.of("verifySsl", "false", "url", server.url())), List.of(event("e-2", NOW)));
    }

    @Test
    void withACertificateWhereThatIsTheOnlyWayIn() throws Exception {
        Map<String, String> inPem = Map.of("certFile", certificates.certificate("certified").toString(), "keyFile",
                certificates.key("certified").toString());
        deliver(certified(inPem), List.of(event("e-1", NOW)));
        deliver(certified(Map.of("certFile", certificates.keystore("certified").toString(), "keyPassword",
                Certificates.PASSWORD)), List.of(event("e-2", NOW)));
        Map<String, String> unverified = new HashMap<>(inPem);
        unverified.putAll(Map.of("verifySsl", "false", "caFile", ""));
        deliver(certified(unverified), List.of(event("e-3", NOW)));

        assertThat(server.rows("SELECT id FROM certified ORDER BY id")).containsExactly("e-1", "e-2", "e-3");
    }

    @Test
    void withoutOneOrWithAStrangersNobodyGetsInAndTheEventWaits() throws Exception {
        assertThat(failure(certified(Map.of()), event("e-4", NOW))).isInstanceOf(NotNow.class)
                .hasMessageContaining("valid client certificate");
        assertThat(failure(certified(Map.of("certFile", certificates.certificate("stranger").toString(), "keyFile",
                certificates.key("stranger").toString())), event("e-4", NOW))).isInstanceOf(NotNow.class)
                .hasMessageContaining("valid client certificate");
        assertThat(failure(certified(Map.of("certFile", certificates.keystore("certified").toString(), "keyPassword",
                "wr0ng-p4ss")), event("e-4", NOW))).isInstanceOf(NotNow.class)
                .hasMessageContaining("certified.p12").hasMessageNotContaining("wr0ng-p4ss");
        assertThat(failure(certified(Map.of("caFile", directory.resolve("none.pem").toString())), event("e-4", NOW)))
                .isInstanceOf(NotNow.class).hasMessageContaining("none.pem");
    }

    @Test
    void aServerThatProvesNothingGetsNoPassword() throws Exception {
        String trusted = certificates.certificate("localhost").toString();
        assertThat(failure(secured(Map.of()), event("e-3", NOW))).isInstanceOf(SocketException.class)
                .hasMessageContaining("SSL error").hasMessageContaining("certification path");
        assertThat(failure(secured(Map.of("caFile", certificates.certificate("stranger").toString())),
                event("e-3", NOW))).isInstanceOf(SocketException.class).hasMessageContaining("SSL error");
        assertThat(failure(secured(Map.of("caFile", trusted, "url", server.url())), event("e-3", NOW)))
                .isInstanceOf(SocketException.class).hasMessageContaining("127.0.0.1").hasMessageContaining("hostname");
        assertThat(failure(secured(Map.of("encryption", "none")), event("e-3", NOW))).isInstanceOf(NotNow.class)
                .hasMessageContaining("no encryption");
    }

    @Test
    void aUrlWithCredentialsIsRefusedWithoutShowingIt() throws Exception {
        for (String url : List.of(server.url() + "?user=postgres&password=h1dden",
                server.url().replace("//", "//postgres:h1dden@"), "postgresql://postgres:h1dden@localhost/x")) {
            assertThat(failure(Map.of("url", url), event("e-1", NOW))).isInstanceOf(NotNow.class)
                    .hasMessageContaining("url holds a user or password").hasMessageNotContaining("h1dden");
        }
        assertThat(failure(Map.of("url", server.url() + "?sslmode=disable"), event("e-1", NOW)))
                .hasMessageContaining("expected that in encryption, verifySsl, caFile");
        assertThat(failure(Map.of("url", "db.example.com"), event("e-1", NOW)))
                .hasMessageContaining("expected such as jdbc:postgresql://");
    }

    @Test
    void nobodyWaitsForeverForALock() throws Exception {
        deliver(Map.of("table", "busy", "partitioning", "none"), List.of(event("e-1", NOW)));
        try (AutoCloseable lock = server.locked("busy")) {
            assertThat(failure(Map.of("table", "busy", "statementTimeoutMillis", "1000"), event("e-2", NOW)))
                    .isInstanceOf(NotNow.class).hasMessageContaining("57014");
        }
        deliver(Map.of("table", "busy"), List.of(event("e-2", NOW)));
    }

    @Test
    void aServerThatIsAwayIsTriedAgainAndItsReturnIsNoticed() throws Exception {
        try (SinkContext sink = sink(Map.of("table", "away"))) {
            assertThat(sink.deliver(List.of(event("e-1", NOW)), false).getException()).isNull();
            server.stop();
            try {
                assertThat(sink.deliver(List.of(event("e-2", NOW)), false).getException())
                        .isInstanceOf(SocketException.class);
                assertThat(sink.deliver(List.of(event("e-2", NOW)), false).getException())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("08001").hasMessageContaining("refused");
            } finally {
                server.start();
            }
            assertThat(sink.deliver(List.of(event("e-2", NOW)), false).getException()).isNull();
        }
        assertThat(server.rows("SELECT id FROM away ORDER BY id")).containsExactly("e-1", "e-2");
    }

    @Test
    void theConnectionsEndWithTheRoute() throws Exception {
        String ours = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'signalbox' AND query LIKE '%ended%'";
        try (SinkContext sink = sink(Map.of("table", "ended"))) {
            assertThat(sink.deliver(List.of(event("e-1", NOW)), false).getException()).isNull();
            assertThat(server.rows(ours)).containsExactly("1");
        }
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(server.rows(ours)).containsExactly("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x;DROP", "a.b.c", "", "2026",
            "longer_than_what_leaves_room_for_the_day_of_a_partition"})
    void aTableWithAnotherNameThanAnIdentifierIsRefusedAtTheStart(String table) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> sink(Map.of("table", table)).close())
                .hasStackTraceContaining("table is ").isInstanceOf(Exception.class);
    }

    private static String partition(String table, LocalDate day) {
        return table + "_" + day.toString().replace("-", "");
    }

    private static Map<String, String> secured(Map<String, String> more) {
        Map<String, String> with = new HashMap<>(Map.of("table", "secured", "username", "secured", "password",
                "tls 0nly", "encryption", "tls", "url", server.url().replace("127.0.0.1", "localhost")));
        with.putAll(more);
        return with;
    }

    private static Map<String, String> certified(Map<String, String> more) {
        Map<String, String> with = secured(Map.of("table", "certified", "username", "certified", "password", "",
                "caFile", certificates.certificate("localhost").toString()));
        with.putAll(more);
        return with;
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> with = new HashMap<>(Map.of("url", server.url(), "username", "postgres", "password",
                PostgreSql.PASSWORD, "encryption", "none"));
        with.putAll(more);
        return with;
    }

    private static SinkContext sink(Map<String, String> more) throws Exception {
        return new SinkContext("postgresql-sink", with(more));
    }

    private static void deliver(Map<String, String> more, List<Event> events) throws Exception {
        try (SinkContext sink = sink(more)) {
            assertThat(sink.deliver(events, true).getException()).isNull();
        }
    }

    private static Exception failure(Map<String, String> more, Event event) throws Exception {
        try (SinkContext sink = sink(more)) {
            return sink.deliver(List.of(event), false).getException();
        }
    }

    private static Event event(String id, Instant time) {
        return event(id, time, "hp-101");
    }

    private static Event event(String id, Instant time, String subject) {
        return new Event(id, "continuum", "printer.offline", subject, time, Severity.WARNING, State.FIRING,
                "continuum/printer.offline/hp-101", null, "No answer", List.of("floor-2"), null, Map.of("n", 1), null);
    }
}
