package io.signalbox.fakes;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * PagerDuty's Events API v2 for one integration key: what is open, and what became of it.
 *
 * @see <a href="https://developer.pagerduty.com/docs/events-api-v2-overview">The vendor's document</a>
 */
final class PagerDutyFake implements StrictFake {
    static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";
    private static final int LARGEST = 512 * 1024;

    private final Schema alert = new Schema("pagerduty-alert.schema.json");
    private final Schema change = new Schema("pagerduty-change.schema.json");
    private final String routingKey;
    private final Map<String, String> incidents = new LinkedHashMap<>();
    private int named;

    PagerDutyFake(String routingKey) {
        this.routingKey = routingKey;
    }

    @Override
    public synchronized Answer answer(Request request) {
        boolean changes = request.uri().equals("/v2/change/enqueue");
        if (!changes && !request.uri().equals("/v2/enqueue")) {
            return Answer.of(404, "{\"error\":\"Not Found\"}");
        }
        if (!request.method().equals("POST")) {
            return Answer.of(405, "{\"error\":\"Method Not Allowed\"}");
        }
        if (request.body().length > LARGEST) {
            return Answer.of(413, "{\"status\":\"payload too large\"}");
        }
        JsonNode body = Schema.read(request.body());
        if (body == null || !request.header("content-type").startsWith("application/json")) {
            return invalid("JSON parse error");
        }
        String wrong = (changes ? change : alert).wrong(body);
        if (!wrong.isEmpty()) {
            return invalid(wrong);
        }
        if (!body.path("routing_key").asText().equals(routingKey)) {
            return invalid("Invalid routing key");
        }
        String key = changes ? changed(body) : moved(body);
        return Answer.of(202,
                "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":" + Schema.quoted(key) + "}");
    }

    private String changed(JsonNode body) {
        String key = "change " + ++named;
        incidents.put(key, body.at("/payload/summary").asText());
        return key;
    }

    /** What acknowledges or resolves something that is not open is taken, and dropped. */
    private String moved(JsonNode body) {
        String key = body.path("dedup_key").asText("incident " + ++named);
        String before = incidents.get(key);
        boolean open = before != null && !before.equals("resolved");
        switch (body.path("event_action").asText()) {
            case "trigger" -> incidents.put(key, "acknowledged".equals(before) ? before : "triggered");
            case "acknowledge" -> incidents.computeIfPresent(key, (k, state) -> open ? "acknowledged" : state);
            default -> incidents.computeIfPresent(key, (k, state) -> "resolved");
        }
        return key;
    }

    private static Answer invalid(String error) {
        return Answer.of(400, "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":["
                + Schema.quoted(error) + "]}");
    }

    @Override
    public synchronized Map<String, String> state() {
        return Map.copyOf(incidents);
    }
}
