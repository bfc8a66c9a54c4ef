package io.signalbox.fakes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A Discord webhook: which messages are in its channel.
 *
 * @see <a href="https://docs.discord.com/developers/resources/webhook#execute-webhook">The vendor's document</a>
 */
final class DiscordFake implements StrictFake {
    static final String WEBHOOK = "/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372ba2939";
    private static final Set<String> QUERY = Set.of("wait", "thread_id", "with_components");
    private static final int LONGEST_TOGETHER = 6000;

    private final Schema schema = new Schema("discord.schema.json");
    private final String webhook;
    private final Map<String, String> messages = new LinkedHashMap<>();

    /**
     * @param webhook
     *            its path, with id and token
     */
    DiscordFake(String webhook) {
        this.webhook = webhook;
    }

    @Override
    public synchronized Answer answer(Request request) {
        if (!request.path().contains("/api/webhooks/")) {
            return Answer.of(404, "{\"message\":\"404: Not Found\",\"code\":0}");
        }
        if (!request.method().equals("POST")) {
            return Answer.of(405, "{\"message\":\"405: Method Not Allowed\",\"code\":0}");
        }
        if (!request.path().equals(webhook)) {
            return Answer.of(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
        }
        JsonNode body = Schema.read(request.body());
        if (body == null || !request.header("content-type").startsWith("application/json")) {
            return Answer.of(400, "{\"message\":\"The request body contains invalid JSON.\",\"code\":50109}");
        }
        String wrong = schema.wrong(body);
        for (String parameter : request.query().split("&")) {
            if (!parameter.isEmpty() && !QUERY.contains(parameter.replaceAll("=.*", ""))) {
                wrong += " unknown parameter " + parameter;
            }
        }
        if (wrong.isEmpty() && together(body.path("embeds")) > LONGEST_TOGETHER) {
            wrong = "Embed size exceeds maximum size of 6000";
        }
        if (!wrong.isEmpty()) {
            return Answer.of(400, "{\"message\":\"Invalid Form Body\",\"code\":50035,\"errors\":{\"_\":"
                    + Schema.quoted(wrong) + "}}");
        }
        if (body.path("content").asText().isBlank() && body.path("embeds").isEmpty()) {
            return Answer.of(400, "{\"message\":\"Cannot send an empty message\",\"code\":50006}");
        }
        String id = "message " + (messages.size() + 1);
        messages.put(id, summary(body));
        return request.query().contains("wait=true") ? Answer.of(200, "{\"id\":\"" + id + "\"}") : Answer.of(204, "");
    }

    private static String summary(JsonNode body) {
        StringBuilder titles = new StringBuilder(body.path("content").asText());
        body.path("embeds").forEach(embed -> titles.append(titles.isEmpty() ? "" : ", ")
                .append(embed.path("title").asText()));
        return titles.toString();
    }

    /** All that is read, over all embeds. */
    private static int together(JsonNode embeds) {
        int length = 0;
        for (JsonNode embed : embeds) {
            length += length(embed.path("title")) + length(embed.path("description"))
                    + length(embed.at("/footer/text")) + length(embed.at("/author/name"));
            for (JsonNode field : embed.path("fields")) {
                length += length(field.path("name")) + length(field.path("value"));
            }
        }
        return length;
    }

    private static int length(JsonNode text) {
        return text.asText().codePointCount(0, text.asText().length());
    }

    @Override
    public synchronized Map<String, String> state() {
        return Map.copyOf(messages);
    }
}
