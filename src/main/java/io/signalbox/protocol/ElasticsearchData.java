package io.signalbox.protocol;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;

import io.signalbox.event.EventJson;

/**
 * How does an event's data stand in a document? As it is, but for what would cost the whole document: objects in objects beyond the depth
 * that an index has are JSON in a text, and names that are empty, or have an empty part between their dots, get underscores for them.
 *
 * @see <a href="https://www.elastic.co/docs/reference/elasticsearch/index-settings/mapping-limit">Mapping limits</a>
 */
final class ElasticsearchData {
    /** An index has 20 ({@code index.mapping.depth.limit}) where nobody has said otherwise. */
    private static final int DEEPEST = 15;

    private ElasticsearchData() {
    }

    static void write(Map<String, Object> data, JsonGenerator json) throws IOException {
        object(data, 1, json);
    }

    private static void object(Map<?, ?> map, int depth, JsonGenerator json) throws IOException {
        json.writeStartObject();
        Set<String> mended = null;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!good(name)) {
                mended = mended == null ? new HashSet<>() : mended;
                name = mended(name);
                while (map.containsKey(name) || !mended.add(name)) {
                    name += "_";
                }
            }
            json.writeFieldName(name);
            value(entry.getValue(), depth + 1, json);
        }
        json.writeEndObject();
    }

    private static void value(Object value, int depth, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> map && depth > DEEPEST) {
            json.writeString(Facts.json(map));
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth, json);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                value(item, depth, json);
            }
            json.writeEndArray();
        } else {
            EventJson.value(json, value);
        }
    }

    private static boolean good(String name) {
        boolean blank = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.' && blank) {
                return false;
            }
            blank = c == '.' || blank && Character.isWhitespace(c);
        }
        return !blank;
    }

    private static String mended(String name) {
        return name.isBlank() ? "_" : name.replace('.', '_');
    }
}
