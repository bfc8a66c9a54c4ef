package io.signalbox.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.signalbox.reload.RouteFiles;

/**
 * What does a route file say of a backend, read as text?
 *
 * @param autoStartup
 *            whether it is enabled, as it is written
 * @param subscription
 *            what it asks of the bus: {@code channels} and the parameters of its {@code from}, as they are written
 */
public record BackendText(Path file, String name, String description, String kind, String autoStartup,
        Map<String, String> subscription, String throttle) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String KAMELET = "kamelet:";

    /** Those of all route files, by file. */
    public static List<BackendText> all(Map<Path, String> texts) {
        List<BackendText> found = new ArrayList<>();
        texts.forEach((file, text) -> {
            for (JsonNode item : file.toString().endsWith(RouteFiles.ROUTES) ? read(text) : read("[]")) {
                if (item.at("/route/from/uri").asText().startsWith("bus:")) {
                    found.add(of(file, item.get("route")));
                }
            }
        });
        return found;
    }

    private static JsonNode read(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            // A file that can't be read runs nowhere; validate says why.
            return YAML.createArrayNode();
        }
    }

    private static BackendText of(Path file, JsonNode route) {
        List<String> uris = new ArrayList<>(route.path("from").path("steps").findValuesAsText("uri"));
        String kamelet = uris.stream().filter(uri -> uri.startsWith(KAMELET)).findFirst()
                .map(uri -> uri.substring(KAMELET.length())).orElse("");
        JsonNode throttle = route.findValue("throttle");
        return new BackendText(file, route.path("id").asText(), route.path("description").asText(null),
                kamelet.replaceFirst("-sink$", ""), route.path("autoStartup").asText("true"),
                subscription(route.path("from")), throttle == null ? null : throttle(throttle));
    }

    private static Map<String, String> subscription(JsonNode from) {
        Map<String, String> subscription = new java.util.TreeMap<>();
        subscription.put("channels", from.path("uri").asText().replaceFirst("^bus:", "").replaceFirst("[?].*", ""));
        from.path("parameters").properties()
                .forEach(parameter -> subscription.put(parameter.getKey(), parameter.getValue().asText()));
        return subscription;
    }

    private static String throttle(JsonNode throttle) {
        JsonNode expression = throttle.path("expression").isMissingNode() ? throttle : throttle.path("expression");
        JsonNode constant = expression.path("constant");
        return (constant.isObject() ? constant.path("expression") : constant).asText() + " per "
                + throttle.path("timePeriodMillis").asText("1000") + " ms"
                + (throttle.path("rejectExecution").asBoolean() ? ", the rest overflows" : ", the rest waits");
    }
}
