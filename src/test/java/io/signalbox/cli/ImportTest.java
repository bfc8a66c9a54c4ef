package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** What becomes of the backends of other programs. */
class ImportTest {
    private static final String LNMT = """
            connectors:
              local_syslog:
                type: syslog
                enabled: true
                host: logs.example.com
                port: 514
                protocol: udp
                facility: 16
                filters:
                  min_level: warning
                  event_types: [system_health, critical_error]
                rate_limit:
                  max_per_window: 10
                  window: 3600
              webhook_endpoint:
                type: http
                enabled: false
                url: https://api.example.com/webhooks/lnmt
                method: POST
                headers:
                  Authorization: Bearer s3cr3t-token
                  X-Source: LNMT
                timeout: 30
                verify_ssl: true
                auth: {type: basic, username: api_user, password: s3cr3t-pass}
                filters:
                  required_tags: [production]
              email_alerts:
                type: email
                smtp_host: smtp.gmail.com
                smtp_port: 587
                use_tls: true
                username: me@example.com
                password: s3cr3t-mail
                from_email: lnmt@example.com
                to_emails: [admin@example.com, ops@example.com]
                subject_template: "LNMT Alert: {level} - {title}"
              pager:
                type: pigeon
            """;
    private static final String WAFER = """
            [{"type": "elk", "name": "elasticsearch", "enabled": true, "config": {"elasticsearch_url":
              "http://elasticsearch:9200", "index_prefix": "wafer-monitor", "username": "elastic", "password": "s3cr3t"}},
             {"type": "csv", "name": "csv-backup", "enabled": true, "config": {"output_dir": "/backup", "rotation": "daily",
              "include_headers": true, "delimiter": ","}},
             {"type": "webhook", "name": "custom", "config": {"webhook_url": "https://logs.example.com", "timeout": 5.0,
              "headers": {"X-Amz-Token": "${AWS_TOKEN}"}}}]
            """;

    private static Imported backend(String text, String name) {
        return ImportReader.read(text).backends().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow();
    }

    private static JsonNode route(Imported backend) throws Exception {
        return new YAMLMapper().readTree(backend.route("config.yaml")).get(0).get("route");
    }

    @Test
    void aConnectorBecomesARouteWithItsFilterAndItsLimit() throws Exception {
        JsonNode route = route(backend(LNMT, "local-syslog"));

        assertThat(route.at("/id").asText()).isEqualTo("local-syslog");
        assertThat(route.at("/from/parameters/minSeverity").asText()).isEqualTo("warning");
        assertThat(route.at("/from/parameters/types").asText()).isEqualTo("system_health,critical_error");
        assertThat(route.at("/from/parameters/overflow").asText()).isEqualTo("digest");
        assertThat(route.at("/from/steps/0/throttle/timePeriodMillis").asLong()).isEqualTo(3_600_000);
        assertThat(route.at("/from/steps/1/to/uri").asText()).isEqualTo("kamelet:syslog-sink");
        assertThat(route.at("/from/steps/1/to/parameters/host").asText()).isEqualTo("RAW({{local-syslog.host:}})");
        assertThat(route(backend(LNMT, "webhook-endpoint")).at("/from/parameters/requiredTags").asText())
                .isEqualTo("production");
    }

    @Test
    void valuesBecomePropertiesAndSecretsReferencesToTheEnvironment() {
        Imported mail = backend(LNMT, "email-alerts");

        assertThat(mail.properties()).containsEntry("email-alerts.enabled", "true")
                .containsEntry("email-alerts.encryption", "starttls")
                .containsEntry("email-alerts.to", "admin@example.com,ops@example.com")
                .containsEntry("email-alerts.password", "${EMAIL_ALERTS_PASSWORD:}");
        assertThat(mail.variables()).containsExactly("EMAIL_ALERTS_PASSWORD");
        Imported webhook = backend(LNMT, "webhook-endpoint");
        assertThat(webhook.properties()).containsEntry("webhook-endpoint.enabled", "false")
                .containsEntry("webhook-endpoint.response-timeout", "30000ms")
                .containsEntry("webhook-endpoint.token", "${WEBHOOK_ENDPOINT_TOKEN:}")
                .containsEntry("webhook-endpoint.headers", "X-Source: LNMT");
    }

    @Test
    void noSecretIsWrittenAnywhere() {
        for (String text : List.of(LNMT, WAFER)) {
            for (Imported backend : ImportReader.read(text).backends()) {
                assertThat(backend.properties().toString() + backend.route("x")).doesNotContain("s3cr3t");
            }
        }
    }

    @Test
    void anIntegrationBecomesABackendAndWhatItNamedInTheEnvironmentStaysThere() {
        assertThat(backend(WAFER, "elasticsearch").kamelet()).isEqualTo("elasticsearch-sink");
        assertThat(backend(WAFER, "csv-backup").properties()).containsEntry("csv-backup.delimiter", "comma")
                .containsEntry("csv-backup.prefix", "wafer_events").containsEntry("csv-backup.directory", "/backup");
        assertThat(backend(WAFER, "custom").properties()).containsEntry("custom.headers", "X-Amz-Token: ${AWS_TOKEN}");
        assertThat(backend(WAFER, "custom").variables()).containsExactly("CUSTOM_URL", "AWS_TOKEN");
    }

    @Test
    void wafersExampleOfAnIntegrationOfOnesOwnBecomesARedisBackend() {
        Imported redis = backend("""
                [{"type": "redis", "name": "stream", "config": {"redis_url": "redis://:s3cr3t@redis.internal:6379"}}]
                """, "stream");

        assertThat(redis.kamelet()).isEqualTo("redis-sink");
        assertThat(redis.properties()).containsEntry("stream.stream", "wafer:events").containsEntry("stream.url",
                "${STREAM_URL:}");
        assertThat(redis.environment()).containsEntry("STREAM_URL", "redis://:s3cr3t@redis.internal:6379");
    }

    @Test
    void whatThereIsNoSinkForIsNamed() {
        assertThat(ImportReader.read(LNMT).notes())
                .containsExactly("pager is left out: there is no sink for the type \"pigeon\"");
        assertThatThrownBy(() -> ImportReader.read("{}")).hasMessageStartingWith("expected LNMT's \"connectors:\"");
    }
}
