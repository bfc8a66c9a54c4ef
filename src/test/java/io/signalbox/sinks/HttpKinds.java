package io.signalbox.sinks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which kinds of backend speak HTTP, each with credentials of its own? */
final class HttpKinds {
    /** What stands for the backend's address. */
    private static final String HERE = "$server";
    private static final Map<String, String> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("alertmanager-sink", "url=$server token=s3cret-t0ken-of-alertmanager"),
            Map.entry("datadog-sink", "url=$server apiKey=0123456789abcdef0123456789abcd01"),
            Map.entry("discord-sink", "webhookUrl=$server/api/webhooks/1/s3cret-p4th-of-discord"),
            Map.entry("elasticsearch-sink", "url=$server apiKey=czNjcmV0LWtleS1vZi1lbGFzdGlj"),
            Map.entry("grafana-sink", "url=$server token=s3cret-t0ken-of-grafana"),
            Map.entry("jira-service-management-sink", "url=$server apiKey=0123456789abcdef0123456789abcd02"),
            Map.entry("newrelic-sink", "url=$server account=1234567 licenseKey=0123456789abcdef0123456789abcd03NRAL"),
            Map.entry("opensearch-sink", "url=$server username=signalbox password=s3cret-p4ssword"),
            Map.entry("opsgenie-sink", "url=$server apiKey=0123456789abcdef0123456789abcd04"),
            Map.entry("pagerduty-sink", "url=$server routingKey=0123456789abcdef0123456789abcd05"),
            Map.entry("prometheus-sink", "url=$server username=signalbox password=s3cret-p4ssword"),
            Map.entry("slack-sink", "webhookUrl=$server/services/T1/B1/s3cret-p4th-of-slack"),
            Map.entry("slack-sink with a token", "token=xoxb-1-s3cret-t0ken channel=#operations apiUrl=$server/api"),
            Map.entry("splunk-hec-sink", "url=$server token=01234567-89ab-cdef-0123-456789abcd06"),
            Map.entry("victorops-sink",
                    "url=$server apiKey=01234567-89ab-cdef-0123-456789abcd07 routingKey=s3cret-t3am"),
            Map.entry("webhook-sink", "url=$server/s3cret-p4th?key=s3cret-k3y token=s3cret-t0ken-of-webhook "
                    + "headers=X-Key:s3cret-he4der")));

    private HttpKinds() {
    }

    static Stream<String> all() {
        return KINDS.keySet().stream();
    }

    /** The Kamelet of a kind. */
    static String sink(String kind) {
        return kind.replaceFirst(" .*", "");
    }

    /** Its properties, for a backend at that address. */
    static Map<String, String> with(String kind, String address) {
        Map<String, String> with = new LinkedHashMap<>();
        for (String pair : KINDS.get(kind).split(" ")) {
            String[] parts = pair.split("=", 2);
            with.put(parts[0], parts[1].replace(HERE, address));
        }
        return with;
    }

    /** What of those properties nobody may see. */
    static List<String> secrets(String kind) {
        return Stream.of(KINDS.get(kind).split("[ =/?:]"))
                .filter(word -> word.contains("s3cret") || word.matches("[0-9A-Za-z-]{28,}"))
                .toList();
    }
}
