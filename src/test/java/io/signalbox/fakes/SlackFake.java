package io.signalbox.fakes;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A Slack workspace: which messages are in its channels, and which of them are replies. It takes an incoming webhook's messages and an app's.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a>
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming webhooks</a>
 */
public final class SlackFake implements StrictFake {
    static final String WEBHOOK = "/services/T012/B345/s3cr3tw3bh00k";
    public static final String TOKEN = "xoxb-0123456789-abcdefghijklmnop";
    private static final String POST = "/api/chat.postMessage";
    private static final int LONGEST_TEXT = 40_000;
    private static final int MOST_ATTACHMENTS = 100;
    /** Nowhere written down; 11,341 characters of text were refused: https://github.com/slackapi/bolt-js/issues/2867 */
    private static final int LONGEST_BLOCKS = 11_000;

    private record Post(String channel, String thread, String summary) {
    }

    private final Schema schema = new Schema("slack.schema.json");
    private final String webhook;
    /** By name and by id, the id. */
    private final Map<String, String> channels = Map.of("#operations", "C024BE91L", "operations", "C024BE91L",
            "C024BE91L", "C024BE91L", "#private", "C0PRIVATE1", "#archive", "C0ARCHIVE1");
    private final Map<String, Post> posts = new LinkedHashMap<>();
    private final Set<String> deleted = new LinkedHashSet<>();

    /**
     * @param webhook
     *            its path, with its secret
     */
    public SlackFake(String webhook) {
        this.webhook = webhook;
    }

    /** Somebody deletes a message. */
    public synchronized void delete(int message) {
        String ts = ts(message);
        posts.remove(ts);
        deleted.add(ts);
    }

    @Override
    public synchronized Answer answer(Request request) {
        return request.path().startsWith("/services/") ? hooked(request) : called(request);
    }

    private Answer hooked(Request request) {
        if (!request.path().equals(webhook)) {
            return new Answer(404, Map.of(), "no_service");
        }
        JsonNode body = Schema.read(request.body());
        if (!request.method().equals("POST") || body == null || !schema.wrong(body).isEmpty()
                || body.has("thread_ts")) {
            return new Answer(400, Map.of(), "invalid_payload");
        }
        String wrong = limits(body);
        if (!wrong.isEmpty()) {
            return new Answer(400, Map.of(), wrong);
        }
        kept(body, body.path("channel").asText("its own"));
        return new Answer(200, Map.of(), "ok");
    }

    private Answer called(Request request) {
        if (!request.path().equals(POST) || !request.method().equals("POST") || !request.query().isEmpty()) {
            return no("unknown_method");
        }
        if (request.header("authorization").isEmpty()) {
            return no("not_authed");
        }
        if (!request.header("authorization").equals("Bearer " + TOKEN)) {
            return no("invalid_auth");
        }
        if (!request.header("content-type").equals("application/json; charset=utf-8")) {
            return no("invalid_post_type");
        }
        JsonNode body = Schema.read(request.body());
        if (body == null) {
            return no("invalid_json");
        }
        String wrong = schema.wrong(body);
        if (!wrong.isEmpty() || !body.has("channel")) {
            return Answer.of(200,
                    "{\"ok\":false,\"error\":\"" + (wrong.contains("/blocks") ? "invalid_blocks" : "invalid_arguments")
                            + "\",\"response_metadata\":{\"messages\":[" + Schema.quoted("[ERROR] " + wrong) + "]}}");
        }
        String refusal = place(body);
        return refusal.isEmpty() ? posted(body) : no(refusal);
    }

    /** What keeps the message from its place; empty where nothing does. */
    private String place(JsonNode body) {
        String channel = channels.get(body.path("channel").asText());
        if (channel == null) {
            return "channel_not_found";
        }
        if (channel.equals("C0PRIVATE1")) {
            return "not_in_channel";
        }
        if (channel.equals("C0ARCHIVE1")) {
            return "is_archived";
        }
        String thread = body.path("thread_ts").asText();
        Post first = posts.get(thread);
        if (!thread.isEmpty() && !deleted.contains(thread) && (first == null || first.thread() != null)) {
            return "thread_not_found";
        }
        return limits(body);
    }

    private static String limits(JsonNode body) {
        if (body.path("text").asText().length() > LONGEST_TEXT) {
            return "msg_too_long";
        }
        if (body.path("attachments").size() > MOST_ATTACHMENTS) {
            return "too_many_attachments";
        }
        int blocks = body.path("blocks").isMissingNode() ? 0 : body.path("blocks").toString().length();
        for (JsonNode attachment : body.path("attachments")) {
            blocks += attachment.has("blocks") ? attachment.path("blocks").toString().length() : 0;
        }
        if (blocks > LONGEST_BLOCKS) {
            return "msg_blocks_too_long";
        }
        boolean empty = body.path("text").asText().isBlank() && !body.has("blocks")
                && body.path("attachments").isEmpty();
        return empty ? "no_text" : "";
    }

    /** A reply to a message that somebody has deleted becomes one of its own, without a word. */
    private Answer posted(JsonNode body) {
        String channel = channels.get(body.path("channel").asText());
        String thread = body.has("thread_ts") && posts.containsKey(body.path("thread_ts").asText())
                ? ",\"thread_ts\":" + body.path("thread_ts")
                : "";
        String ts = kept(body, channel);
        return Answer.of(200,
                "{\"ok\":true,\"channel\":\"" + channel + "\",\"ts\":\"" + ts
                        + "\",\"message\":{\"type\":\"message\",\"ts\":\""
                        + ts + "\"" + thread + "},\"response_metadata\":{\"scopes\":[\"chat:write\"]}}");
    }

    private String kept(JsonNode body, String channel) {
        String thread = body.path("thread_ts").asText();
        String ts = ts(posts.size() + deleted.size() + 1);
        StringBuilder summary = new StringBuilder(body.path("text").asText());
        body.path("attachments").forEach(attachment -> summary.append(summary.isEmpty() ? "" : ", ")
                .append(attachment.path("color").asText()).append(' ').append(attachment.path("fallback").asText(
                        attachment.path("title").asText())));
        boolean reply = posts.containsKey(thread);
        if (reply) {
            summary.append(", in the thread of message ").append(Integer.parseInt(thread.substring(11)));
        }
        if (reply && body.path("reply_broadcast").asBoolean()) {
            summary.append(", also in the channel");
        }
        posts.put(ts, new Post(channel, reply ? thread : null, summary.toString()));
        return ts;
    }

    private static String ts(int message) {
        return "1795248000.%06d".formatted(message);
    }

    private static Answer no(String error) {
        return Answer.of(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
    }

    @Override
    public synchronized Map<String, String> state() {
        Map<String, String> state = new LinkedHashMap<>();
        posts.forEach((ts, post) -> state.put("message " + Integer.parseInt(ts.substring(11)),
                post.channel() + ": " + post.summary()));
        return state;
    }
}
