package io.signalbox.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is a kind of LNMT's connectors or Wafer's integrations called here?
 *
 * @param names
 *            their names of values, and ours
 * @param secrets
 *            ours that are secret
 * @param fixed
 *            values that they have without a word
 */
record ImportKind(String kamelet, Map<String, String> names, Set<String> secrets, Map<String, String> fixed) {
    private static final Map<String, ImportKind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("syslog", new ImportKind("syslog-sink", names("host", "port", "protocol", "facility"), Set.of(),
                Map.of()));
        ImportKind webhook = new ImportKind("webhook-sink",
                names("url", "webhook_url=url", "method", "timeout=responseTimeout", "verify_ssl=verifySsl",
                        "auth.username=username", "auth.password=password", "auth.token=token"),
                Set.of("url", "password", "token", "headers"), Map.of());
        KINDS.put("http", webhook);
        KINDS.put("webhook", webhook);
        KINDS.put("email", new ImportKind("email-sink",
                names("smtp_host=host", "smtp_port=port", "use_tls=encryption", "username", "password",
                        "from_email=from", "to_emails=to", "subject_template=subject"),
                Set.of("password"), Map.of()));
        KINDS.put("slack", new ImportKind("slack-sink",
                names("webhook_url=webhookUrl", "channel", "username", "icon_emoji=iconEmoji"), Set.of("webhookUrl"),
                Map.of()));
        KINDS.put("discord", new ImportKind("discord-sink",
                names("webhook_url=webhookUrl", "username", "avatar_url=avatarUrl"), Set.of("webhookUrl"), Map.of()));
        KINDS.put("zabbix", new ImportKind("zabbix-sink", names("zabbix_server=server", "host"), Set.of(),
                Map.of("items",
                        "wafer.job.started=1; wafer.job.finished={data.duration_s}; wafer.subjob.started=1; wafer.subjob.finished={data.duration_s}")));
        KINDS.put("elk", new ImportKind("elasticsearch-sink",
                names("elasticsearch_url=url", "index_prefix=indexPrefix", "username", "password", "api_key=apiKey"),
                Set.of("password", "apiKey"), Map.of()));
        KINDS.put("csv", new ImportKind("csv-sink",
                names("output_dir=directory", "rotation", "include_headers=includeHeaders", "delimiter"), Set.of(),
                Map.of("prefix", "wafer_events")));
        KINDS.put("json", new ImportKind("jsonl-sink",
                names("output_dir=directory", "rotation", "pretty_print=prettyPrint", "compression=gzip"), Set.of(),
                Map.of("prefix", "wafer_events")));
        // What Wafer shows as an integration of one's own.
        KINDS.put("redis", new ImportKind("redis-sink", names("redis_url=url"), Set.of("url"),
                Map.of("stream", "wafer:events")));
    }

    /** The kind that they call so, or null. */
    static ImportKind of(String type) {
        return KINDS.get(type);
    }

    private static Map<String, String> names(String... pairs) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] sides = pair.split("=");
            names.put(sides[0], sides[sides.length - 1]);
        }
        return names;
    }
}
