package io.signalbox.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.signalbox.peers.Certificates;
import io.signalbox.peers.Kafka;
import io.signalbox.peers.Mosquitto;
import io.signalbox.peers.PostgreSql;
import io.signalbox.peers.Pushgateway;
import io.signalbox.peers.Redis;

/** Which kinds of backend are measured, and against what? A kind is a line. */
final class BenchedKinds {
    /**
     * A kind and its peer.
     *
     * @param label
     *            what the table calls it
     * @param backend
     *            its route in {@code routes/backends}
     * @param peer
     *            tells the configuration by which it reaches its peer
     */
    record Kind(String label, String backend, Peer peer) {
    }

    /** Starts a peer where there is need, and adds it to what will be closed. */
    interface Peer {
        Map<String, String> configuration(Path directory, List<AutoCloseable> closed) throws Exception;
    }

    private BenchedKinds() {
    }

    /**
     * All kinds, in the order of their names.
     *
     * @param ports
     *            where the null peers listen
     */
    static List<Kind> all(Map<String, String> ports) {
        String http = "http://127.0.0.1:" + ports.get("http");
        String bulk = http + "/items/{{batch}}";
        return List.of(
                nothing("alertmanager", Map.of("alertmanager.url", http)),
                files("csv", "csv.directory"),
                nothing("datadog", Map.of("datadog.url", http, "datadog.api-key", "k")),
                nothing("discord", Map.of("discord.webhook-url", http)),
                nothing("elasticsearch", Map.of("elasticsearch.url", bulk)),
                nothing("email", Map.of("email.smtp-host", "127.0.0.1", "email.smtp-port", ports.get("smtp"),
                        "email.encryption", "none")),
                nothing("grafana", Map.of("grafana.url", http, "grafana.token", "k")),
                nothing("jira-service-management", Map.of("jira-service-management.url", http,
                        "jira-service-management.api-key", "k")),
                files("jsonl", "jsonl.directory"),
                real("kafka", BenchedKinds::kafka, kafka -> Map.of("kafka.bootstrap-servers", kafka.servers())),
                nothing("metrics", Map.of()),
                real("mqtt", BenchedKinds::mosquitto,
                        broker -> Map.of("mqtt.broker-url", "tcp://127.0.0.1:" + broker.port, "mqtt.topic",
                                "site/{type}", "mqtt.username", Mosquitto.USER, "mqtt.password", Mosquitto.PASSWORD)),
                nothing("nagios", Map.of("nagios.host", "127.0.0.1", "nagios.port", ports.get("nsca"),
                        "nagios.password", "k")),
                nothing("newrelic", Map.of("newrelic.url", http, "newrelic.account", "1",
                        "newrelic.license-key", "k")),
                nothing("opensearch", Map.of("opensearch.url", bulk)),
                nothing("opsgenie", Map.of("opsgenie.url", http, "opsgenie.api-key", "k")),
                nothing("pagerduty", Map.of("pagerduty.url", http, "pagerduty.routing-key", "k")),
                real("postgresql",
                        directory -> new PostgreSql(directory, certificate(directory).certificate("localhost"),
                                certificate(directory).key("localhost"), true),
                        server -> Map.of("postgresql.url", server.url(), "postgresql.username", "postgres",
                                "postgresql.password", PostgreSql.PASSWORD, "postgresql.encryption", "none")),
                real("prometheus", Pushgateway::new, gateway -> Map.of("prometheus.url", gateway.url())),
                real("redis",
                        directory -> new Redis(directory, certificate(directory).certificate("localhost"),
                                certificate(directory).key("localhost")),
                        server -> Map.of("redis.url", server.url(), "redis.password", Redis.PASSWORD)),
                nothing("slack", Map.of("slack.webhook-url", http)),
                new Kind("snmp-trap", "trap-receiver",
                        (directory, closed) -> Map.of("trap-receiver.host", "127.0.0.1", "trap-receiver.port",
                                ports.get("udp"), "trap-receiver.version", "2c", "trap-receiver.community", "public")),
                nothing("splunk-hec", Map.of("splunk-hec.url", http, "splunk-hec.token", "k")),
                syslog("syslog (UDP)", "udp", ports.get("udp")),
                syslog("syslog (TCP)", "tcp", ports.get("tcp")),
                nothing("victorops", Map.of("victorops.url", http, "victorops.api-key", "k",
                        "victorops.routing-key", "ops")),
                nothing("webhook", Map.of("webhook.url", http)),
                nothing("zabbix", Map.of("zabbix.server", "127.0.0.1:" + ports.get("zabbix"))));
    }

    /** A kind whose peer takes everything and does nothing. */
    private static Kind nothing(String backend, Map<String, String> configuration) {
        return new Kind(backend, backend, (directory, closed) -> configuration);
    }

    /** A kind whose peer is the real one, for what it takes is more than an answer. Where it is not installed, the kind is left out. */
    private static <P extends AutoCloseable> Kind real(String backend, Start<P> start,
            Function<P, Map<String, String>> configuration) {
        return new Kind(backend, backend, (directory, closed) -> {
            P peer = start.in(directory);
            closed.add(peer);
            return configuration.apply(peer);
        });
    }

    private static Certificates certificate(Path directory) throws Exception {
        Path folder = directory.resolveSibling(directory.getFileName() + "-keys");
        Certificates certificates = new Certificates(folder);
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            certificates.make("localhost", "dns:localhost");
        }
        return certificates;
    }

    private static Kafka kafka(Path directory) throws Exception {
        Kafka kafka = new Kafka(directory, certificate(directory).keystore("localhost"));
        kafka.start();
        kafka.topic("signalbox.events", 3, Map.of());
        return kafka;
    }

    private static Mosquitto mosquitto(Path directory) throws Exception {
        Certificates keys = certificate(directory);
        return new Mosquitto(directory, keys.certificate("localhost"), keys.key("localhost"),
                keys.certificate("localhost")).start();
    }

    private interface Start<P> {
        P in(Path directory) throws Exception;
    }

    private static Kind files(String backend, String directoryProperty) {
        return new Kind(backend, backend, (directory, closed) -> Map.of(directoryProperty, directory.toString()));
    }

    private static Kind syslog(String label, String protocol, String port) {
        return new Kind(label, "syslog", (directory, closed) -> Map.of("syslog.host", "127.0.0.1", "syslog.port", port,
                "syslog.protocol", protocol));
    }
}
