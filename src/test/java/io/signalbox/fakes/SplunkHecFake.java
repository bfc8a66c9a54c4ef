package io.signalbox.fakes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Splunk's HTTP Event Collector, as its documents describe it: tokens, indexes, the events one after another, channels and acknowledgement.
 *
 * @see <a href="https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/troubleshoot-http-event-collector">Status codes</a>
 * @see <a href="https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/about-http-event-collector-indexer-acknowledgment">Indexer acknowledgment</a>
 */
public final class SplunkHecFake implements StrictFake {
    /** A name that occurs twice in an object is a mistake that most parsers forgive. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    public static final String TOKEN = "12345678-90ab-4cde-8f01-234567890abc";
    /** What Splunk Cloud takes. */
    private static final int LONGEST = 1_000_000;
    private static final Set<String> INDEXES = Set.of("main", "continuum");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Schema rules = new Schema("splunk-hec.schema.json");
    private final boolean acknowledges;
    private final Taken indexed = new Taken("/event");
    /** By channel, how often each acknowledgement was asked for: the first time it isn't there yet. */
    private final Map<String, List<Integer>> asked = new HashMap<>();

    public SplunkHecFake(boolean acknowledges) {
        this.acknowledges = acknowledges;
    }

    /** The events that it took. */
    public List<JsonNode> indexed() {
        return indexed.events();
    }

    @Override
    public Map<String, String> state() {
        return indexed.state();
    }

    @Override
    public synchronized Answer answer(Request request) {
        String authorization = request.header("authorization");
        String path = request.method() + " " + request.path();
        if (path.equals("GET /services/collector/health")) {
            return said(200, 17, "HEC is healthy");
        }
        if (!path.startsWith("POST /services/collector/event") && !path.equals("POST /services/collector/ack")) {
            return Answer.of(404, "{\"text\":\"The requested URL was not found on this server.\",\"code\":404}");
        }
        if (authorization.isEmpty()) {
            return said(401, 2, "Token is required");
        }
        if (!authorization.matches("Splunk \\S+")) {
            return said(401, 3, "Invalid authorization");
        }
        if (!authorization.equals("Splunk " + TOKEN)) {
            return said(403, 4, "Invalid token");
        }
        String channel = request.header("x-splunk-request-channel");
        if (acknowledges && channel.isEmpty()) {
            return said(400, 10, "Data channel is missing");
        }
        if (acknowledges && !GUID.matcher(channel).matches()) {
            return said(400, 11, "Invalid data channel");
        }
        return path.endsWith("/ack") ? acknowledged(channel, request.body()) : events(channel, request.body());
    }

    private Answer events(String channel, byte[] body) {
        if (body.length > LONGEST) {
            return Answer.of(413, "{\"text\":\"Content-Length too large\",\"code\":27}");
        }
        List<JsonNode> good = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            for (JsonNode event = read(json); event != null; event = read(json)) {
                Answer wrong = judge(event, good.size());
                if (wrong != null) {
                    indexed.add(good);
                    return wrong;
                }
                good.add(event);
            }
        } catch (IOException e) {
            return said(400, 6, "Invalid data format", good.size());
        }
        if (good.isEmpty()) {
            return said(400, 5, "No data");
        }
        indexed.add(good);
        if (!acknowledges) {
            return said(200, 0, "Success");
        }
        List<Integer> acks = asked.computeIfAbsent(channel, any -> new ArrayList<>());
        acks.add(0);
        return Answer.of(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":" + (acks.size() - 1) + "}");
    }

    private static JsonNode read(JsonParser json) throws IOException {
        JsonNode node = JSON.readTree(json);
        return node == null || node.isMissingNode() ? null : node;
    }

    private Answer judge(JsonNode event, int place) {
        if (!event.isObject()) {
            return said(400, 6, "Invalid data format", place);
        }
        if (!event.has("event")) {
            return said(400, 12, "Event field is required", place);
        }
        if (event.get("event").isNull() || event.get("event").isTextual() && event.get("event").asText().isBlank()) {
            return said(400, 13, "Event field cannot be blank", place);
        }
        if (event.has("index") && !INDEXES.contains(event.get("index").asText())) {
            return said(400, 7, "Incorrect index", place + 1);
        }
        String wrong = rules.wrong(event);
        if (wrong.contains("/fields")) {
            return said(400, 15, "Error in handling indexed fields", place);
        }
        return wrong.isEmpty() ? null : said(400, 6, "Invalid data format", place);
    }

    private Answer acknowledged(String channel, byte[] body) {
        if (!acknowledges) {
            return said(400, 14, "ACK is disabled");
        }
        ObjectNode acks = JSON.createObjectNode();
        try {
            JsonNode question = JSON.readTree(new String(body, StandardCharsets.UTF_8)).path("acks");
            List<Integer> known = asked.getOrDefault(channel, List.of());
            for (JsonNode ack : question) {
                boolean there = ack.asInt(-1) >= 0 && ack.asInt() < known.size();
                int times = there ? known.set(ack.asInt(), known.get(ack.asInt()) + 1) : 0;
                acks.put(ack.asText(), there && times > 0);
            }
            return question.isArray() && !question.isEmpty()
                    ? Answer.of(200, JSON.createObjectNode().set("acks", acks).toString())
                    : said(400, 6, "Invalid data format");
        } catch (IOException e) {
            return said(400, 6, "Invalid data format");
        }
    }

    private static Answer said(int status, int code, String text) {
        return Answer.of(status, "{\"text\":\"" + text + "\",\"code\":" + code + "}");
    }

    private static Answer said(int status, int code, String text, int invalid) {
        return Answer.of(status,
                "{\"text\":\"" + text + "\",\"code\":" + code + ",\"invalid-event-number\":" + invalid + "}");
    }
}
