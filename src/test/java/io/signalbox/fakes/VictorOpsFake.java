package io.signalbox.fakes;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The REST endpoint of Splunk On-Call (VictorOps): which incidents are open, and what became of them.
 *
 * @see <a href=
 *      "https://help.splunk.com/en/splunk-observability-cloud/splunk-on-call/integrations-with-splunk-on-call/rest-endpoint-integration-for-splunk-on-call">The
 *      vendor's document</a>
 */
final class VictorOpsFake implements StrictFake {
    static final String KEYS = "7f2a1c3e-1111-4222-8333-abcdefabcdef/print%20operations";
    private static final String PATH = "/integrations/generic/20131114/alert/";

    private final Schema schema = new Schema("victorops.schema.json");
    private final String keys;
    private final Map<String, String> incidents = new LinkedHashMap<>();
    private int named;

    /**
     * @param keys
     *            the API key, a slash, the routing key, as they stand in a path
     */
    VictorOpsFake(String keys) {
        this.keys = keys;
    }

    @Override
    public synchronized Answer answer(Request request) {
        if (!request.uri().startsWith(PATH)) {
            return Answer.of(404, "");
        }
        if (!request.method().equals("POST")) {
            return Answer.of(405, "");
        }
        if (!request.uri().equals(PATH + keys)) {
            return Answer.of(404, "{\"result\":\"failure\",\"message\":\"Unknown API key\"}");
        }
        JsonNode body = Schema.read(request.body());
        if (body == null) {
            return Answer.of(400, "{\"result\":\"failure\",\"message\":\"Unable to parse JSON\"}");
        }
        String wrong = schema.wrong(body);
        if (!wrong.isEmpty()) {
            return Answer.of(200, "{\"result\":\"failure\",\"message\":" + Schema.quoted(wrong) + "}");
        }
        String id = body.path("entity_id").asText("random " + ++named);
        move(id, body.path("message_type").asText());
        return Answer.of(200, "{\"result\":\"success\",\"entity_id\":" + Schema.quoted(id) + "}");
    }

    /** Information opens nothing, and what ends or acknowledges nothing is a line in the timeline. */
    private void move(String id, String type) {
        boolean open = !incidents.getOrDefault(id, "resolved").equals("resolved");
        switch (type) {
            case "CRITICAL", "WARNING" -> incidents.put(id, open ? incidents.get(id) : "triggered");
            case "ACKNOWLEDGEMENT" -> incidents.computeIfPresent(id, (key, state) -> open ? "acknowledged" : state);
            case "RECOVERY" -> incidents.computeIfPresent(id, (key, state) -> "resolved");
            default -> {
                // INFO
            }
        }
    }

    @Override
    public synchronized Map<String, String> state() {
        return Map.copyOf(incidents);
    }
}
