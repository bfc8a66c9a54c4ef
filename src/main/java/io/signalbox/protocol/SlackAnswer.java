package io.signalbox.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.signalbox.event.EventJson;

/**
 * What does Slack's API answer to a message? A yes with the message's place, or a no, both with the status 200.
 *
 * @param error
 *            Slack's word for what went wrong; null where nothing did
 * @param details
 *            what Slack says besides, such as the scope that is missing; may be empty
 * @param channel
 *            the id of the channel that has the message
 * @param ts
 *            the message's id in that channel
 * @param threaded
 *            false where the message was to be a reply and became one of its own: Slack does so, without a word, where somebody has deleted the
 *            first one
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a>
 * @see <a href="https://github.com/slack-go/slack/issues/1571">Replies to a deleted message</a>
 */
record SlackAnswer(String error, String details, String channel, String ts, boolean threaded) {
    /** Null where Slack has not answered, but somebody else, such as a proxy with a page of its own. */
    static SlackAnswer read(String body) {
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            Parts parts = new Parts();
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    parts.read(json);
                }
            }
            return parts.answer();
        } catch (IOException e) {
            return null;
        }
    }

    private static final class Parts {
        private Boolean ok;
        private String error = "unknown_error";
        private String channel;
        private String ts;
        private boolean threaded = true;
        private final List<String> details = new ArrayList<>();

        void read(JsonParser json) throws IOException {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("message")) {
                threaded = members(json, "thread_ts", new ArrayList<>());
            } else if (value == JsonToken.START_OBJECT && name.equals("response_metadata")) {
                members(json, "messages", details);
            } else if (value.isScalarValue()) {
                scalar(name, json);
            } else {
                json.skipChildren();
            }
        }

        private void scalar(String name, JsonParser json) throws IOException {
            switch (name) {
                case "ok" -> ok = json.getValueAsBoolean();
                case "error" -> error = json.getValueAsString("unknown_error");
                case "needed" -> details.add("needed: " + json.getValueAsString(""));
                case "channel" -> channel = json.getValueAsString();
                case "ts" -> ts = json.getValueAsString();
                default -> {
                    // Of no use here.
                }
            }
        }

        /** Whether the object has a member of this name; if that is a list, its texts are added to the other. */
        private static boolean members(JsonParser json, String wanted, List<String> texts) throws IOException {
            boolean found = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean here = wanted.equals(json.currentName());
                found |= here;
                if (json.nextToken() == JsonToken.START_ARRAY && here) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        texts.add(json.getValueAsString(""));
                        json.skipChildren();
                    }
                } else {
                    json.skipChildren();
                }
            }
            return found;
        }

        SlackAnswer answer() {
            return ok == null
                    ? null
                    : new SlackAnswer(ok ? null : error, String.join("; ", details), channel, ts, threaded);
        }
    }
}
