package io.signalbox.explain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.util.TimeUtils;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a backend answers to a request.
 *
 * @param delay
 *            how long it takes
 * @param reset
 *            true for no answer at all: the connection ends after the request
 */
public record Reply(int status, Map<String, String> headers, String body, Duration delay, boolean reset) {
    public static final Reply OK = new Reply(200, Map.of(), "", Duration.ZERO, false);

    /** @param spec a status, or a map of these names */
    public static Reply of(JsonNode spec) {
        if (!spec.isObject()) {
            return new Reply(spec.asInt(OK.status), Map.of(), "", Duration.ZERO, false);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        spec.path("headers").properties().forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        Duration delay = spec.hasNonNull("delay")
                ? Duration.ofMillis(TimeUtils.toMilliSeconds(spec.get("delay").asText()))
                : Duration.ZERO;
        return new Reply(spec.path("status").asInt(OK.status), headers, spec.path("body").asText(""), delay,
                spec.path("reset").asBoolean());
    }
}
