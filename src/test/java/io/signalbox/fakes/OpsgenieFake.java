package io.signalbox.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The Alert API of Opsgenie, and that of Jira Service Management, which is the same below another path: what is open, and what became of it.
 *
 * @see <a href="https://docs.opsgenie.com/docs/alert-api">Opsgenie's document</a>
 * @see <a href="https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v1/api-group-integration-events">Its successor's</a>
 */
final class OpsgenieFake implements StrictFake {
    static final String KEY = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    private static final int LONGEST_DETAILS = 8000;
    private static final Pattern ACTION = Pattern.compile("/v2/alerts/([^/?]+)/(close|acknowledge)");

    private final Schema create = new Schema("opsgenie-create.schema.json");
    private final Schema action = new Schema("opsgenie-action.schema.json");
    private final String base;
    private final String key;
    private final Map<String, String> alerts = new LinkedHashMap<>();
    private int requests;

    /**
     * @param base
     *            what stands before {@code /v2/alerts}
     */
    OpsgenieFake(String base, String key) {
        this.base = base;
        this.key = key;
    }

    @Override
    public synchronized Answer answer(Request request) {
        Matcher acted = ACTION.matcher(request.path().startsWith(base) ? request.path().substring(base.length()) : "");
        boolean created = request.path().equals(base + "/v2/alerts");
        if (!created && !acted.matches()) {
            return error(404, "There is no such path");
        }
        if (!request.method().equals("POST")) {
            return error(405, "Method not allowed");
        }
        if (!request.header("authorization").equals("GenieKey " + key)) {
            return error(401, "Could not authenticate");
        }
        JsonNode body = Schema.read(request.body());
        if (body == null || !request.header("content-type").startsWith("application/json")) {
            return error(400, "Request body is not processable. Please check the errors.");
        }
        String wrong = (created ? create : action).wrong(body);
        if (wrong.isEmpty() && length(body.path("details")) > LONGEST_DETAILS) {
            wrong = "details are longer than 8000 characters";
        }
        // Without it the identifier would be Opsgenie's own, which no sender of alerts knows.
        if (wrong.isEmpty() && !created && !request.query().equals("identifierType=alias")) {
            wrong = "identifier is not an id";
        }
        if (!wrong.isEmpty()) {
            return error(422, wrong);
        }
        if (created) {
            alerts.merge(body.path("alias").asText("alert " + requests), "open " + body.path("priority").asText("P3"),
                    (before, after) -> before.equals("closed") ? after : before);
        } else {
            // What acknowledges or closes something that is not open is taken, and fails later, unheard.
            String done = acted.group(2).equals("close") ? "closed" : "acknowledged";
            alerts.computeIfPresent(URLDecoder.decode(acted.group(1).replace("+", "%2B"), UTF_8),
                    (alias, before) -> before.equals("closed") ? before : done);
        }
        return Answer.of(202,
                "{\"result\":\"Request will be processed\",\"took\":0.02,\"requestId\":\"43a29c5c-3dbf-4fa4-9c26-"
                        + ++requests + "\"}");
    }

    private static int length(JsonNode details) {
        int length = 0;
        for (Map.Entry<String, JsonNode> detail : details.properties()) {
            length += detail.getKey().length() + detail.getValue().asText().length();
        }
        return length;
    }

    private static Answer error(int status, String message) {
        return Answer.of(status, "{\"message\":" + Schema.quoted(message) + ",\"took\":0.0,\"requestId\":\"1\"}");
    }

    @Override
    public synchronized Map<String, String> state() {
        return Map.copyOf(alerts);
    }
}
