package io.signalbox.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * New Relic's Event API, as its documents describe it. What New Relic answers with 200 and then drops, to be found as an
 * {@code NrIntegrationError}, is refused here with 400, since nobody would hear of it there.
 *
 * @see <a href="https://docs.newrelic.com/docs/data-apis/ingest-apis/event-api/introduction-event-api/">Event API</a>
 */
public final class NewRelicFake implements StrictFake {
    public static final String KEY = "0123456789abcdef0123456789abcdef0123NRAL";
    private static final int LONGEST = 1_000_000;
    private static final long DAY = 24 * 60 * 60 * 1000L;

    private final Schema rules = new Schema("newrelic-events.schema.json");
    private final Taken events = new Taken("");

    /** The events that it took. */
    public List<JsonNode> events() {
        return events.events();
    }

    @Override
    public Map<String, String> state() {
        return events.state();
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("POST") || !request.uri().matches("/v1/accounts/[0-9]+/events")) {
            return Answer.of(404, "{}");
        }
        if (!request.header("api-key").equals(KEY)) {
            return Answer.of(403, "{\"success\":false,\"error\":\"Invalid license key\"}");
        }
        if (!request.headers().containsKey("content-length") || request.body().length == 0) {
            return Answer.of(400, "{\"success\":false,\"error\":\"Missing or invalid content length\"}");
        }
        if (!request.header("content-type").startsWith("application/json")) {
            return Answer.of(415, "{\"success\":false,\"error\":\"Invalid content type\"}");
        }
        if (request.body().length > LONGEST) {
            return Answer.of(413, "{\"success\":false,\"error\":\"Content too large\"}");
        }
        JsonNode json = Schema.read(request.body());
        if (json == null) {
            return dropped("Error parsing JSON payload");
        }
        if (!rules.wrong(json).isEmpty()) {
            return dropped(rules.wrong(json));
        }
        List<JsonNode> all = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(all::add);
        } else {
            all.add(json);
        }
        for (JsonNode event : all) {
            long time = event.path("timestamp").asLong(System.currentTimeMillis());
            long millis = time < 100_000_000_000L ? time * 1000 : time;
            if (Math.abs(System.currentTimeMillis() - millis) > DAY) {
                return dropped("timestamp is not within a day");
            }
        }
        events.add(all);
        return Answer.of(200, "{\"success\":true,\"uuid\":\"0197a1b2-0000-0000-0000-000000000000\"}");
    }

    private static Answer dropped(String why) {
        return Answer.of(400, "{\"success\":false,\"error\":\"NrIntegrationError: " + why.replace('"', '\'') + "\"}");
    }
}
