package io.signalbox.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.signalbox.event.Event;
import io.signalbox.event.Severity;
import io.signalbox.event.State;

/** Do the backends' routes work as they are shipped, and with the configuration that is shipped? */
class BackendRoutesTest {
    private static final Event EVENT = new Event("e-1", "continuum", "printer.offline", "hp-101",
            Instant.parse("2026-11-21T08:00:00Z"), Severity.WARNING, State.FIRING, "k", null, null, List.of(), null,
            Map.of(), null);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"webhook", "slack", "elasticsearch", "pagerduty", "opsgenie", "jira-service-management", "victorops",
            "discord", "splunk-hec", "datadog", "newrelic", "opensearch", "prometheus", "nagios", "trap-receiver",
            "postgresql", "zabbix", "mqtt", "redis", "kafka"})
    void aBackendIsOffAndItsMissingConfigurationStopsNobody(String name) throws Exception {
        try (CamelContext camel = start(name, Map.of())) {
            assertThat(camel.getStatus()).isEqualTo(ServiceStatus.Started);
            assertThat(camel.getRouteController().getRouteStatus(name)).isEqualTo(ServiceStatus.Stopped);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"webhook, webhook.url, all, POST /a%20b?x=1&y=%2B, ",
            "slack, slack.webhook-url, alerting, POST /a%20b?x=1&y=%2B, ",
            "pagerduty, pagerduty.url, alerting, POST /a%20b/v2/enqueue, ",
            "opsgenie, opsgenie.url, alerting, POST /a%20b/v2/alerts, ",
            "jira-service-management, jira-service-management.url, alerting, POST /a%20b/v2/alerts, ",
            "victorops, victorops.url, alerting, POST /a%20b/k%2F1/print%20operations, '{\"result\":\"success\"}'",
            "discord, discord.webhook-url, alerting, POST /a%20b?x=1&y=%2B&wait=true, ",
            "alertmanager, alertmanager.url, alerting, POST /a%20b/api/v2/alerts, ",
            "opensearch, opensearch.url, logging, 'POST /a%20b/_bulk?filter_path=items.*.status,items.*.error', '{\"items\":[{\"create\":{\"status\":201}}]}'",
            "prometheus, prometheus.url, monitoring, PUT /a%20b/metrics/job/continuum, ",
            "splunk-hec, splunk-hec.url, logging, POST /a%20b/services/collector/event, '{\"text\":\"Success\",\"code\":0}'",
            "datadog, datadog.url, logging, POST /a%20b/api/v2/logs, '{}'",
            "newrelic, newrelic.url, monitoring, POST /a%20b/v1/accounts/1234567/events, '{\"success\":true}'",
            "elasticsearch, elasticsearch.url, logging, 'POST /a%20b/_bulk?filter_path=items.*.status,items.*.error', '{\"items\":[{\"create\":{\"status\":201}}]}'"})
    void aBackendThatIsOnReachesTheAddressItWasGiven(String name, String property, String channel, String request,
            String answer) throws Exception {
        byte[] body = answer == null ? new byte[0] : answer.getBytes();
        String path = List.of("webhook", "slack", "discord").contains(name) ? "/a%20b?x=1&y=%2B" : "/a%20b";
        try (FakeBackend backend = new FakeBackend(
                new FakeBackend.Reply(200, Map.of(), body, Duration.ZERO, false));
                CamelContext camel = start(name, Map.of(name + ".enabled", "true", property, backend.url() + path,
                        "victorops.api-key", "k/1", "victorops.routing-key", "print operations", "newrelic.account",
                        "1234567"))) {
            Exchange exchange = camel.createProducerTemplate().send(camel.getRoute(name).getEndpoint(),
                    in -> in.getMessage().setBody(EVENT));

            assertThat(exchange.getException()).isNull();
            assertThat(backend.requests()).extracting(FakeBackend.Request::line).containsExactly(request);
        }
    }

    private static CamelContext start(String name, Map<String, String> changed) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        // The rest is application.properties: Camel asks the application's configuration, here as there.
        Properties properties = new Properties();
        properties.putAll(changed);
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        SinkContext.bindNamedBeans(camel);
        camel.addComponent("bus", new CalledBus());
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/backends/" + name + ".camel.yaml"));
        camel.start();
        return camel;
    }

    /** Stands in for the bus: what is sent to a channel is there at once. */
    private static final class CalledBus extends DirectComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters)
                throws Exception {
            parameters.clear();
            return super.createEndpoint("direct:" + channel, channel, parameters);
        }
    }
}
