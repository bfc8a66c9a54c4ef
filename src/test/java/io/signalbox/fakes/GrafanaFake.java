package io.signalbox.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Grafana's annotations: which there are, and which of them are regions.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/developers/http_api/annotations/">The vendor's document</a>
 */
final class GrafanaFake implements StrictFake {
    static final String TOKEN = "glsa_HOruNAb7SOiCdshU9algkrq7FDsNSLAa_55e2f8be";
    private static final String PATH = "/api/annotations";
    /** {@code [annotations] tags_length} in Grafana's defaults.ini. */
    private static final int LONGEST_TAGS = 500;
    private static final Set<String> QUERY = Set.of("from", "to", "limit", "alertId", "dashboardId", "dashboardUID",
            "panelId", "userId", "type", "tags", "matchAny");

    private final Schema schema = new Schema("grafana.schema.json");
    private final String token;
    private final Map<Long, ObjectNode> annotations = new TreeMap<>();

    GrafanaFake(String token) {
        this.token = token;
    }

    @Override
    public synchronized Answer answer(Request request) {
        if (!request.path().matches(PATH + "(/\\d+)?")) {
            return message(404, "Not found");
        }
        if (!request.header("authorization").equals("Bearer " + token)) {
            return message(401, "Invalid API key");
        }
        boolean one = !request.path().equals(PATH);
        return switch (request.method()) {
            case "GET" -> one ? message(404, "Not found") : found(request.query());
            case "POST" -> one ? message(404, "Not found") : written(request, null);
            case "PATCH" -> {
                ObjectNode known = one
                        ? annotations.get(Long.valueOf(request.path().substring(PATH.length() + 1)))
                        : null;
                yield known == null ? message(404, "Annotation not found") : written(request, known);
            }
            default -> message(405, "Method not allowed");
        };
    }

    private Answer written(Request request, ObjectNode known) {
        JsonNode body = Schema.read(request.body());
        if (body == null || !request.header("content-type").startsWith("application/json")) {
            return message(400, "bad request data");
        }
        String wrong = schema.wrong(body);
        if (wrong.isEmpty() && known == null && !body.has("text")) {
            wrong = "Failed to save annotation: text field should not be empty";
        }
        if (wrong.isEmpty() && known != null && (body.has("dashboardUID") || body.has("panelId"))) {
            wrong = "an annotation can't be moved";
        }
        if (wrong.isEmpty() && length(body.path("tags")) > LONGEST_TAGS) {
            wrong = "Tags length exceeds the maximum allowed.";
        }
        long time = body.path("time").asLong(known == null ? System.currentTimeMillis() : known.path("time").asLong());
        if (wrong.isEmpty() && body.has("timeEnd") && body.path("timeEnd").asLong() < time) {
            wrong = "the end lies before the beginning";
        }
        if (!wrong.isEmpty()) {
            return message(400, wrong);
        }
        if (known != null) {
            known.setAll((ObjectNode) body);
            return message(200, "Annotation patched");
        }
        ObjectNode made = ((ObjectNode) body).put("id", annotations.size() + 1L).put("time", time);
        if (!made.has("timeEnd")) {
            made.put("timeEnd", time);
        }
        annotations.put(made.path("id").asLong(), made);
        return Answer.of(200, "{\"message\":\"Annotation added\",\"id\":" + made.path("id") + "}");
    }

    private Answer found(String query) {
        List<String> tags = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            String name = parameter.replaceAll("=.*", "");
            String value = URLDecoder.decode(parameter.substring(name.length()).replaceFirst("=", ""), UTF_8);
            if (!QUERY.contains(name)) {
                return message(400, "there is no parameter " + name);
            }
            if (name.equals("tags")) {
                tags.add(value);
            } else {
                others.put(name, value);
            }
        }
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode annotation : annotations.values()) {
            List<String> has = new ArrayList<>();
            annotation.path("tags").forEach(tag -> has.add(tag.asText()));
            boolean here = List.of("dashboardUID", "panelId").stream().allMatch(
                    name -> others.getOrDefault(name, annotation.path(name).asText())
                            .equals(annotation.path(name).asText()));
            if (here && has.containsAll(tags)) {
                found.insert(0, annotation);
            }
        }
        return Answer.of(200, found.toString());
    }

    private static int length(JsonNode tags) {
        int length = 1;
        for (JsonNode tag : tags) {
            length += tag.asText().getBytes(UTF_8).length + 3;
        }
        return length;
    }

    private static Answer message(int status, String message) {
        return Answer.of(status, "{\"message\":" + Schema.quoted(message) + "}");
    }

    @Override
    public synchronized Map<String, String> state() {
        Map<String, String> state = new LinkedHashMap<>();
        annotations.forEach((id, annotation) -> {
            long length = annotation.path("timeEnd").asLong() - annotation.path("time").asLong();
            state.put("annotation " + id, annotation.path("text").asText().lines().findFirst().orElse("") + ", "
                    + (length == 0 ? "a point" : length + " ms"));
        });
        return state;
    }
}
