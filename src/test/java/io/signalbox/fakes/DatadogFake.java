package io.signalbox.fakes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Datadog's intake for logs, as its document describes it. What Datadog cuts without a word (a log of more than 1 MB), what it changes (tags)
 * and what it leaves out (more than 100 of them) are refused here, since nobody would hear of it there.
 *
 * @see <a href="https://docs.datadoghq.com/api/latest/logs/send-logs/">Send logs</a>
 * @see <a href="https://docs.datadoghq.com/getting_started/tagging/#define-tags">Define tags</a>
 */
public final class DatadogFake implements StrictFake {
    public static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int LONGEST = 5_000_000;
    private static final int LONGEST_LOG = 1_000_000;

    private final Schema rules = new Schema("datadog-logs.schema.json");
    private final Taken logs = new Taken("");

    /** The logs that it took. */
    public List<JsonNode> logs() {
        return logs.events();
    }

    @Override
    public Map<String, String> state() {
        return logs.state();
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("POST") || !request.path().equals("/api/v2/logs")) {
            return Answer.of(404, "{\"errors\":[\"Not found\"]}");
        }
        if (!request.headers().containsKey("dd-api-key")) {
            return said(401, "Missing API key");
        }
        if (!request.header("dd-api-key").equals(KEY)) {
            return said(403, "Forbidden");
        }
        if (!request.header("content-type").startsWith("application/json")) {
            return said(415, "Content-Type");
        }
        if (request.body().length > LONGEST) {
            return said(413, "Payload too big");
        }
        JsonNode batch = Schema.read(request.body());
        if (batch == null) {
            return said(400, "Not JSON");
        }
        if (batch.size() > 1000) {
            return said(413, "More than 1000 logs");
        }
        if (!rules.wrong(batch).isEmpty()) {
            return said(400, rules.wrong(batch).replace('"', '\''));
        }
        for (JsonNode log : batch) {
            if (log.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_LOG) {
                return said(400, "A log of more than 1 MB, which would be truncated");
            }
            if (log.path("ddtags").asText().split(",").length > 100) {
                return said(400, "More than 100 tags");
            }
        }
        logs.add(batch);
        return Answer.of(202, "{}");
    }

    private static Answer said(int status, String detail) {
        return Answer.of(status,
                "{\"errors\":[{\"status\":\"" + status + "\",\"title\":\"refused\",\"detail\":\"" + detail + "\"}]}");
    }
}
