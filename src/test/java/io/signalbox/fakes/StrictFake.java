package io.signalbox.fakes;

import java.util.List;
import java.util.Map;

/** A vendor's API, played more strictly than the vendor may be: what does it answer, and what has it made of what it was sent? */
public interface StrictFake {
    /**
     * An answer.
     *
     * @param body
     *            empty for none
     */
    record Answer(int status, Map<String, String> headers, String body) {
        public static Answer of(int status, String body) {
            return new Answer(status, Map.of("Content-Type", "application/json"), body);
        }

        /** Whether the vendor would have taken the request; Splunk On-Call and Slack say no in a 200. */
        public boolean accepted() {
            return status / 100 == 2 && !body.startsWith("{\"result\":\"failure\"")
                    && !body.startsWith("{\"ok\":false");
        }
    }

    /**
     * A request.
     *
     * @param method
     *            such as {@code POST}
     * @param uri
     *            the path and the query, as they were sent
     * @param headers
     *            their names in lower case
     */
    record Request(String method, String uri, Map<String, List<String>> headers, byte[] body) {
        /** A request whose first line is such as {@code POST /path}. */
        static Request of(String line, Map<String, List<String>> headers, byte[] body) {
            return new Request(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1), headers,
                    body);
        }

        public String header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? "" : values.get(0);
        }

        public String path() {
            return uri.replaceAll("\\?.*", "");
        }

        public String query() {
            return uri.contains("?") ? uri.substring(uri.indexOf('?') + 1) : "";
        }
    }

    Answer answer(Request request);

    /** What a person would see on the vendor's page: for each problem, in words, how it stands. */
    Map<String, String> state();

    /** The fake of a sink of this kind, or null where there is none. */
    static StrictFake of(String sink) {
        return switch (sink) {
            case "pagerduty-sink" -> new PagerDutyFake(PagerDutyFake.ROUTING_KEY);
            case "opsgenie-sink" -> new OpsgenieFake("", OpsgenieFake.KEY);
            case "jira-service-management-sink" -> new OpsgenieFake("/jsm/ops/integration", OpsgenieFake.KEY);
            case "victorops-sink" -> new VictorOpsFake(VictorOpsFake.KEYS);
            case "slack-sink" -> new SlackFake(SlackFake.WEBHOOK);
            case "discord-sink" -> new DiscordFake(DiscordFake.WEBHOOK);
            case "grafana-sink" -> new GrafanaFake(GrafanaFake.TOKEN);
            case "splunk-hec-sink" -> new SplunkHecFake(false);
            case "datadog-sink" -> new DatadogFake();
            case "newrelic-sink" -> new NewRelicFake();
            default -> null;
        };
    }
}
