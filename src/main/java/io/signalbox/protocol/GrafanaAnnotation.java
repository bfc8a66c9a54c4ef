package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * What does a Grafana annotation say of an event? Its headline, message and data as a text, and tags to find it by.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/developers/http_api/annotations/">Annotations API</a>
 */
final class GrafanaAnnotation {
    /** Fits into MySQL's TEXT, whatever the characters. */
    private static final int LONGEST_TEXT = 16_000;
    private static final int LONGEST_TAG = 100;
    /** Grafana's {@code [annotations] tags_length}, in bytes, with the quotes and commas between. */
    private static final int LONGEST_TAGS = 500;

    private GrafanaAnnotation() {
    }

    /**
     * A new annotation at the event's time.
     *
     * @param region
     *            whether it is the beginning of a region, which is found again by its tag
     */
    static byte[] create(Event event, boolean region, String dashboardUid, String panelId) throws IOException {
        return object(json -> {
            if (!dashboardUid.isBlank()) {
                json.writeStringField("dashboardUID", dashboardUid);
            }
            if (!panelId.isBlank()) {
                json.writeNumberField("panelId", Long.parseLong(panelId.strip()));
            }
            json.writeNumberField("time", millis(event));
            describe(json, event, region);
        });
    }

    /** When it happened; 0 would be now to Grafana, and comes from clocks that were never set. */
    static long millis(Event event) {
        return Math.max(1, event.time().toEpochMilli());
    }

    /** What an annotation says from now on. */
    static byte[] describe(Event event) throws IOException {
        return object(json -> describe(json, event, true));
    }

    /** The annotation becomes a region that ends then. */
    static byte[] end(long millis) throws IOException {
        return object(json -> json.writeNumberField("timeEnd", millis));
    }

    /** By which a problem's annotation is found: Grafana and its databases trim, split and fold what is not plain. */
    static String tag(Event event) {
        String key = event.dedupkey();
        return "dedupkey:" + (key.matches("[a-z0-9._/-]{1,80}") ? key : DedupKey.sha256(key));
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] object(Content content) throws IOException {
        try (ByteArrayBuilder out = new ByteArrayBuilder(512);
                JsonGenerator json = EventJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        }
    }

    private static void describe(JsonGenerator json, Event event, boolean region) throws IOException {
        json.writeArrayFieldStart("tags");
        for (String tag : tags(event, region)) {
            json.writeString(tag);
        }
        json.writeEndArray();
        // Grafana shows it as HTML: the escaping is the same as Slack's.
        json.writeStringField("text", SlackText.of(text(event), LONGEST_TEXT));
    }

    private static String text(Event event) {
        StringBuilder text = new StringBuilder(event.headline());
        if (Facts.message(event) != null) {
            text.append('\n').append(event.message());
        }
        Facts.of(event, "").forEach((name, value) -> {
            if (!name.equals("tags")) {
                text.append('\n').append(name).append(": ").append(value);
            }
        });
        return text.toString();
    }

    private static List<String> tags(Event event, boolean region) {
        List<String> wanted = new ArrayList<>();
        if (region) {
            wanted.add(tag(event));
        }
        wanted.add("severity:" + event.severity().text());
        wanted.add(Ellipsis.cut(event.type(), LONGEST_TAG));
        wanted.add(Ellipsis.cut(event.source(), LONGEST_TAG));
        event.tags().forEach(tag -> wanted.add(Ellipsis.cut(tag, LONGEST_TAG)));
        List<String> tags = new ArrayList<>();
        int length = 1;
        for (String tag : wanted) {
            int with = length + tag.getBytes(UTF_8).length + 3;
            if (!tag.isBlank() && with <= LONGEST_TAGS && !tags.contains(tag)) {
                tags.add(tag);
                length = with;
            }
        }
        return tags;
    }
}
