package io.signalbox.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.signalbox.peers.Pushgateway;

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
                nothing("metrics", Map.of()),
                nothing("newrelic", Map.of("newrelic.url", http, "newrelic.account", "1",
                        "newrelic.license-key", "k")),
                nothing("opensearch", Map.of("opensearch.url", bulk)),
                nothing("opsgenie", Map.of("opsgenie.url", http, "opsgenie.api-key", "k")),
                nothing("pagerduty", Map.of("pagerduty.url", http, "pagerduty.routing-key", "k")),
                real("prometheus", Pushgateway::new, gateway -> Map.of("prometheus.url", gateway.url())),
                nothing("slack", Map.of("slack.webhook-url", http)),
                nothing("splunk-hec", Map.of("splunk-hec.url", http, "splunk-hec.token", "k")),
                syslog("syslog (UDP)", "udp", ports.get("udp")),
                syslog("syslog (TCP)", "tcp", ports.get("tcp")),
                nothing("victorops", Map.of("victorops.url", http, "victorops.api-key", "k",
                        "victorops.routing-key", "ops")),
                nothing("webhook", Map.of("webhook.url", http)));
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
