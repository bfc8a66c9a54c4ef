package io.signalbox.oracle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.signalbox.peers.Certificates;
import io.signalbox.peers.Kafka;
import io.signalbox.peers.Mosquitto;
import io.signalbox.peers.Packaged;
import io.signalbox.peers.PostgreSql;
import io.signalbox.peers.Redis;
import io.signalbox.peers.Snmptrapd;

import redis.clients.jedis.Jedis;

/**
 * The names of real servers, each with a client of its own that looks them up, take longer than an answer may: their events come in the
 * end, and the other backends do not feel it.
 */
class OracleServerNamesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_UP = Duration.ofSeconds(8);
    private static final String TIMEOUT = "3000";

    @TempDir
    private Path folder;
    @TempDir
    private Path databases;
    private final Door door = new Door();
    private final Ledger ledger = new Ledger();
    private final Map<String, Callable<String>> got = new TreeMap<>();

    @Test
    void eventsOfServersWhoseNamesAreSlowComeAndNobodyWaitsForThem() throws Exception {
        try (SlowNames names = SlowNames.start(folder, LOOK_UP)) {
            assumeThat(names).as("may not give a process a resolver of its own").isNotNull();
            Certificates certificates = new Certificates(folder);
            certificates.make("localhost", "dns:localhost");
            Path certificate = certificates.certificate("localhost");
            Path key = certificates.key("localhost");
            RoutesFolder routes = new RoutesFolder(directory("routes"));
            try (FaultyHttp http = new FaultyHttp();
                    Kafka kafka = new Kafka(directory("kafka"), certificates.keystore("localhost"));
                    Mosquitto mosquitto = new Mosquitto(directory("mqtt"), certificate, key, certificate).start();
                    PostgreSql postgres = new PostgreSql(databases, certificate, key, false);
                    Redis redis = new Redis(directory("redis"), certificate, key);
                    Snmptrapd traps = new Snmptrapd(directory("traps"), "authCommunity log public\n");
                    Packaged signalbox = new Packaged(folder, Map.of("SIGNALBOX_ROUTES_DIR", routes.path().toString(),
                            "SECRET_MQTT", Mosquitto.PASSWORD, "SECRET_REDIS", Redis.PASSWORD, "SECRET_POSTGRES",
                            PostgreSql.PASSWORD)).under(names::under)) {
                http.heal();
                routes.backend("quick", "all?batchSize=10", "webhook", Map.of("url", http.url("quick")));
                to(kafka, routes);
                to(mosquitto, routes);
                to(postgres, routes);
                to(redis, routes);
                to(traps, routes);

                door.at(signalbox.start().port);
                OracleNamesIT.post(door, ledger, http.arrivals("quick"));
                assertThat(arrived()).allSatisfy((server, ids) -> assertThat(ids).as(server).isEmpty());

                String all = ledger.accepted().stream().sorted().collect(joining(" "));
                Awaitility.await("events come, once and in order").atMost(PATIENCE).ignoreExceptions().untilAsserted(
                        () -> assertThat(arrived()).allSatisfy((server, ids) -> assertThat(ids).isEqualTo(all)));
                // Some clients give up meanwhile and are tried again; that is a failure of theirs, but of no event.
                assertThat(got.keySet()).allSatisfy(
                        server -> assertThat(names.asked(server + ".signalbox.test")).as(server).isPositive());
                assertThat(door.get("/api/v1/backends").findValuesAsText("deadLetters")).containsOnly("0");
            }
        }
    }

    /** The ids that each server has. */
    private Map<String, String> arrived() throws Exception {
        Map<String, String> arrived = new TreeMap<>();
        for (Map.Entry<String, Callable<String>> server : got.entrySet()) {
            arrived.put(server.getKey(), server.getValue().call());
        }
        return arrived;
    }

    private Path directory(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }

    private void to(Kafka kafka, RoutesFolder routes) throws Exception {
        kafka.start();
        kafka.topic("named", 1, Map.of());
        routes.backend("kafka", "all?batchSize=10", "kafka",
                Map.of("bootstrapServers", named("kafka", kafka.servers()), "topic", "named", "timeoutMillis",
                        TIMEOUT));
        got.put("kafka", () -> kafka.records("named").stream()
                .map(each -> new String(each.headers().lastHeader("ce_id").value())).collect(joining(" ")));
    }

    private void to(Mosquitto mosquitto, RoutesFolder routes) throws Exception {
        routes.backend("mqtt", "all?batchSize=10", "mqtt",
                Map.of("brokerUrl", named("mqtt", "tcp://127.0.0.1:" + mosquitto.port), "topic", "site/named",
                        "username", Mosquitto.USER, "password", "{{secret.mqtt}}", "timeoutMillis", TIMEOUT));
        Path lines = mosquitto.subscribe("watcher", "site/named", "%p");
        got.put("mqtt", () -> {
            StringBuilder ids = new StringBuilder();
            for (String line : Files.readAllLines(lines)) {
                ids.append(ids.isEmpty() ? "" : " ").append(Door.JSON.readTree(line).path("id").asText());
            }
            return ids.toString();
        });
    }

    private void to(PostgreSql postgres, RoutesFolder routes) throws Exception {
        routes.backend("postgresql", "all?batchSize=10", "postgresql",
                Map.of("url", named("postgresql", postgres.url()), "username", "postgres", "password",
                        "{{secret.postgres}}", "encryption", "none", "connectTimeoutMillis", TIMEOUT,
                        "statementTimeoutMillis", TIMEOUT));
        got.put("postgresql",
                () -> postgres.rows("SELECT to_regclass('signalbox_events') IS NOT NULL").contains("t")
                        ? String.join(" ", postgres.rows("SELECT id FROM signalbox_events ORDER BY id"))
                        : "");
    }

    private void to(Redis redis, RoutesFolder routes) throws Exception {
        routes.backend("redis", "all?batchSize=10", "redis", Map.of("url", named("redis", redis.url()), "stream",
                "named", "password", "{{secret.redis}}", "timeoutMillis", TIMEOUT));
        got.put("redis", () -> {
            try (Jedis client = redis.client()) {
                return client.xrange("named", "-", "+").stream().map(each -> each.getFields().get("id"))
                        .collect(joining(" "));
            }
        });
    }

    private void to(Snmptrapd traps, RoutesFolder routes) throws Exception {
        routes.backend("snmp-trap", "all?batchSize=10", "snmp-trap", Map.of("host", named("snmp-trap", "127.0.0.1"),
                "port", String.valueOf(traps.port), "version", "2c", "confirmed", "true", "timeoutMillis", TIMEOUT));
        got.put("snmp-trap", () -> traps.traps().stream()
                .map(each -> each.replaceFirst("(?s).*sbEventId\\.0 = STRING: (\\S+).*", "$1")).collect(joining(" ")));
    }

    private static String named(String name, String address) {
        return address.replace("127.0.0.1", name + ".signalbox.test");
    }
}
